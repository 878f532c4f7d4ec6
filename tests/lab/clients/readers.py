"""Readers of mail: many short POP3 sessions, fewer IMAP ones, wrong passwords, unknown users, sessions left half way."""
import contextlib
import imaplib
import poplib
import random
import socket
import ssl
import threading
import time

SERVER = "192.0.2.25"
context = ssl.create_default_context()
context.check_hostname = False
context.verify_mode = ssl.CERT_NONE


class Pop3(poplib.POP3):
    def __init__(self, source):
        self.source = source
        super().__init__(SERVER, 110, 30)

    def _create_socket(self, timeout):
        return socket.create_connection((self.host, self.port), timeout, (self.source, 0))


class Imap(imaplib.IMAP4):
    def __init__(self, source):
        self.source = source
        super().__init__(SERVER, 143)

    def _create_socket(self, timeout):
        return socket.create_connection((self.host, self.port), 30, (self.source, 0))


def pop3(source, user, password, tls):
    session = Pop3(source)
    if tls:
        session.stls(context)
    session.user(user)
    session.pass_(password)
    for index in range(session.stat()[0]):
        session.retr(index + 1)
    session.quit()


def imap(source, user, password, tls):
    session = Imap(source)
    if tls:
        session.starttls(context)
    session.login(user, password)
    session.select("INBOX", readonly=True)
    session.fetch("1:*", "(FLAGS)")
    session.logout()


def read(number):
    generator = random.Random(number)
    source = f"198.51.100.{number}"
    for _ in range(10):
        time.sleep(generator.uniform(0, 2))
        mailbox = generator.randint(1, 20)
        user, password = f"user{mailbox}", f"secret{mailbox}"
        if generator.random() < 0.15:
            password = "wrong"
        elif generator.random() < 0.1:
            user = f"guess{mailbox}"
        with contextlib.suppress(poplib.error_proto, imaplib.IMAP4.error):
            (imap if generator.random() < 0.25 else pop3)(source, user, password, generator.random() < 0.2)
    # A connection without a login, and a wrong password corrected in the same session.
    Pop3(source).quit()
    session = Pop3(source)
    session.user("user1")
    with contextlib.suppress(poplib.error_proto):
        session.pass_("wrong")
    session.user("user1")
    session.pass_("secret1")
    session.quit()


threads = [threading.Thread(target=read, args=(number,)) for number in range(11, 21)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
