"""Open relay probing, pattern by pattern, and recipients refused for every other reason this server has."""
from dialogue import Dialogue

PATTERNS = [
    ("spam@example.com", "probe@example.com"),
    ("spam@example.org", "probe@example.com"),
    ("", "probe@example.com"),
    ("postmaster@[192.0.2.25]", "probe@example.com"),
    ("spam@example.com", "probe%example.com@example.org"),
    ("spam@example.com", "probe%example.com@[192.0.2.25]"),
    ("spam@example.com", '"probe@example.com"'),
    ("spam@example.com", '"probe%example.com"'),
    ("spam@example.com", "@example.org:probe@example.com"),
    ("spam@example.com", "example.com!probe@[192.0.2.25]"),
    ("spam@example.com", "probe@d1.example.com"),
]
REASONS = [
    ("sender11@example.com", "nobody@example.org"),
    ("sender11@example.com", "closed@example.org"),
    ("sender11@example.com", "frozen@example.org"),
    ("sender11@missing.example.com", "user1@example.org"),
    ("sender11@no-such-tld.invalid", "user1@example.org"),
    ("sender11@example.com", "postmaster@example.org"),
]


def probe(number, pairs):
    session = Dialogue(f"198.51.100.{number}")
    session.command(f"EHLO dyn{number}.example.net")
    for sender, recipient in pairs:
        session.command(f"MAIL FROM:<{sender}>")
        session.command(f"RCPT TO:<{recipient}>")
        session.command("RSET")
    session.quit()


for stranger in (31, 46, 44):
    probe(stranger, PATTERNS)
    for pair in PATTERNS[:4]:
        probe(stranger, [pair])
probe(11, REASONS)
probe(29, [("sender29@example.com", "user1@example.org"), ("sender29@example.com", "user2@example.org")])
# One transaction that is opened by an accepted recipient and never finished, one with nothing but a connection.
session = Dialogue("198.51.100.12")
session.command("HELO client12.example.com")
session.command("MAIL FROM:<sender12@example.com>")
session.command("RCPT TO:<user1@example.org>")
session.quit()
Dialogue("198.51.100.13").close()
Dialogue("198.51.100.14").quit()
