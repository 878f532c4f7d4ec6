"""The faults: what happens to a sensor in the middle of its work. Each has what is prepared before the sensor starts, and what happens to it."""
import dataclasses, random, signal, socket, subprocess, time, typing

import floods
from clock import Clock
from disk import Unavailable
from stand_in import StandIn

SLOW_DISK = 8 << 10
PACKETS = 3_000
NEAR, FAR = "faults0", "faults1"


@dataclasses.dataclass
class Fault:
    name: str
    happen: typing.Callable
    prepare: typing.Callable = None


def nothing(run):
    pass


def killed(run):
    run.restart()


def killed_at_random(run):
    """Three times, at moments that nobody chose."""
    chance = random.Random()
    for _ in range(3):
        time.sleep(chance.uniform(0, run.seconds / 5))
        run.restart()
    run.words.append(f"away for {sum(run.away):.1f} s")


def stalled(run):
    run.sensor.signal(signal.SIGSTOP)
    time.sleep(run.seconds / 4)
    run.sensor.signal(signal.SIGCONT)


def read_again(run):
    for _ in range(5):
        run.sensor.signal(signal.SIGHUP)
        time.sleep(0.3)


def says_so(run):
    """The sensor has to have noticed, or the fault was none."""
    text = (run.folder / "log").read_text(errors="replace")
    for words in ("Results wait", "is written again"):
        if words not in text:
            run.problems.append(f"the log does not say '{words}'")


def disk_full(run):
    run.disk.fill()
    time.sleep(run.seconds / 3)
    run.disk.free()
    run.at_end.append(lambda ledger: says_so(run))


def disk_hangs(run):
    run.disk.freeze()
    try:
        time.sleep(run.seconds / 3)
    finally:
        run.disk.thaw()


def disk_slow(run):
    run.disk.slower(run.sensor.process.pid, SLOW_DISK)
    written = run.sensor.answer("/readyz")["store"]["written"]
    time.sleep(run.seconds / 2)
    now = run.sensor.answer("/readyz")["store"]["written"]
    run.words.append(f"{SLOW_DISK >> 10} KiB/s, {now - written} windows written meanwhile")
    run.disk.faster()


def disk_read_only(run):
    run.disk.fail()
    time.sleep(run.seconds / 3)
    run.disk.repair()
    run.at_end.append(lambda ledger: says_so(run))


def influx(run):
    run.database = StandIn()
    run.settings = {"outputs": {"influxdb": {"url": f"http://127.0.0.1:{run.database.port}", "version": 1}}}


def database_away(run):
    run.database.go()
    time.sleep(run.seconds / 3)
    run.database.come()

    def check(ledger):
        run.database.go()
        delivered = run.database.total("exporter", "records")
        run.words.append(f"{delivered:,} records in delivered points")
        if delivered != ledger["records"]:
            run.problems.append(f"the points tell of {delivered} records, the store of {ledger['records']}")

    run.at_end.append(check)
    deadline = time.monotonic() + 30
    run.load.join()
    time.sleep(2)
    while time.monotonic() < deadline and any(output["waiting"] for output in run.sensor.answer("/readyz")["outputs"]):
        time.sleep(0.2)


def clock_of_its_own(run):
    run.own_clock = Clock(run.folder)
    run.environment = run.own_clock.environment


def clock_steps(run):
    for step in (3_600, -7_200, 0):
        run.own_clock.move(step)
        seen = run.own_clock.seen(run.sensor)
        if abs(seen - step) > 5:
            run.problems.append(f"the sensor's clock is {seen:.0f} s off, not {step}")


def exporters_step(run):
    """All exporters leap two hours ahead, and later to an hour before the beginning."""
    third = run.seconds / 3
    run.clock = lambda passed: time.time() + (0 if passed < third else 7_200 if passed < 2 * third else -3_600)


def wires(run):
    for words in (("link", "add", NEAR, "type", "veth", "peer", "name", FAR), ("link", "set", NEAR, "up"), ("link", "set", FAR, "up")):
        done = subprocess.run(["ip", *words], capture_output=True, text=True)
        if done.returncode != 0:
            raise Unavailable(f"no pair of interfaces: {done.stderr.strip()}")
    run.settings = {"inputs": {"capture": [{"interface": NEAR, "filter": "udp dst port 80"}]}}


def packets(count):
    """Datagrams of UDP, each a flow of its own."""
    with socket.socket(socket.AF_PACKET, socket.SOCK_RAW) as wire:
        wire.bind((FAR, 0))
        for number in range(count):
            header = bytearray.fromhex("450000240000000040110000c0000201c6336402") + (10_000 + number % 50_000).to_bytes(2, "big") + bytes.fromhex("0050") + bytes.fromhex("00100000")
            total = sum(int.from_bytes(header[at:at + 2], "big") for at in range(0, 20, 2))
            header[10:12] = (~(total + (total >> 16)) & 0xFFFF).to_bytes(2, "big")
            wire.send(bytes.fromhex("0200000000020200000000010800") + bytes(header) + b"12345678")
            if number % 32 == 0:
                time.sleep(0.001)
    return count


def interface_down(run):
    sent = packets(PACKETS)
    time.sleep(1)
    subprocess.run(["ip", "link", "set", NEAR, "down"], check=True)
    time.sleep(run.seconds / 3)
    subprocess.run(["ip", "link", "set", NEAR, "up"], check=True)
    time.sleep(3)
    sent += packets(PACKETS)
    time.sleep(1)

    def check(ledger):
        subprocess.run(["ip", "link", "del", NEAR], check=False)
        rows = run.sensor.ask("SELECT coalesce(sum(t.packets), 0) FROM scope_totals t JOIN spans ON spans.id = span JOIN exporters e ON e.id = t.exporter "
                              "JOIN service_directions d ON d.id = t.service WHERE kind = 0 AND d.service = 'all' AND e.version = 0")
        run.words.append(f"{rows[0][0]:,} of {sent:,} packets metered")
        if rows[0][0] != sent:
            run.problems.append(f"{rows[0][0]} packets were metered of {sent}")

    run.at_end.append(check)


def flood(send):
    def happen(run):
        run.strangers = send(run.sensor.exports)

    return happen


FAULTS = [
    Fault("none", nothing),
    Fault("SIGKILL, started again", killed),
    Fault("SIGKILL three times at random", killed_at_random),
    Fault("stalled (SIGSTOP)", stalled),
    Fault("configuration read again, five times", read_again),
    Fault("disk full", disk_full),
    Fault("disk read only after an error, repaired", disk_read_only),
    Fault("disk hangs", disk_hangs),
    Fault("disk slow", disk_slow),
    Fault("database away", database_away, influx),
    Fault("the sensor's clock steps +1 h, -2 h, back", clock_steps, clock_of_its_own),
    Fault("the exporters' clocks step +2 h, -3 h", nothing, exporters_step),
    Fault("interface down, and up again", interface_down, wires),
    Fault("100,000 datagrams of 65,536 domains", flood(floods.domains)),
    Fault("1,000,000 forged exporters", flood(floods.forged_exporters)),
    Fault("50,000 templates of one exporter", flood(floods.templates)),
    Fault("50,000 datagrams of random octets", flood(floods.octets)),
]
