"""The same capture to the sensor and to every program that meters or counts packets."""
import json, re

from . import files, programs, report
from .processes import run
from .programs import progress

ASKED = 0.25
SENSOR = "flowsensor replay --as packets"


def generate(bench, packets, pcap):
    """Makes a capture; tells what is in it."""
    truth = pcap.with_suffix(".json")
    options = ["--fresh-ports"] if bench.given.fresh_ports else []
    bench.generate("packets", "--packets", packets, "--hosts", bench.given.hosts, "--out", pcap, "--truth", truth, *options)
    return programs.read_json(truth)


def meters(bench, pcap, truth, core=None):
    """The programs that meter, each with what it needs and how it is run, on any core or one."""
    def sensor():
        done = run(bench.sensor("replay", pcap, "--as", "packets", "--json", "--top", 1), bench.place("replay"), core)
        answer = json.loads(done.stdout.read_text())
        for key in ("packets", "octets"):
            bench.agree("flowsensor", key, answer["totals"][key], truth[key])
        for section, key, wanted in (("dns", "queries", "dns_queries"), ("dns", "responses", "dns_responses"), ("smtp", "sessions", "smtp_sessions")):
            bench.agree("flowsensor", f"{section} {key}", answer.get(section, {}).get(key), truth[wanted])
        return done

    def nfpcapd():
        store = bench.place("nfpcapd")
        done = run(["nfpcapd", "-r", pcap, "-w", store], bench.place("nfpcapd-log"), core)
        text = programs.answer_of("nfdump", "-R", store, "-I")
        bench.agree("nfpcapd", "packets", sum(map(int, re.findall(r"^Packets: (\d+)", text, re.M))), truth["packets"])
        return done

    def softflowd():
        place = bench.place("softflowd")
        done = run(["softflowd", "-r", pcap, "-m", 2_000_000, "-d", "-n", "127.0.0.1:9", "-v", 9, "-p", place / "pid", "-c", "none"], place, core)
        seen = re.search(r"Packets processed: (\d+)", done.log())
        bench.agree("softflowd", "packets", int(seen.group(1)) if seen else None, truth["packets"])
        return done

    return {SENSOR: ((), sensor), "nfpcapd -r": (("nfpcapd", "nfdump"), nfpcapd), "softflowd -r": (("softflowd",), softflowd)}


def measure(bench):
    given, part = bench.given, report.Part("packets")
    packets = given.packets or (500_000 if bench.quick else 5_000_000)
    few = min(packets, 200_000)
    pcap, small = bench.folder / "mix.pcap", bench.folder / "few-packets.pcap"
    truth = generate(bench, packets, pcap)
    generate(bench, few, small)

    def tcpdump():
        done = run(["tcpdump", "--count", "-r", pcap], bench.place("tcpdump"))
        bench.agree("tcpdump", "packets", int(re.search(r"^(\d+) packets", done.log(), re.M).group(1)), truth["packets"])
        return done

    def tshark():
        return run(["tshark", "-r", small, "-q", "-z", "io,stat,0"], bench.place("tshark"))

    every = {name: (peers, packets, function) for name, (peers, function) in meters(bench, pcap, truth).items()}
    every |= {f"tshark ({few:,} packets)": (("tshark",), few, tshark), "tcpdump --count": (("tcpdump",), packets, tcpdump)}
    chosen = {name: (units, function) for name, (peers, units, function) in every.items() if bench.has(*peers)}
    progress(f"packets: {packets:,} of {given.hosts:,} hosts, {bench.rounds} rounds")
    try:
        costs = files.take_turns(chosen, bench.rounds)
    finally:
        pcap.unlink()
    table = part.table(f"Packets: {packets:,} packets, {given.hosts:,} hosts, {bench.rounds} rounds in turns",
                       ["program", "us a packet", "user only", "peak MB", "flowsensor to it"],
                       notes=[f"Medians of user and system time. The sensor meters, reads DNS and SMTP, and accounts; the others inspect nothing but tshark. Asked: at most {ASKED} us, a third of nfpcapd and of softflowd."])
    files.tell(part, table, chosen, costs, [SENSOR])
    return part
