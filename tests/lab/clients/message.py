"""Messages made up of harmless words, the same ones in every recording."""
WORDS = "flow record packet octet window source service exporter template query answer route mail relay".split()


def text(random, lines):
    return [" ".join(random.choice(WORDS) for _ in range(random.randint(4, 11))) for _ in range(lines)]


def message(random, sender, recipient, lines=None):
    """The lines of a message; 20 lines or so unless told."""
    body = text(random, lines or random.randint(5, 40))
    head = [f"From: <{sender}>", f"To: <{recipient}>", "Subject: " + " ".join(random.choice(WORDS) for _ in range(4)),
            f"Message-ID: <{random.randrange(10 ** 12)}@{sender.split('@')[-1] or 'example.net'}>", ""]
    return head + body
