"""How long the sensor takes from its start to listening, and from SIGTERM to its end."""
import statistics, time

from . import receivers, report
from .programs import progress


def measure(bench):
    part = report.Part("starts")
    starts, stops = [], []
    for _ in range(3 if bench.quick else 7):
        sensor = receivers.Sensor(bench)
        with sensor.process:
            sensor.ready()
            starts.append(time.monotonic() - sensor.process.begun)
            time.sleep(0.5)
            sensor.stop()
            stops.append(sensor.stop_seconds)
    progress(f"starts: {', '.join(f'{start:.2f}' for start in starts)} s; stops {', '.join(f'{stop:.2f}' for stop in stops)} s")
    part.figures.update({"starts": starts, "stops": stops})
    table = part.table(f"Start and stop, {len(starts)} times", ["what", "median s", "most s", "asked"])
    table.row("start to listening, empty store", f"{statistics.median(starts):.2f}", f"{max(starts):.2f}", "under 1 s")
    table.row("SIGTERM to the end, idle", f"{statistics.median(stops):.2f}", f"{max(stops):.2f}", "under 10 s")
    return part
