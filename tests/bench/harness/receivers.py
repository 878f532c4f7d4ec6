"""Collectors that take exports over UDP: how each is started, how one knows what it got, and what it lost."""
import csv, json, pathlib, re, signal, socket, threading, time, urllib.request

from . import programs
from .processes import Failed, Measured

RECEIVE_BUFFER = 64 << 20


class Received:
    """What a receiver says it got, in its own unit, and what it says it missed."""

    def __init__(self, got, unit, missed=0):
        self.got, self.unit, self.missed = got, unit, missed


class Nfcapd:
    """nfcapd, which stores every record. Of a long run the files are counted and deleted as they are finished."""

    name, unit, peers = "nfcapd, storing", "records", ("nfcapd", "nfdump")
    rotation = 10

    def __init__(self, bench, core=None, rotates=False):
        self.store = bench.place("nfcapd")
        self.port = programs.free_port()
        self.rotates = rotates
        self.flows = self.missed = 0
        self.over = threading.Event()
        self.process = Measured(["nfcapd", "-b", "127.0.0.1", "-p", self.port, "-w", self.store, "-t", self.rotation if rotates else 3600, "-B", RECEIVE_BUFFER],
                                bench.place("nfcapd-log"), core)
        self.counter = threading.Thread(target=self._count_finished, daemon=True)
        if rotates:
            self.counter.start()

    def ready(self):
        listening(self.port, self.process)

    def _count(self, path):
        text = programs.answer_of("nice", "nfdump", "-I", "-r", path)
        self.flows += int(re.search(r"^Flows: (\d+)", text, re.M).group(1))
        self.missed += int(re.search(r"^Sequence failures: (\d+)", text, re.M).group(1))
        path.unlink()

    def _finished(self):
        return sorted(path for path in self.store.iterdir() if re.fullmatch(r"nfcapd\.\d+", path.name))

    def _count_finished(self):
        while not self.over.wait(1):
            for path in self._finished():
                self._count(path)

    def stop(self, wanted=None):
        self.process.stop()
        self.over.set()
        if self.rotates:
            self.counter.join()
        for path in self._finished():
            self._count(path)
        return Received(self.flows, self.unit, self.missed)


class Nfacctd:
    """nfacctd with its print plugin, by source, of everything or of port 25 only."""

    peers = ("nfacctd",)
    unit = "packets"
    name = "nfacctd, all sources"
    condition = ""

    # Larger buffers between its processes cost it less CPU but make it lose records without a word (seen at 1 MB buffers and
    # five million records), so these are the largest with which it still counted all of them.
    settings = """daemonize: false
nfacctd_time_new: true
aggregate[p]: src_host
plugins: print[p]
print_output[p]: csv
print_refresh_time[p]: 3600
print_cache_entries[p]: 200003
plugin_pipe_size[p]: 40960000
plugin_buffer_size[p]: 40960
"""

    def __init__(self, bench, core=None, rotates=False):
        place = bench.place("nfacctd")
        self.port = programs.free_port()
        self.output = place / "sources.csv"
        configure(place, self.output, f"nfacctd_ip: 127.0.0.1\nnfacctd_port: {self.port}\nnfacctd_pipe_size: {RECEIVE_BUFFER}\n{self.condition}")
        self.process = Measured(["nfacctd", "-f", "nfacctd.conf"], place, core)

    def ready(self):
        listening(self.port, self.process)
        time.sleep(0.5)

    def stop(self, wanted=None):
        self.process.stop(signal.SIGINT)
        packets, _ = sums(self.output)
        return Received(packets, self.unit)


class NfacctdSmtp(Nfacctd):
    """The same, counting port 25 only."""

    name = "nfacctd, port 25"
    unit = "smtp_packets"
    condition = "aggregate_filter[p]: port 25\n"


