"""The same v9 exports to the sensor and to every collector: as a file where it reads files, over UDP where not."""
import json, re

from . import files, programs, receivers, report
from .processes import run
from .programs import progress

START = "1767571200"
# Whoever loses something at this rate takes it from loopback at no rate at all.
UDP_RATE = 300_000


def measure(bench):
    given, part = bench.given, report.Part("exports")
    records = given.records or (500_000 if bench.quick else 5_000_000)
    options = ["--format", "v9", "--records", records, "--sources", given.sources, "--exporters", 8]
    pcap, truth_file = bench.folder / "exports.pcap", bench.folder / "truth.json"
    bench.generate(*options, "--out", pcap, "--truth", truth_file)
    truth = programs.read_json(truth_file)["totals"]
    smtp = [service for service in programs.read_json(truth_file)["services"] if service["service"] == "smtp"]
    small, small_records = bench.folder / "few.pcap", min(records, 100_000)
    bench.generate("--format", "v9", "--records", small_records, "--sources", given.sources, "--exporters", 8, "--out", small)

    def replay():
        done = run(bench.sensor("replay", pcap, "--json", "--top", 1), bench.place("replay"))
        totals = json.loads(done.stdout.read_text())["totals"]
        for key in ("flows", "packets", "octets", "sources"):
            bench.agree("flowsensor replay", key, totals[key], truth[key])
        return done

    def over_udp(kind):
        with (receiver := kind(bench)).process:
            receiver.ready()
            bench.generate(*options, "--udp", f"127.0.0.1:{receiver.port}", "--rate", UDP_RATE, "--start", START)
            receivers.drain(receiver.port, receiver.process)
            got = receiver.stop(records)
        bench.agree(kind.name, got.unit, got.got, truth["flows"])
        return receiver.process

    def nfcapd():
        # Its files are kept for nfdump.
        kept = bench.place("stored")
        class Kept(receivers.Nfcapd):
            def _count(self, path):
                text = programs.answer_of("nfdump", "-I", "-r", path)
                self.flows += int(re.search(r"^Flows: (\d+)", text, re.M).group(1))
                path.rename(kept / path.name)
        return over_udp(Kept)

    def nfdump():
        done = run(["nfdump", "-R", bench.folder / "stored", "-s", "srcip/flows", "-n", 10, "-o", "csv"], bench.place("nfdump"))
        names, values = done.stdout.read_text().strip().splitlines()[-2:]
        summary = dict(zip(names.split(","), map(int, values.split(","))))
        for key, name in (("flows", "flows"), ("packets", "packets"), ("octets", "bytes")):
            bench.agree("nfdump", key, summary[name], truth[key])
        return done

    def nfacctd(kind, packets, octets):
        place = bench.place("nfacctd")
        receivers.configure(place, place / "sources.csv", f"pcap_savefile: {pcap}\n{kind.condition}")
        done = run(["nfacctd", "-f", "nfacctd.conf"], place)
        bench.agree(kind.name, "packets and octets", receivers.sums(place / "sources.csv"), (packets, octets))
        return done

    def tshark():
        done = run(["tshark", "-r", small, "-q", "-z", "io,stat,0,SUM(cflow.packets)cflow.packets"], bench.place("tshark"))
        return done

    smtp_sums = [sum(service[key] for service in smtp) for key in ("packets", "octets")]
    every = {
        "flowsensor replay": ((), records, replay), "flowsensor run, over UDP": ((), records, lambda: over_udp(receivers.Sensor)),
        "nfcapd, over UDP": (("nfcapd", "nfdump"), records, nfcapd), "nfdump -s srcip/flows": (("nfcapd", "nfdump"), records, nfdump),
        "nfacctd, all sources": (("nfacctd",), records, lambda: nfacctd(receivers.Nfacctd, truth["packets"], truth["octets"])),
        "nfacctd, port 25": (("nfacctd",), records, lambda: nfacctd(receivers.NfacctdSmtp, *smtp_sums)),
        f"tshark ({small_records:,} records)": (("tshark",), small_records, tshark),
    }
    chosen = {name: (units, function) for name, (peers, units, function) in every.items() if bench.has(*peers)}
    progress(f"exports: {records:,} v9 records of {given.sources:,} sources, {bench.rounds} rounds")
    costs = files.take_turns(chosen, bench.rounds)
    subjects = ["flowsensor replay", "flowsensor run, over UDP"]
    table = part.table(f"Exports: {records:,} v9 records, {given.sources:,} sources, {bench.rounds} rounds in turns",
                       ["program", "us a record", "user only", "peak MB", "replay to it", "run to it"])
    files.tell(part, table, chosen, costs, subjects)
    if bench.has("nfcapd", "nfdump"):
        ratios = {key: files.ratio(part.figures[subjects[0]][key], part.figures["nfcapd, over UDP"][key] + part.figures["nfdump -s srcip/flows"][key]) for key in ("us", "us_user")}
        table.notes.append("Medians of whole process trees. Replay to nfcapd and nfdump together: "
                           f"{ratios['us_user']:.2f} by user time, {ratios['us']:.2f} by user and system time (asked: at most 0.5; user time decides, decision 0060).")
    pcap.unlink()
    return part
