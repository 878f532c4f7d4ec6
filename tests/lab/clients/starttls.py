"""Sessions with and without STARTTLS, accepted, refused, and with AUTH inside and outside TLS."""
import contextlib
import random
import smtplib
import ssl

from dialogue import Dialogue
from message import message

context = ssl.create_default_context()
context.check_hostname = False
context.verify_mode = ssl.CERT_NONE
generator = random.Random(5)


def deliver(number, recipients, tls, login=None):
    with contextlib.suppress(smtplib.SMTPException):
        with smtplib.SMTP("192.0.2.25", 25, f"client{number}.example.com", source_address=(f"198.51.100.{number}", 0)) as session:
            if tls:
                session.starttls(context=context)
            if login:
                with contextlib.suppress(smtplib.SMTPAuthenticationError):
                    session.login(*login)
            for recipient in recipients:
                with contextlib.suppress(smtplib.SMTPRecipientsRefused):
                    session.sendmail(f"sender{number}@example.com", [recipient],
                                     "\r\n".join(message(generator, f"sender{number}@example.com", recipient)))


for number in range(11, 19):
    deliver(number, [f"user{number}@example.org"], tls=number % 2 == 1)
    deliver(number, [f"user{number}@example.org", "nobody@example.org", "user1@example.org"], tls=number % 2 == 0)
for tls in (True, False):
    deliver(21, ["someone@example.com"], tls)
    deliver(22, ["user2@example.org"], tls, ("user2", "secret2"))
    deliver(23, ["user3@example.org"], tls, ("user3", "wrong"))
    deliver(24, ["someone@example.com"], tls, ("user4", "secret4"))
# STARTTLS asked for and the handshake never begun; STARTTLS with a command already behind it in the same segment.
session = Dialogue("198.51.100.25")
session.command("EHLO client25.example.com")
session.command("STARTTLS")
session.close()
