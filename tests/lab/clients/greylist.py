"""Clients against a greylist of 8 seconds: some never return, some return too early, some in time and are accepted."""
import threading
import time

from dialogue import Dialogue


def attempt(number, recipients):
    session = Dialogue(f"198.51.100.{number}")
    session.command(f"EHLO client{number}.example.com")
    session.command(f"MAIL FROM:<sender{number}@example.com>")
    codes = [session.command(f"RCPT TO:<{recipient}@example.org>") for recipient in recipients]
    if 250 in codes and session.command("DATA") == 354:
        session.send("Subject: again", "", "This message came back.", ".")
        session.reply()
    session.quit()


def client(number, recipients, *pauses):
    attempt(number, recipients)
    for pause in pauses:
        time.sleep(pause)
        attempt(number, recipients)


threads = [threading.Thread(target=client, args=arguments) for arguments in [
    (11, ["user1"], 10),
    (12, ["user2", "user3"], 2, 11),
    (13, ["user4"], 12),
    (14, ["user5", "postmaster"], 9.5),
    (15, ["user6"], 3),
    *[(number, [f"user{number - 30}"]) for number in range(31, 43)]]]
for thread in threads:
    thread.start()
    time.sleep(0.3)
for thread in threads:
    thread.join()
