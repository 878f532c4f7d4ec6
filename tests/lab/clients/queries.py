"""Queries with dig, in batches, from three clients. No query is repeated by dig itself."""
import random
import subprocess

generator = random.Random(11)
NAMES = {
    "MX": ["example.org", "example.com", "example.net", *[f"d{n}.example.com" for n in range(1, 31)], "missing.example.com"],
    "A": ["mail.example.org", "www.example.org", "pop.example.org", "missing.example.org", "no-such-tld.invalid", "many.example.org"],
    "AAAA": ["mail.example.org", "www.example.org", "client11.example.com", "missing.example.net"],
    "TXT": ["example.org", "_dmarc.example.org", "missing.example.org"],
    "SRV": ["_submission._tcp.example.org"], "NS": ["example.org", "example.com"], "SOA": ["example.org"],
    "CNAME": ["pop.example.org"], "TYPE65": ["www.example.org"], "CAA": ["example.org"], "ANY": ["example.org"]}
WEIGHTS = {"MX": 30, "A": 25, "AAAA": 10, "TXT": 8, "SRV": 2, "NS": 3, "SOA": 2, "CNAME": 2, "TYPE65": 3, "CAA": 1, "ANY": 2}
OPTIONS = ["+noedns"] * 3 + ["+edns=0 +nocookie"] * 3 + ["+edns=0 +dnssec +nocookie", "+tcp +noedns", "+tcp +edns=0", "+norecurse +noedns", "+edns=0 +subnet=198.51.100.0/24"]


def questions(count):
    for _ in range(count):
        if generator.random() < 0.2:
            yield f"-x 198.51.100.{generator.randint(10, 60)} " + generator.choice(OPTIONS)
        else:
            kind = generator.choices(list(WEIGHTS), WEIGHTS.values())[0]
            yield f"{generator.choice(NAMES[kind])} {kind} " + generator.choice(OPTIONS)


def dig(source, lines):
    subprocess.run(["dig", "-b", source, "@192.0.2.53", "+tries=1", "+time=3", "-f", "-"], input="\n".join(lines) + "\n",
                   text=True, check=True, stdout=subprocess.DEVNULL)


for source, count in (("198.51.100.11", 150), ("198.51.100.12", 100), ("198.51.100.13", 50)):
    dig(source, list(questions(count)))
# Truncated over UDP and asked again over TCP; the same with a buffer large enough; several questions on one connection.
dig("198.51.100.14", ["large.example.org TXT +noedns", "large.example.org TXT +ignore +noedns", "large.example.org TXT +bufsize=4096",
                      "many.example.org A +noedns", "many.example.org A +tcp"])
subprocess.run(["dig", "-b", "198.51.100.15", "@192.0.2.53", "+tcp", "+keepopen", *[f"d{n}.example.com" for n in range(1, 21)]],
               check=True, stdout=subprocess.DEVNULL)
