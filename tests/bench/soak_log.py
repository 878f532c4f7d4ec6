"""A mail log that grows with event time and is rotated each day of it, as logrotate does."""
import datetime, os, random


class GrowingLog:
    def __init__(self, path, rotate_every=86_400, kept=3):
        self.path, self.rotate_every, self.kept = path, rotate_every, kept
        self.lines, self.next_line, self.next_rotation = 0, None, None
        self.chance = random.Random(7)
        self.path.touch()

    def write(self, now):
        """Writes the lines of the time since the last call: one in ten seconds of event time."""
        self.next_line = self.next_line or now
        self.next_rotation = self.next_rotation or now + self.rotate_every
        if now >= self.next_rotation:
            self.next_rotation += self.rotate_every
            self.rotate()
        with open(self.path, "a") as file:
            while self.next_line <= now:
                stamp = datetime.datetime.fromtimestamp(self.next_line, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S+00:00")
                client = f"198.51.100.{self.chance.randrange(256)}"
                text = self.chance.choice((f"connect from unknown[{client}]", f"disconnect from unknown[{client}] ehlo=1 mail=1 rcpt=0/1 quit=1 commands=3/4",
                                           f"NOQUEUE: reject: RCPT from unknown[{client}]: 554 5.7.1 <a@example.org>: Relay access denied; from=<b@example.net> to=<a@example.org> proto=ESMTP helo=<x>"))
                file.write(f"{stamp} mx postfix/smtpd[{self.chance.randrange(1000, 9999)}]: {text}\n")
                self.lines += 1
                self.next_line += 10

    def rotate(self):
        for number in range(self.kept, 0, -1):
            older = self.path.with_name(f"{self.path.name}.{number}")
            newer = self.path if number == 1 else self.path.with_name(f"{self.path.name}.{number - 1}")
            if newer.exists():
                os.replace(newer, older)
        self.path.touch()
