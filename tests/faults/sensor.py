"""A sensor under test: its configuration, its process, and what its store says at the end."""
import json, os, pathlib, signal, socket, sqlite3, subprocess, time, urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
NAMED = os.environ.get("FLOWSENSOR_PROGRAM", str(ROOT / "src/FlowSensor/bin/Release/net10.0/flowsensor"))
PROGRAM = ["dotnet", NAMED] if NAMED.endswith(".dll") else [NAMED]


def free_port(kind):
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Sensor:
    """A sensor in a folder, with its store where it is told."""

    def __init__(self, folder, store, settings=None, environment=None):
        self.folder, self.store, self.process = pathlib.Path(folder), pathlib.Path(store), None
        self.environment = dict(os.environ, **(environment or {}))
        self.exports, self.web = free_port(socket.SOCK_DGRAM), free_port(socket.SOCK_STREAM)
        configuration = {
            "inputs": {"netflow": {"listen": [f"127.0.0.1:{self.exports}"], "max_exporters": 1000, "max_templates": 2000}, "sflow": {"listen": []}},
            "traffic": {"window": "2s", "lateness": "1s"}, "detection": {"enabled": False},
            "store": {"path": str(store)}, "dashboard": {"listen": f"127.0.0.1:{self.web}"}}
        merge(configuration, settings or {})
        (self.folder / "flowsensor.yaml").write_text(json.dumps(configuration))

    def start(self, seconds=60):
        with open(self.folder / "log", "ab") as log:
            self.process = subprocess.Popen([*PROGRAM, "run"], cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        self.wait_until_well(seconds)

    def answer(self, path):
        """The answer of its web server; None where there is none."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.web}{path}", timeout=3) as answer:
                return json.load(answer)
        except (OSError, ValueError):
            return None

    def wait_until_well(self, seconds):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise RuntimeError(f"the sensor ended with {self.process.returncode}: {self.words()}")
            answer = self.answer("/readyz")
            if answer and answer["receiving"]:
                return
            time.sleep(0.1)
        raise RuntimeError(f"the sensor is not well after {seconds} s: {self.words()}")

    def words(self):
        return (self.folder / "log").read_text(errors="replace")[-1500:]

    def signal(self, number):
        self.process.send_signal(number)

    def stop(self):
        """Ends it in order; seconds it took."""
        began = time.monotonic()
        self.signal(signal.SIGTERM)
        self.process.wait(timeout=60)
        if self.process.returncode != 0:
            raise RuntimeError(f"the sensor ended with {self.process.returncode}: {self.words()}")
        return time.monotonic() - began

    def kill(self):
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def handles(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def threads(self):
        return len(os.listdir(f"/proc/{self.process.pid}/task"))

    def resident(self, field="VmRSS"):
        """Resident memory in MiB, or its peak: VmHWM."""
        return int(next(line for line in open(f"/proc/{self.process.pid}/status") if line.startswith(field)).split()[1]) >> 10

    def ask(self, question, *values):
        """Asks the store, beside a sensor that may be writing."""
        with sqlite3.connect(f"file:{self.store / 'flowsensor.db'}?mode=ro", uri=True, timeout=10) as connection:
            rows = connection.execute(question, values).fetchall()
        connection.close()
        return rows

    def ledger(self):
        """The account of everything in the store: sums, and drops by cause. Hours are sums of windows, so windows alone are counted."""
        sums = self.ask("SELECT coalesce(sum(datagrams), 0), coalesce(sum(decoded), 0), coalesce(sum(records), 0), coalesce(sum(kernel_dropped), 0) "
                        "FROM ledgers JOIN spans ON spans.id = span WHERE kind = 0")[0]
        lost = self.ask("SELECT coalesce(sum(sequence_lost), 0) FROM ledgers JOIN spans ON spans.id = span JOIN exporters ON exporters.id = exporter "
                        "WHERE kind = 0 AND records + sequence_lost > 0 AND version = 10")[0][0]
        drops = self.ask("SELECT cause, sum(drops.datagrams) FROM drops JOIN spans ON spans.id = span WHERE kind = 0 GROUP BY cause")
        return dict(zip(("datagrams", "decoded", "records", "kernel_dropped"), sums), lost=lost, drops={cause: count for cause, count in drops if count})


def merge(into, more):
    for key, value in more.items():
        if isinstance(value, dict) and isinstance(into.get(key), dict):
            merge(into[key], value)
        else:
            into[key] = value