class Sensor:
    """flowsensor run as it is: all services, pairs, bands, detection, store, dashboard."""

    name, unit, peers = "flowsensor run", "records", ()

    def __init__(self, bench, core=None, rotates=False):
        place = bench.place("live")
        self.port, self.web = programs.free_port(), programs.free_port(socket.SOCK_STREAM)
        (place / "flowsensor.yaml").write_text(f'inputs: {{netflow: {{listen: ["127.0.0.1:{self.port}"]}}, sflow: {{listen: []}}}}\nstore: {{path: store}}\n'
                                               f'dashboard: {{listen: "127.0.0.1:{self.web}"}}\n')
        self.process = Measured(bench.sensor("run"), place, core)
        self.stop_seconds = self.stopped = None

    def ready(self):
        self.process.wait_for("listens on")

    def metrics(self):
        """What /metrics tells."""
        return urllib.request.urlopen(f"http://127.0.0.1:{self.web}/metrics", timeout=60).read().decode()

    def counted(self, name):
        """The sum of a counter over its labels."""
        return sum(int(float(value)) for value in re.findall(rf"^flowsensor_collection_{name}_total(?:{{[^}}]*}})? (\S+)", self.metrics(), re.M))

    def records(self, wanted):
        """Flow records accounted: once they are those wanted, or stand still; instruments get them once a second."""
        before, still, end = -1, 0, time.monotonic() + 60
        while still < 6 and time.monotonic() < end:
            now = self.counted("records")
            still = still + 1 if now == before else 0
            before = now
            if now == wanted:
                break
            time.sleep(1.2)
        return before

    def stop(self, wanted=None):
        records, missed = self.records(wanted), self.counted("dropped")
        begun = time.monotonic()
        try:
            self.process.stop()
        except Failed:
            if "was not done" not in self.process.log():
                raise
        self.stop_seconds = time.monotonic() - begun

        # It goes within ten seconds whatever is left to write, and then says that it was not done.
        said = re.search(r"Stopped after \d+ datagrams and (\d+) records", self.process.log())
        self.stopped = bool(said)
        if said and int(said.group(1)) != records:
            raise Failed(f"flowsensor run told {records} records on /metrics and {said.group(1)} at its end")
        return Received(records, self.unit, missed)


def configure(place, output, input_lines):
    (place / "nfacctd.conf").write_text(f"{Nfacctd.settings}print_output_file[p]: {output}\n{input_lines}")


def sums(path):
    """Packets and octets over all rows that nfacctd printed."""
    packets = octets = 0
    if path.exists():
        with open(path, newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                packets += int(row["PACKETS"])
                octets += int(row["BYTES"])
    return packets, octets


def sockets_of(port):
    """Octets that wait in the sockets of a port and datagrams that the kernel dropped there; none when nobody listens."""
    local = f":{port:04X}"
    found = [line.split() for name in ("udp", "udp6") for line in pathlib.Path(f"/proc/net/{name}").read_text().splitlines()[1:]]
    lines = [fields for fields in found if fields[1].endswith(local)]
    return (sum(int(fields[4].split(":")[1], 16) for fields in lines), sum(int(fields[-1]) for fields in lines)) if lines else None


def listening(port, process, seconds=30):
    end = time.monotonic() + seconds
    while sockets_of(port) is None:
        if process.poll() or time.monotonic() > end:
            raise Failed(f"{process.name} does not listen: {process.log()[-600:]}")
        time.sleep(0.02)


def drain(port, process, seconds=30):
    """Waits until nothing waits in the sockets of a port and nobody works on what came before."""
    end, quiet = time.monotonic() + seconds, 0
    while quiet < 6 and time.monotonic() < end:
        state = sockets_of(port)
        quiet = quiet + 1 if state and state[0] == 0 and not process.works() else 0
        time.sleep(0.05)


def send(bench, port, rate, seconds, core=None, sources=150_000, exporters=8):
    """A stream at a rate to a port of this machine; what was sent."""
    with Measured(["dotnet", programs.GENERATOR, "stream", "--udp", f"127.0.0.1:{port}", "--rate", rate, "--seconds", seconds, "--sources", sources,
                   "--exporters", exporters, "--seed", bench.seed], bench.folder, core) as sender:
        sender.wait(seconds + 120)
        return json.loads(sender.stdout.read_text())
