"""The one way by which this house calls a server somebody named: a public address, pinned, briefly, and never led on.

The name is resolved once and the connection goes to that very address (with the name in TLS and in Host), so nobody
can show one address to the check and another to the call. Redirects are answers, not followed. Receivers inside one's
own network are named in PRIVATE_RECEIVERS as “host:port”; only those may be private, or plain http.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

SECONDS = 5
MOST_BYTES = 64 * 1024
NAT64 = ipaddress.ip_network("64:ff9b::/96")


class NotAllowed(ValueError):
    """This address is not one the house calls."""


@dataclass(frozen=True)
class Answer:
    """What the other side said, at most MOST_BYTES of it."""

    status: int
    headers: dict
    body: bytes

    @property
    def is_good(self):
        return 200 <= self.status < 300


def post(url, body, headers=None, *, seconds=SECONDS):
    """Post `body` (bytes) to a public https address and return the Answer.

    Raises NotAllowed where the address may not be called, OSError or http.client.HTTPException where nobody answers.
    """
    place = place_of(url)
    with connected(place, seconds) as connection:
        connection.request("POST", place.path, body=body, headers={"Host": place.host_line} | (headers or {}))
        answer = connection.getresponse()
        return Answer(answer.status, dict(answer.getheaders()), answer.read(MOST_BYTES))


def check(url):
    """Refuse, as post would, an address that may not be called, as far as it can be told without asking its name."""
    place = place_of(url)
    try:
        literal = ipaddress.ip_address(place.host)
    except ValueError:
        return
    if not place.is_named and not is_public(literal):
        raise NotAllowed(f"{place.host} is not a public address.")


@dataclass(frozen=True)
class Place:
    """Where to call: the parts of a URL, and whether it was named as a receiver of our own network."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def is_named(self):
        return f"{self.host}:{self.port}" in settings.PRIVATE_RECEIVERS

    @property
    def host_line(self):
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == USUAL[self.scheme] else f"{host}:{self.port}"


USUAL = {"https": 443, "http": 80}


def place_of(url):
    """The Place of a URL; NotAllowed where it is no address of a server, or not https."""
    try:
        parts = urlsplit(url)
        scheme, host, port = parts.scheme, parts.hostname, parts.port
    except ValueError as error:
        raise NotAllowed("This is not an address.") from error
    if scheme not in USUAL or not host or "@" in parts.netloc or any(letter <= " " for letter in url):
        raise NotAllowed("This is not the address of a server.")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    place = Place(scheme, host, port or USUAL[scheme], path)
    if scheme != "https" and not place.is_named:
        raise NotAllowed("Only https addresses are called.")
    return place


@contextmanager
def connected(place, seconds, address=None):
    """A connection to the address the name has now, cut when the seconds are over, however slow the other side is."""
    connection = Pinned(place, address or addresses_of(place)[0], seconds)
    cut = threading.Timer(seconds, connection.cut)
    cut.start()
    try:
        connection.connect()
        yield connection
    finally:
        cut.cancel()
        connection.close()


def addresses_of(place):
    """What the name stands for, every one of them public: a name that also points inside is not called at all."""
    found = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)
    addresses = [ipaddress.ip_address(entry[4][0].partition("%")[0]) for entry in found]
    if not place.is_named and not all(is_public(address) for address in addresses):
        raise NotAllowed(f"{place.host} is not a public address.")
    return addresses


def is_public(address):
    """Whether an address belongs to the whole world, also where it wraps another one."""
    if address.version == 6:
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        inner = inner or (ipaddress.ip_address(int(address) & 0xFFFFFFFF) if address in NAT64 else None)
        if inner:
            return is_public(inner)
    is_old_inside = address.version == 6 and address.is_site_local  # is_global calls it public
    return address.is_global and not (address.is_multicast or address.is_reserved or is_old_inside)


class Pinned(http.client.HTTPConnection):
    """A connection to one address, whatever its name says meanwhile."""

    def __init__(self, place, address, seconds):
        super().__init__(place.host, place.port, timeout=seconds)
        self.place, self.address, self.line = place, address, None

    def connect(self):
        self.line = self.sock = socket.create_connection((str(self.address), self.port), self.timeout)
        if self.place.scheme == "https":
            secure = ssl.create_default_context()
            self.line = self.sock = secure.wrap_socket(
                self.sock, server_hostname=self.host, do_handshake_on_connect=False
            )
            self.sock.do_handshake()

    def cut(self):
        """End the call from another thread: whoever reads is told at once."""
        with suppress(OSError, AttributeError):  # no line yet
            self.line.shutdown(socket.SHUT_RDWR)
