"""How long all threads of a loaded sensor stand still at a time, as it tells on /metrics."""
import os, re, time

from . import receivers, report
from .processes import Measured
from .programs import GENERATOR, progress

NAME = "flowsensor_runtime_pause"
ASKED = 0.010


def scrape(sensor):
    """Upper bound in seconds -> pauses up to it; and the longest of all."""
    text = sensor.metrics()
    counts = {float(bound): int(count) for bound, count in re.findall(NAME + r'_seconds_bucket\{[^}]*le="([^"]+)"[^}]*\} (\d+)', text)}
    total = re.search("^" + NAME + r"_seconds_sum(?:\{[^}]*\})? (\S+)", text, re.M)
    longest = re.search("^" + NAME + r"_longest_seconds(?:\{[^}]*\})? (\S+)", text, re.M)
    return counts, float(total.group(1)) if total else 0.0, float(longest.group(1)) if longest else 0.0


def quantile(counts, share):
    """The upper bound of the bucket that holds the quantile: never less than it really was."""
    most = max(counts.values(), default=0)
    return next((bound for bound, count in sorted(counts.items()) if count >= share * most and most), 0.0)


def bound(figures, name):
    return f"{figures[name] * 1000:g} ms" if figures["pauses"] else "none"


def measure(bench):
    given, part = bench.given, report.Part("pauses")
    rate = given.load or 200_000
    warm, seconds = (6, 8) if bench.quick else (70, 180)
    progress(f"pauses: {rate:,} records a second, {seconds} s after {warm} s")
    cores = sorted(os.sched_getaffinity(0))
    sensor = receivers.Sensor(bench, core=cores[0])
    with sensor.process:
        sensor.ready()
        command = ["dotnet", GENERATOR, "stream", "--udp", f"127.0.0.1:{sensor.port}", "--rate", rate, "--seconds", warm + seconds + 30, "--sources", given.sources, "--seed", bench.seed]
        with Measured(command, bench.folder, core=cores[-1]):
            time.sleep(warm)
            before, spent, _ = scrape(sensor)
            begun, records = time.monotonic(), sensor.counted("records")
            time.sleep(seconds)
            after, spent_after, longest = scrape(sensor)
            took = time.monotonic() - begun
            held = (sensor.counted("records") - records) / took

            # Under load: the sender goes on.
            stopping = time.monotonic()
            sensor.process.stop()
            stop_seconds = time.monotonic() - stopping
    if held < 0.95 * rate:
        bench.failures.append(f"pauses: {held:,.0f} records a second were taken, {rate:,} wanted")
    counts = {bound: count - before.get(bound, 0) for bound, count in after.items()}
    figures = {"rate": rate, "held": held, "seconds": took, "pauses": max(counts.values(), default=0), "p50": quantile(counts, 0.5), "p99": quantile(counts, 0.99),
               "longest_since_start": longest, "share": (spent_after - spent) / took, "stop_seconds": stop_seconds, "buckets": counts, "peak_octets": sensor.process.peak}
    part.figures.update(figures)
    table = part.table(f"Pauses of flowsensor run at {rate:,} records a second, {took:.0f} s after {warm} s",
                       ["pauses", "p50 at most", "p99 at most", "longest since start", "share of the time", "peak MB", "stop under load"],
                       notes=[f"Pauses of the runtime in which all threads stand still, garbage collections and others; bounds of the histogram's buckets. Asked: p99 under {ASKED * 1000:.0f} ms."])
    table.row(figures["pauses"], bound(figures, "p50"), bound(figures, "p99"), f"{longest * 1000:.1f} ms", f"{figures['share']:.3%}",
              report.megabytes(sensor.process.peak), f"{stop_seconds:.2f} s")
    return part
