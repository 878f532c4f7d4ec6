"""The highest rate of records over loopback that each collector takes without losing one: sender on one core, receiver on another."""
import math, os

from . import receivers, report
from .processes import Failed
from .programs import progress

KINDS = (receivers.Nfcapd, receivers.Nfacctd, receivers.NfacctdSmtp, receivers.Sensor)
FIRST = {receivers.Nfcapd: 1_500_000, receivers.Nfacctd: 500_000, receivers.NfacctdSmtp: 1_500_000, receivers.Sensor: 1_200_000}
LEAST, MOST = 20_000, 20_000_000
# What a sender reaches less than it was asked for; below it the sender is what limits.
SENDER_SLACK = 0.97
# Longer trials rotate nfcapd's files, so that a disk need not hold them all.
LONG = 30
# Peers are held no longer than this: what they hold for longer is at most as much. A rate of the sensor that fails in so long a trial needs no longer one.
STEADY = 75
TRIES = 8
BEHIND = 0.9
ASKED = 1.2


class Trial:
    """One stream at one rate to one receiver, started for it."""

    def __init__(self, bench, kind, rate, seconds, cores):
        receiver = kind(bench, core=cores[0], rotates=seconds > LONG)
        try:
            receiver.ready()
            self.sent = receivers.send(bench, receiver.port, rate, seconds, core=cores[1], sources=bench.given.sources)
            self.waiting, self.kernel_dropped = receivers.sockets_of(receiver.port) or (0, 0)
            receivers.drain(receiver.port, receiver.process)
            self.kernel_dropped = (receivers.sockets_of(receiver.port) or (0, self.kernel_dropped))[1]
            got = receiver.stop(self.sent["sent"][kind.unit])
        finally:
            receiver.process.kill()
        self.wanted, self.got, self.missed = self.sent["sent"][got.unit], got.got, got.missed
        self.reached = self.sent["sent"]["records"] / self.sent["seconds"]
        self.asked, self.seconds = rate, seconds
        self.peak, self.cpu = receiver.process.peak, receiver.process.cpu
        self.stop_seconds, self.stopped = getattr(receiver, "stop_seconds", None), getattr(receiver, "stopped", None)
        self.held = self.got == self.wanted and self.kernel_dropped == 0 and self.missed == 0
        self.sender_limits = self.reached < SENDER_SLACK * rate
        loss = "" if self.held else f", lost {self.wanted - self.got:,} of {self.wanted:,} {got.unit} ({self.kernel_dropped:,} datagrams in the kernel, {self.missed:,} known to the receiver)"
        end = "" if self.stop_seconds is None else f"; ended in {self.stop_seconds:.1f} s{'' if self.stopped else ', not all written'}"
        progress(f"  {kind.name}: {self.reached:,.0f}/s for {seconds:g} s: {'held' if self.held else 'not held'}{loss}{end}"
                 f"{'; the sender reaches no more' if self.sender_limits else ''}")

    def figures(self):
        return {key: getattr(self, key) for key in ("asked", "reached", "seconds", "held", "wanted", "got", "missed", "kernel_dropped", "waiting", "sender_limits", "peak", "cpu", "stop_seconds", "stopped")}


def search(trial, first, tolerance):
    """The highest rate held in short trials: up by half until one fails, then halving what is between; and all trials."""
    good, bad, rate, trials = 0, None, first, []
    while LEAST <= rate <= MOST:
        trials.append(trial(rate))
        if trials[-1].held:
            good = rate
            if trials[-1].sender_limits:
                good = trials[-1].reached
                break
        else:
            bad = rate
        if good and bad and bad / good <= 1 + tolerance:
            break
        rate = good * 1.5 if bad is None else bad / 1.6 if good == 0 else math.sqrt(good * bad)
    return good, trials


def confirm(trial, rate):
    """The first rate, going down from one, that is held for longer."""
    trials = []
    for _ in range(TRIES):
        trials.append(trial(rate))
        if trials[-1].held:
            return trials[-1], trials
        rate *= BEHIND
    return None, trials


