"""What a packet costs where starting hardly counts and memory is at hand: a long capture, each program on one core, the second of two runs in a row."""
import os

from . import files, packets, report
from .packets import ASKED, SENSOR
from .programs import progress

# With fewer too much of it is the start. With more the flows of the one minute that a mix lasts, however many its packets, outgrow the sensor's table.
ENOUGH = 20_000_000


def measure(bench):
    given, part = bench.given, report.Part("longpackets")
    number = given.packets or (1_000_000 if bench.quick else ENOUGH)
    pcap = bench.folder / "long-mix.pcap"
    progress(f"longpackets: {number:,} of {given.hosts:,} hosts, {bench.rounds} rounds")
    truth = packets.generate(bench, number, pcap)
    meters = packets.meters(bench, pcap, truth, core=max(os.sched_getaffinity(0)))
    chosen = {name: (number, function) for name, (peers, function) in meters.items() if bench.has(*peers)}
    try:
        costs = files.take_turns(chosen, bench.rounds, twice=True)
    finally:
        pcap.unlink()
    table = part.table(f"A long capture: {number:,} packets, {given.hosts:,} hosts, {bench.rounds} rounds in turns, each program on one core",
                       ["program", "us a packet", "user only", "peak MB", "flowsensor to it"],
                       notes=[f"Medians of user and system time, the start of each program among them, of the second of two runs in a row. Asked: at most {ASKED} us, a third of nfpcapd and of softflowd."])
    files.tell(part, table, chosen, costs, [SENSOR])
    if number >= ENOUGH:
        table.notes.append("; ".join(judge(part.figures)) + ".")
    return part


def judge(figures):
    yield f"{ASKED} us: {'reached' if figures[SENSOR]['us'] <= ASKED else 'not reached'}"
    for name, figure in figures.items():
        if name != SENSOR:
            yield f"a third of {name.split()[0]}: {'reached' if figure['ratios'][SENSOR] <= 1 / 3 else 'not reached'}"
