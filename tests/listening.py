"""A real web server on this machine that keeps what it is sent and answers what it is told to."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

DRIP_SECONDS = 0.1


class Listener(ThreadingHTTPServer):
    """`heard` holds (path, headers, body) of every request; `status`, `headers` and `drip` make the next answers."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.closing = threading.Event()
        self.heard, self.status, self.headers, self.drip = [], 201, {}, 0
        self.place = f"127.0.0.1:{self.server_port}"
        self.url = f"http://{self.place}"

    def handle_error(self, request, client_address):
        """Whoever hangs up on a dripping answer is no error."""


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.heard.append((self.path, dict(self.headers.items()), body))
        self.send_response(self.server.status)
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(self.server.drip or 2))
        self.end_headers()
        self.wfile.write(b"ok" if not self.server.drip else b"")
        for _byte in range(self.server.drip):
            self.wfile.write(b".")
            self.wfile.flush()
            if self.server.closing.wait(DRIP_SECONDS):
                return

    do_GET = do_POST

    def log_message(self, *_words):
        pass


@pytest.fixture
def listener(settings):
    """A server that may be called although it is inside, because it was named."""
    server = Listener()
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    settings.PRIVATE_RECEIVERS = [server.place]
    yield server
    server.closing.set()
    server.shutdown()
    server.server_close()
