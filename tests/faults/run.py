"""One run of a sensor with a fault in its middle, and what has to hold afterwards."""
import pathlib, shutil, tempfile, time

from load import Load
from sensor import Sensor

MOST_HANDLES = 20
MOST_STOP = 10
MOST_MEMORY = 400
WINDOW, LATENESS = 2, 1


class Run:
    """What a fault is given: the sensor, the load, the disk, the time that the load takes; and what it tells."""

    def __init__(self, disk, seconds, rate):
        self.disk, self.seconds, self.rate = disk, seconds, rate
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="flowsensor-fault-"))
        self.settings, self.environment, self.clock = {}, {}, lambda passed: time.time()
        self.strangers = 0
        self.away = []
        self.words, self.problems, self.at_end = [], [], []
        self.sensor = self.load = None

    def restart(self):
        """Kills the sensor and starts it again a little later, and remembers for how long it was away."""
        began = time.monotonic()
        self.sensor.kill()
        time.sleep(0.5)
        self.sensor.start()
        self.away.append(time.monotonic() - began)

    def do(self, fault):
        """Runs it. Gives a row of the table."""
        try:
            if fault.prepare:
                fault.prepare(self)
            self.sensor = Sensor(self.folder, self.disk.place / "store", self.settings, self.environment)
            self.sensor.start()
            before = self.sensor.handles()
            self.load = Load(self.sensor.exports, self.rate, self.seconds * self.rate, lambda passed: self.clock(passed))
            self.load.start()
            time.sleep(self.seconds / 3)
            fault.happen(self)
            self.load.join()
            self.sensor.wait_until_well(60)
            time.sleep(1)
            after, resident, peak = self.sensor.handles(), self.sensor.resident(), self.sensor.resident("VmHWM")
            stop = self.sensor.stop()
            ledger = self.sensor.ledger()
            for check in self.at_end:
                check(ledger)
        finally:
            if self.load and self.load.is_alive():
                self.load.stop()
            if self.sensor:
                self.sensor.kill()
            self.disk.faster()
            shutil.rmtree(self.folder, ignore_errors=True)
            self.disk.empty()
        self.judge(ledger, after - before, peak, stop)
        return self.row(ledger, resident, peak, after - before, stop)

    def judge(self, ledger, handles, peak, stop):
        sent, counted, lost = self.load.records, ledger["records"], ledger["lost"]
        gone = sent - counted - lost
        if self.away:
            # Who was killed cannot count what its open windows held, nor what came while it was away: bounded by that time.
            most = int(self.rate * sum(away + WINDOW + LATENESS + 1 for away in self.away))
            if not 0 <= gone <= most:
                self.problems.append(f"{gone} records are gone, at most {most} can be")
        else:
            if gone != 0:
                self.problems.append(f"{counted} counted and {lost} lost are not the {sent} sent")
            datagrams = self.load.datagrams + self.strangers
            reached = ledger["datagrams"] + ledger["kernel_dropped"]
            if reached != datagrams:
                self.problems.append(f"{ledger['datagrams']} datagrams received and {ledger['kernel_dropped']} dropped by the kernel are not the {datagrams} sent")
        if ledger["datagrams"] != ledger["decoded"] + sum(ledger["drops"].values()):
            self.problems.append(f"the ledger does not balance: {ledger}")
        if handles > MOST_HANDLES:
            self.problems.append(f"{handles} handles more than before")
        if peak > MOST_MEMORY:
            self.problems.append(f"{peak} MiB of memory")
        if stop > MOST_STOP:
            self.problems.append(f"it took {stop:.1f} s to stop")

    def row(self, ledger, resident, peak, handles, stop):
        sent, counted, lost = self.load.records, ledger["records"], ledger["lost"]
        drops = [f"{cause} {count:,}" for cause, count in sorted(ledger["drops"].items())]
        if ledger["kernel_dropped"]:
            drops.append(f"by the kernel {ledger['kernel_dropped']:,}")
        return [f"{sent:,}", f"{counted:,}", f"{lost:,}", f"{sent - counted - lost:,}", f"{self.strangers:,}" if self.strangers else "", ", ".join(drops) or "none",
                f"{resident}, peak {peak}", f"{handles:+d}", f"{stop:.1f} s", "; ".join(self.words)]
