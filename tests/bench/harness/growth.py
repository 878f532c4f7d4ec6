"""How the cost of a record and the memory of a replay grow with sources, exporters, templates and records a datagram."""
import json

from . import chart, report
from .processes import run
from .programs import progress

# Enough rows for every source there is, instead of the usual million; the rest of the tables stays as it is.
WIDE = "traffic: {max_sources: 12000000}\n"


class Dimension:
    """One thing that grows: its name, how many records (None: it is the records), its values, what the generator is told."""

    def __init__(self, name, records, values, options, wide=False):
        self.name, self.records, self.values, self.options, self.wide = name, records, values, options, wide

    def records_at(self, value):
        return value if self.records is None else self.records


def dimensions(quick):
    many, usual = (1_000_000, 500_000) if quick else (10_000_000, 2_000_000)
    most = [value for value in (1_000, 10_000, 100_000, 1_000_000, 10_000_000) if value <= many]
    fixed = ["--sources", 150_000]
    return [
        Dimension("records", None, [value for value in (100_000, 300_000, 1_000_000, 3_000_000, 10_000_000, 30_000_000) if value <= 3 * many], lambda value: fixed),
        # A window only, so that all sources are in its table at once.
        Dimension("sources", many, most, lambda value: ["--sources", value, "--duration", 50]),
        Dimension("sources, room for all", many, most[-2:], lambda value: ["--sources", value, "--duration", 50], wide=True),
        Dimension("exporters", usual, (1, 10, 100, 1_000), lambda value: [*fixed, "--exporters", value]),
        Dimension("templates of each of 8 exporters", usual, (2, 20, 200, 2_000) if quick else (2, 20, 200, 2_000, 10_000), lambda value: [*fixed, "--templates", value // 2]),
        Dimension("records a datagram", usual, (1, 4, 24) if quick else (1, 2, 4, 8, 16, 24), lambda value: [*fixed, "--records-per-datagram", value]),
    ]


def point(bench, dimension, value):
    pcap, records = bench.folder / "growth.pcap", dimension.records_at(value)
    bench.generate("--format", "v9", "--records", records, *dimension.options(value), "--out", pcap)
    place = bench.place("growth")
    (place / "flowsensor.yaml").write_text(WIDE if dimension.wide else "")
    best = None
    for _ in range(1 if bench.quick else 2):
        done = run(bench.sensor("replay", pcap, "--json", "--top", 1, "--config", place / "flowsensor.yaml"), place)
        bench.agree(f"{dimension.name} {value:,}", "flows", json.loads(done.stdout.read_text())["totals"]["flows"], records)
        best = done if best is None or done.cpu < best.cpu else best
    pcap.unlink()
    figures = {"value": value, "us": best.cpu / records * 1e6, "seconds": best.cpu, "peak_octets": best.peak}
    progress(f"  {dimension.name} {value:,}: {figures['us']:.3f} us a record, {best.peak / 1e6:,.0f} MB")
    return figures


def measure(bench):
    part = report.Part("growth")
    progress("growth: replays of generated exports")
    table = part.table("Growth of a replay", ["what", "records", *["value: us a record, peak MB"]],
                       notes=["User and system time, the better of two; the start of the program is in it. Beyond `traffic.max_sources` (1,000,000) sources are summed as `other` and memory stays; with room for all it grows on."])
    for dimension in dimensions(bench.quick):
        points = [point(bench, dimension, value) for value in dimension.values]
        part.figures[dimension.name] = {"records": dimension.records, "points": points}
        table.row(dimension.name, f"{dimension.records:,}" if dimension.records else "as many", "; ".join(f"{chart.short(one['value'])}: {one['us']:.2f}, {report.megabytes(one['peak_octets'])}" for one in points))
    if bench.given.picture:
        bench.given.picture.write_text(picture(part.figures))
        progress(f"  {bench.given.picture}")
    return part


def picture(figures):
    curve = lambda name, key, scale: [(one["value"], one[key] * scale) for one in figures[name]["points"]]
    wide = "sources, room for all"
    panels = []
    for title, key, scale, unit in (("CPU a record", "us", 1, "microseconds"), ("Peak memory", "peak_octets", 1e-6, "MB")):
        for name in figures:
            if name == wide:
                continue
            if name == "records" and key == "us":
                # Of a program that starts and then takes the same for each record, the time of the whole is the line.
                panels.append(chart.Panel("CPU of the whole", name, "seconds", [("", curve(name, "seconds", 1))], log_y=True, guide=True))
            elif name == "sources" and key == "peak_octets":
                panels.append(chart.Panel(title, name, unit, [("a million at most", curve(name, key, scale)), ("room for all", curve(wide, key, scale))], log_y=True, guide=True))
            else:
                panels.append(chart.Panel(title, name, unit, [("", curve(name, key, scale))]))
    return chart.draw("flowsensor replay of v9 records: how its cost grows (dashed: in proportion)", panels, len(figures) - 1)
