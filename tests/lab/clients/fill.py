"""A message or two into every mailbox."""
import random
import smtplib

from message import message

generator = random.Random(7)
for number in range(1, 21):
    recipient = f"user{number}@example.org"
    with smtplib.SMTP("192.0.2.25", 25, "client11.example.com", source_address=("198.51.100.11", 0)) as session:
        for _ in range(generator.randint(1, 2)):
            session.sendmail("sender11@example.com", [recipient], "\r\n".join(message(generator, "sender11@example.com", recipient, 8)))
