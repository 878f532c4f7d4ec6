"""Everything that a line-by-line reader of SMTP gets wrong: groups of commands, chunks, several messages, breaks."""
import random
import time

from dialogue import Dialogue
from message import message

generator = random.Random(9)


def open_session(number):
    session = Dialogue(f"198.51.100.{number}")
    session.command(f"EHLO client{number}.example.com")
    return session


def mail(number):
    return f"MAIL FROM:<sender{number}@example.com>"


def rcpt(name):
    return f"RCPT TO:<{name}@example.org>"


# The whole envelope in one segment; then message, next envelope in one go (RFC 2920).
session = open_session(11)
session.send(mail(11), rcpt("user1"), rcpt("user2"), rcpt("nobody"), "DATA")
session.replies(5)
session.send(*message(generator, "sender11@example.com", "user1@example.org"), ".", mail(11), rcpt("user3"), "DATA")
session.replies(4)
session.send(*message(generator, "sender11@example.com", "user3@example.org"), ".", "QUIT")
session.replies(2)
session.close()

# Twelve messages in one session, each pipelined, every third refused altogether: DATA is then answered 554 or 503.
session = open_session(12)
for index in range(12):
    session.send(mail(12), rcpt("nobody" if index % 3 == 2 else f"user{index + 1}"), "DATA")
    if session.replies(3)[2] == 354:
        session.send(*message(generator, "sender12@example.com", "user1@example.org"), ".")
        session.reply()
    else:
        session.command("RSET")
session.quit()

# Forty recipients of one message in one group, a quarter of them unknown. Soft errors slow the server down.
session = open_session(13)
session.send(mail(13), *[rcpt(f"user{n % 20 + 1}" if n % 8 else f"guess{n}") for n in range(40)], "DATA")
session.replies(42)
session.send(*message(generator, "sender13@example.com", "undisclosed", 60), ".")
session.reply()
session.quit()

# BDAT: one chunk; several; a chunk and its message pipelined with the envelope (RFC 3030).
session = open_session(14)
body = ("\r\n".join(message(generator, "sender14@example.com", "user4@example.org")) + "\r\n").encode()
session.command(mail(14))
session.command(rcpt("user4"))
session.socket.sendall(b"BDAT %d LAST\r\n" % len(body) + body)
session.reply()
session.command(mail(14))
session.command(rcpt("user5"))
for start in range(0, len(body), 400):
    chunk = body[start:start + 400]
    last = b" LAST" if start + 400 >= len(body) else b""
    session.socket.sendall(b"BDAT %d%s\r\n" % (len(chunk), last) + chunk)
    session.reply()
trap = b"Subject: commands inside a chunk\r\n\r\nMAIL FROM:<not@example.com>\r\nRCPT TO:<a@example.com>\r\n.\r\nQUIT\r\n"
session.socket.sendall(f"{mail(14)}\r\n{rcpt('user6')}\r\nBDAT {len(trap)} LAST\r\n".encode() + trap + b"QUIT\r\n")
session.replies(4)
session.close()

# Lines that look like commands inside DATA, dots stuffed, the final dot split over segments.
session = open_session(15)
session.command(mail(15))
session.command(rcpt("user7"))
session.command("DATA")
session.send("Subject: looks like commands", "", "MAIL FROM:<not@example.com>", "QUIT", "..leading dot", "RCPT TO:<not@example.org>")
for piece in (b"the end\r", b"\n.", b"\r", b"\n"):
    session.socket.sendall(piece)
    time.sleep(0.05)
session.reply()
session.quit()

# One byte a segment.
session = open_session(16)
for line in (mail(16), rcpt("user8"), rcpt("nobody"), "RSET", mail(16), rcpt("user9"), "NOOP", "VRFY user9@example.org", "HELP", "QUIT"):
    for byte in (line + "\r\n").encode():
        session.socket.sendall(bytes([byte]))
        time.sleep(0.002)
    session.reply()
session.close()

# Breaks: in the middle of DATA, after RCPT, after DATA's dot without QUIT, bare connection; a command out of order.
session = open_session(17)
session.send(mail(17), rcpt("user1"), "DATA")
session.replies(3)
session.send("Subject: never finished", "", "half a mess")
session.close()
session = open_session(17)
session.send(mail(17), rcpt("user1"))
session.replies(2)
session.close()
session = open_session(17)
session.send(mail(17), rcpt("user1"), "DATA")
session.replies(3)
session.send("Subject: finished", "", "but without QUIT", ".")
session.reply()
session.close()
Dialogue("198.51.100.17").close()
session = open_session(18)
session.command(rcpt("user1"))
session.command("DATA")
session.command(mail(18))
session.command(mail(18))
session.command("XUNKNOWN")
session.quit()

# A large message, many segments long.
session = open_session(19)
session.command(mail(19))
session.command(rcpt("user10"))
session.command("DATA")
session.send(*message(generator, "sender19@example.com", "user10@example.org", 1500), ".")
session.reply()
session.quit()
