"""An ordinary stretch of mail: twelve clients that send at their own pace, the office that sends out, and readers.

ordinary.py SECONDS [SERVER [PREFIX]]: PREFIX is the clients' network, to which the number of a client is added.
"""
import contextlib
import imaplib
import poplib
import random
import smtplib
import sys
import threading
import time

from message import message

seconds = float(sys.argv[1])
server = sys.argv[2] if len(sys.argv) > 2 else "192.0.2.25"
network = sys.argv[3] if len(sys.argv) > 3 else "198.51.100."
readers = len(sys.argv) <= 4
end = time.monotonic() + seconds


def deliver(number, seed):
    """A client: mostly one good message a session, sometimes more, sometimes a recipient that is not there."""
    generator = random.Random(seed)
    pace = generator.uniform(seconds / 14, seconds / 5)
    while True:
        time.sleep(generator.expovariate(1 / pace))
        if time.monotonic() > end:
            return
        office = number == 10
        with contextlib.suppress(smtplib.SMTPException):
            with smtplib.SMTP(server, 25, f"client{number}.example.com", source_address=(network + str(number), 0)) as session:
                for _ in range(generator.choice((1, 1, 1, 2, 4))):
                    sender = f"user{generator.randint(1, 20)}@example.org" if office else f"sender{number}@example.com"
                    recipients = [f"someone{generator.randint(1, 9)}@d{generator.randint(1, 40)}.example.com"] if office else [
                        f"user{generator.randint(1, 20)}@example.org" for _ in range(generator.choice((1, 1, 2, 3)))]
                    if generator.random() < 0.12:
                        recipients = [f"nobody{generator.randint(1, 999)}@example.org"]
                    with contextlib.suppress(smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused):
                        session.sendmail(sender, recipients, "\r\n".join(message(generator, sender, recipients[0])))


def read_pop3(seed):
    generator = random.Random(seed)
    while True:
        time.sleep(generator.expovariate(12 / seconds))
        if time.monotonic() > end:
            return
        session = poplib.POP3(server, 110, 30)
        session.user(f"user{seed % 20 + 1}")
        session.pass_(f"secret{seed % 20 + 1}")
        for index in range(min(session.stat()[0], 3)):
            session.retr(index + 1)
            session.dele(index + 1)
        session.quit()


def read_imap(seed):
    generator = random.Random(seed)
    while True:
        time.sleep(generator.expovariate(6 / seconds))
        if time.monotonic() > end:
            return
        session = imaplib.IMAP4(server, 143)
        session.login(f"user{seed % 20 + 1}", f"secret{seed % 20 + 1}")
        session.select("INBOX", readonly=True)
        session.logout()


numbers = [10] + list(range(11, 21)) + [29]
threads = [threading.Thread(target=deliver, args=(number, number)) for number in numbers]
if readers:
    threads += [threading.Thread(target=read_pop3, args=(seed,)) for seed in range(101, 105)]
    threads += [threading.Thread(target=read_imap, args=(seed,)) for seed in range(201, 203)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
