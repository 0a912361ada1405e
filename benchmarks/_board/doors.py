"""Requests straight into Django's WSGI handler, timed: from the first middleware to the last byte of the answer."""

import time
from dataclasses import dataclass
from http.cookies import SimpleCookie
from io import BytesIO
from urllib.parse import urlencode

from django.test import override_settings

CSRF = "k" * 32


@dataclass(frozen=True)
class Answer:
    """What came back, and how long it took: on the clock, and of the processor of this process."""

    status: int
    body: bytes
    seconds: float
    processor: float


class Door:
    """One way into Kariz: the whole stack of middleware, or none of it; a connection of the pool for each request."""

    def __init__(self, handler, session=""):
        self.handler, self.cookies = handler, f"sessionid={session}; csrftoken={CSRF}"

    def get(self, address):
        return self.ask("GET", address)

    def post(self, address, form):
        return self.ask("POST", address, urlencode(form).encode())

    def ask(self, method, address, body=b""):
        environ = self.environ(method, address, body)
        statuses = []
        began, worked = time.perf_counter(), time.process_time()
        response = self.handler(environ, lambda status, _headers, _trouble=None: statuses.append(status))
        content = b"".join(response)
        response.close()
        taken, processor = time.perf_counter() - began, time.process_time() - worked
        return Answer(int(statuses[0][:3]), content, taken, processor)

    def environ(self, method, address, body):
        path, _mark, query = address.partition("?")
        return {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "CONTENT_TYPE": "application/x-www-form-urlencoded" if body else "",
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_HOST": "127.0.0.1",
            "HTTP_COOKIE": self.cookies,
            "HTTP_X_CSRFTOKEN": CSRF,
            **({"HTTP_HX_REQUEST": "true"} if body else {}),
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(body),
            "wsgi.errors": None,
            "wsgi.multithread": True,
        }


def open_house(user):
    """The real front door, for somebody who is signed in."""
    from django.core.handlers.wsgi import WSGIHandler

    return Door(WSGIHandler(), session_of(user))


def bare_floor():
    """A handler without any middleware before the floor's two views."""
    with override_settings(MIDDLEWARE=[]):
        return Door(floor_handler())


def guarded_floor(user):
    """The same two views behind all middleware of the house, for somebody who is signed in."""
    return Door(floor_handler(), session_of(user))


def floor_handler():
    from django.core.handlers.wsgi import WSGIHandler, WSGIRequest

    class FloorRequest(WSGIRequest):
        urlconf = "benchmarks._board.floor"

    class FloorHandler(WSGIHandler):
        request_class = FloorRequest

    return FloorHandler()


def session_of(user):
    """The key of a session in which this person is signed in."""
    from django.test import Client

    client = Client()
    client.force_login(user)
    return SimpleCookie(client.cookies.output(header=""))["sessionid"].value