def hold(bench, kind, rate, seconds, cores, asked):
    """What is held for STEADY seconds at most; then, of the sensor, the rate asked of it, or what it held if that is less, for as long as is asked; and all trials."""
    steady = min(seconds, STEADY)
    held, trials = confirm(lambda rate: Trial(bench, kind, rate, steady, cores), rate)
    if held is None or kind is not receivers.Sensor or seconds <= steady:
        return held, None, trials
    longer, more = confirm(lambda rate: Trial(bench, kind, rate, seconds, cores), min(held.asked, asked or held.asked))
    return held, longer, trials + more


def measure(bench):
    given, part = bench.given, report.Part("rates")
    available = sorted(os.sched_getaffinity(0))
    if len(available) < 2:
        raise Failed("rates: needs two cores, one for the sender and one for the receiver")
    cores = available[0], available[-1]
    short = 1.5 if bench.quick else 5
    long = given.seconds or (4 if bench.quick else 75)
    tolerance = 0.3 if bench.quick else 0.06
    progress(f"rates: trials of {short:g} s, then {long:g} s; receiver on core {cores[0]}, sender on core {cores[1]}")
    table = part.table(f"Highest rate over loopback without loss, held for {min(long, STEADY):g} s", ["program", "records/s", "us a record", "peak MB", "first rate lost"],
                       notes=[f"v9, {given.sources:,} sources, 8 exporters, 24 records a datagram, each program on one core, the sender on another. A rate is held when every record sent was counted by the receiver."])
    for kind in KINDS:
        if not bench.has(*kind.peers) or (given.receivers and not any(kind.name.startswith(name) for name in given.receivers)):
            continue
        good, trials = search(lambda rate: Trial(bench, kind, rate, short, cores), FIRST[kind], tolerance)
        asked = ASKED * better_peer(part) / SENDER_SLACK if better_peer(part) else None
        held, longer, long_trials = hold(bench, kind, good, long, cores, asked) if good else (None, None, [])
        every = trials + long_trials
        lost = min((trial.reached for trial in every if not trial.held and (held is None or trial.reached > held.reached)), default=None)
        if kind is receivers.Sensor and held and long > STEADY and longer is None:
            table.notes.append(f"{kind.name} held none of the rates tried for {long:g} s.")
        part.figures[kind.name] = {"held": held.figures() if held else None, "longer": longer.figures() if longer else None, "trials": [trial.figures() for trial in every]}
        record = held.cpu / held.sent["sent"]["records"] * 1e6 if held else None
        table.row(kind.name, report.rate(held.reached) + (" (the sender's limit)" if held.sender_limits else "") if held else "none",
                  f"{record:.2f}" if held else "", report.megabytes(held.peak) if held else "", report.rate(lost) if lost else "")
    compare(part, table)
    return part


def peers_held(part):
    """The peers that the sensor is compared with and what they held."""
    names = [kind.name for kind in (receivers.Nfcapd, receivers.NfacctdSmtp)]
    return {name: part.figures[name]["held"] for name in names if name in part.figures and part.figures[name]["held"]}


def better_peer(part):
    """Records a second that the better of them held; 0 for none."""
    return max((held["reached"] for held in peers_held(part).values()), default=0)


def compare(part, table):
    """What is asked of the sensor: 1.2 times the better of nfcapd and of nfacctd counting port 25."""
    sensor = part.figures.get(receivers.Sensor.name)
    peers = peers_held(part)
    if not peers or not sensor or not sensor["held"]:
        return
    if any(held["sender_limits"] for held in (*peers.values(), sensor["held"], sensor["longer"]) if held):
        table.notes.append("The sender, not the receivers, was what limited: no comparison.")
        return
    for key, held in (("to_better_peer", sensor["held"]), ("longer_to_better_peer", sensor["longer"])):
        if held:
            ratio = sensor[key] = held["reached"] / better_peer(part)
            table.notes.append(f"The sensor holds {report.rate(held['reached'])} for {held['seconds']:g} s, {ratio:.2f} of the better of nfcapd and nfacctd with port 25 (asked: {ASKED}): {'reached' if ratio >= ASKED else 'not reached'}.")
