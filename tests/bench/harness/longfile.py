"""What a record costs where starting hardly counts: a long file of v9 exports, read on one core."""
import json, os

from . import files, programs, report
from .processes import run
from .programs import progress

ASKED = 0.100
# With fewer too much of it is the start.
ENOUGH = 30_000_000


def measure(bench):
    given, part = bench.given, report.Part("longfile")
    records = given.records or (3_000_000 if bench.quick else ENOUGH)
    core = max(os.sched_getaffinity(0))
    table = part.table(f"A long file: {records:,} v9 records, {bench.rounds} rounds, on one core", ["sources", "us a record", "user only", "peak MB"],
                       notes=["Medians of user and system time of `flowsensor replay`, its start among them. Asked: at most 0.100 us; of how many sources was not said."])
    for sources in sorted({1_000, given.sources}):
        pcap, truth_file = bench.folder / "long.pcap", bench.folder / "long.json"
        progress(f"longfile: {records:,} records of {sources:,} sources")
        bench.generate("--format", "v9", "--records", records, "--sources", sources, "--exporters", 8, "--out", pcap, "--truth", truth_file)
        truth = programs.read_json(truth_file)["totals"]

        def replay():
            done = run(bench.sensor("replay", pcap, "--json", "--top", 1), bench.place("replay"), core)
            totals = json.loads(done.stdout.read_text())["totals"]
            for key in ("flows", "packets", "octets", "sources"):
                bench.agree("flowsensor replay", key, totals[key], truth[key])
            return done

        chosen = {f"{sources:,}": (records, replay)}
        files.tell(part, table, chosen, files.take_turns(chosen, bench.rounds), [])
        pcap.unlink()
    if records >= ENOUGH:
        table.notes.append("; ".join(f"{name} sources: {'reached' if figure['us'] <= ASKED else 'not reached'}" for name, figure in part.figures.items()) + ".")
    return part
