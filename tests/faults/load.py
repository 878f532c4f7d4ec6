"""Exports that are sent at a rate, with exact account of what was sent."""
import random, socket, struct, threading, time

PER_DATAGRAM = 24
TEMPLATE_ID = 256
TEMPLATE_EVERY = 20
FIELDS = ((8, 4), (12, 4), (7, 2), (11, 2), (4, 1), (6, 1), (2, 4), (1, 4))
TEMPLATE = struct.pack(">HHHH", 2, 8 + 4 * len(FIELDS), TEMPLATE_ID, len(FIELDS)) + b"".join(struct.pack(">HH", *field) for field in FIELDS)
SERVICES = ((25, 6), (53, 17), (80, 6), (443, 6), (22, 6), (110, 6))


def bodies(count, sources, seed=1):
    """Data sets of records from many sources."""
    chance = random.Random(seed)
    sets = []
    for _ in range(count):
        records = bytearray()
        for _ in range(PER_DATAGRAM):
            port, protocol = chance.choice(SERVICES)
            packets = chance.randint(1, 40)
            records += struct.pack(">IIHHBBII", 0xC0000200 + chance.randrange(sources), 0xC6336400 + chance.randrange(256),
                                   chance.randint(1024, 65535), port, protocol, 0x1B, packets, packets * chance.randint(60, 1400))
        sets.append(struct.pack(">HH", TEMPLATE_ID, 4 + len(records)) + bytes(records))
    return sets


class Exporter:
    """One exporter of IPFIX, at an address of its own, whose sequence number counts records."""

    def __init__(self, number, port):
        self.domain, self.sequence, self.datagrams = number, 0, 0
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((f"127.0.0.{2 + number}", 0))
        self.socket.connect(("127.0.0.1", port))

    def send(self, when, body):
        template = TEMPLATE if self.datagrams % TEMPLATE_EVERY == 0 else b""
        header = struct.pack(">HHIII", 10, 16 + len(template) + len(body), int(when), self.sequence & 0xFFFFFFFF, self.domain)
        try:
            self.socket.send(header + template + body)
        except ConnectionRefusedError:
            # Nobody listens at the moment; a router would not know either, and counts it as sent. The error is that of an earlier
            # datagram, so that this one has not been sent yet.
            try:
                self.socket.send(header + template + body)
            except ConnectionRefusedError:
                pass
        self.datagrams += 1
        self.sequence += PER_DATAGRAM


class Load(threading.Thread):
    """Sends from several exporters until a number of records is out or it is stopped. Event time comes from a function of seconds since the start."""

    def __init__(self, port, rate, records, clock, exporters=4, sources=200, window=2):
        super().__init__(daemon=True)
        self.rate, self.wanted, self.clock, self.window = rate, records, clock, window
        self.exporters = [Exporter(number, port) for number in range(exporters)]
        self.bodies = bodies(200, sources)
        self.records = self.datagrams = 0
        self.windows, self.stopping, self.now = {}, threading.Event(), None

    def run(self):
        began = time.monotonic()
        while self.records < self.wanted and not self.stopping.is_set():
            due = began + self.records / self.rate
            wait = due - time.monotonic()
            if wait > 0.002:
                time.sleep(wait)
            self.now = self.clock(time.monotonic() - began)
            self.exporters[self.datagrams % len(self.exporters)].send(self.now, self.bodies[self.datagrams % len(self.bodies)])
            start = int(self.now) // self.window * self.window
            self.windows[start] = self.windows.get(start, 0) + PER_DATAGRAM
            self.datagrams += 1
            self.records += PER_DATAGRAM
        for exporter in self.exporters:
            exporter.socket.close()

    def stop(self):
        self.stopping.set()
        self.join()
