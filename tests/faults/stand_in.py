"""Something that takes points as InfluxDB does, and can go away."""
import gzip, http.server, re, threading, urllib.parse

LINE = re.compile(r"^((?:[^ \\]|\\.)+) (.+) (-?\d+)$")


class StandIn:
    """Keeps the last value of each series and time, as the database would."""

    def __init__(self, port=0):
        self.port, self.points, self.server = port, {}, None
        self.come()

    def come(self):
        stand_in = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                if self.headers.get("Content-Encoding") == "gzip":
                    body = gzip.decompress(body)
                if urllib.parse.urlparse(self.path).path == "/write":
                    stand_in.take(body.decode())
                self.done()

            def do_GET(self):
                self.done()

            def done(self):
                # A connection that stays open would be answered after the server has gone.
                self.send_response(204)
                self.send_header("Content-Length", "0")
                self.send_header("Connection", "close")
                self.end_headers()
                self.close_connection = True

            def log_message(self, *words):
                pass

        http.server.ThreadingHTTPServer.allow_reuse_address = True
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()

    def go(self):
        self.server.shutdown()
        self.server.server_close()

    def take(self, text):
        for line in text.splitlines():
            match = LINE.match(line)
            if match:
                self.points[match.group(1), match.group(3)] = match.group(2)

    def total(self, measurement, field):
        """Sum of a field over all points of a measurement."""
        wanted = re.compile(rf"(?:^|,){field}=(\d+)i(?:,|$)")
        values = (wanted.search(fields) for (series, _), fields in self.points.items() if series.split(",")[0] == measurement)
        return sum(int(value.group(1)) for value in values if value)
