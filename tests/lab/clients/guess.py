"""A dictionary attack on recipients: guess.py SECONDS. Pool clients 31-49, some names a session, few of them real."""
import random
import sys
import threading
import time

from dialogue import Dialogue
from message import message

seconds = float(sys.argv[1])


def attack(number):
    generator = random.Random(number)
    for _ in range(generator.randint(2, 6)):
        time.sleep(generator.uniform(0, seconds / 6))
        session = Dialogue(f"198.51.100.{number}")
        session.command(f"HELO dyn{number}")
        sender = f"offer{generator.randint(1, 9999)}@d{generator.randint(1, 40)}.example.com"
        session.command(f"MAIL FROM:<{sender}>")
        good = 0
        for _ in range(generator.randint(3, 18)):
            name = f"user{generator.randint(1, 20)}" if generator.random() < 0.04 else f"guess{generator.randint(1, 99999)}"
            code = session.command(f"RCPT TO:<{name}@example.org>")
            if code == 0:
                break
            good += code == 250
        if good and session.command("DATA") == 354:
            session.send(*message(generator, sender, "undisclosed", 10), ".")
            session.reply()
        if generator.random() < 0.3:
            session.close()
        else:
            session.quit()


threads = [threading.Thread(target=attack, args=(number,)) for number in range(31, 50)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
