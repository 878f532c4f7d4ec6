"""SMTP by hand: what smtplib hides (pipelining, BDAT, breaking off) is a plain method here."""
import socket


class Dialogue:
    def __init__(self, source, server="192.0.2.25", port=25, timeout=60):
        self.socket = socket.create_connection((server, port), timeout, (source, 0))
        self.file = self.socket.makefile("rb")
        self.banner = self.reply()

    def send(self, *lines):
        """Sends the lines in one segment (as long as they fit)."""
        self.socket.sendall("".join(line + "\r\n" for line in lines).encode())

    def reply(self):
        """Reads one reply, all its lines; 0 when the server has gone."""
        while True:
            line = self.file.readline()
            if not line:
                return 0
            if line[3:4] != b"-":
                return int(line[:3])

    def replies(self, count):
        return [self.reply() for _ in range(count)]

    def command(self, line):
        self.send(line)
        return self.reply()

    def quit(self):
        code = self.command("QUIT")
        self.close()
        return code

    def close(self):
        self.file.close()
        self.socket.close()
