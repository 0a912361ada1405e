"""Calls to servers somebody named: public and pinned, or not at all."""

import socket
import time

import pytest

from kit import outside
from kit.outside import NotAllowed, addresses_of, check, place_of, post

INSIDE = [
    "https://127.0.0.1/",
    "https://127.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0177.0.0.1/",
    "https://0/",
    "https://10.1.2.3/",
    "https://172.16.0.1/",
    "https://192.168.1.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://100.64.0.1/",
    "https://192.0.0.1/",
    "https://198.18.0.1/",
    "https://203.0.113.7/",
    "https://224.0.0.1/",
    "https://240.0.0.1/",
    "https://255.255.255.255/",
    "https://localhost/",
    "https://[::1]/",
    "https://[::]/",
    "https://[fe80::1]/",
    "https://[fc00::1]/",
    "https://[fec0::1]/",
    "https://[ff02::1]/",
    "https://[2001:db8::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:a9fe:a9fe]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[64:ff9b::169.254.169.254]/",
    "https://[2002:7f00:1::]/",
    "https://[2002:a9fe:a9fe::1]/",
]
NO_ADDRESS = [
    "http://example.com/",
    "ftp://example.com/",
    "file:///etc/passwd",
    "gopher://example.com/",
    "https://",
    "https:///path",
    "https://user:word@example.com/",
    "https://example.com@127.0.0.1/",
    "https://example.com:port/",
    "https://exa mple.com/",
    "https://example.com/\r\nX: y",
    "//example.com/",
    "example.com",
    "",
    "https://[::1",
]


@pytest.mark.parametrize("url", INSIDE)
def test_nobody_inside_is_called(url):
    with pytest.raises(NotAllowed):
        addresses_of(place_of(url))


@pytest.mark.parametrize("url", NO_ADDRESS)
def test_what_is_no_https_address_is_refused(url):
    with pytest.raises(NotAllowed):
        check(url)


@pytest.mark.parametrize("url", ["https://127.0.0.1/", "https://[::ffff:10.0.0.1]/x"])
def test_an_address_inside_is_seen_without_asking_its_name(url):
    with pytest.raises(NotAllowed):
        check(url)


@pytest.mark.parametrize("url", ["https://example.com/hook?a=1", "https://8.8.8.8/", "https://[2606:4700::1111]/"])
def test_public_addresses_pass(url):
    check(url)


def test_a_name_that_also_points_inside_is_not_called(monkeypatch):
    both = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443)) for address in ("8.8.8.8", "127.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: both)
    with pytest.raises(NotAllowed):
        post("https://rebinding.example/", b"")


def test_the_address_that_was_checked_is_the_one_that_is_called(monkeypatch, listener):
    """A name that turns to this machine after the check: its second answer is never asked for."""
    answers = iter([[(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("192.0.2.1", 443))]])
    monkeypatch.setattr(outside, "is_public", lambda _address: True)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: next(answers))
    called = []
    monkeypatch.setattr(socket, "create_connection", lambda address, *_more: called.append(address) or refuse())
    with pytest.raises(ConnectionRefusedError):
        post("https://rebinding.example/", b"")
    assert called == [("192.0.2.1", 443)]
    assert listener.heard == []


def refuse():
    raise ConnectionRefusedError


def test_a_receiver_of_ones_own_network_may_be_named(listener):
    answer = post(f"{listener.url}/hook?a=1", b"hello", {"X-Word": "x"})
    (path, headers, body) = listener.heard[0]
    assert (answer.status, answer.is_good, answer.body) == (201, True, b"ok")
    assert (path, headers["X-Word"], headers["Host"], body) == ("/hook?a=1", "x", listener.place, b"hello")


def test_nobody_inside_hears_of_it_unless_named(listener, settings):
    settings.PRIVATE_RECEIVERS = []
    for url in (listener.url, listener.url.replace("http", "https"), f"https://localhost:{listener.server_port}/"):
        with pytest.raises(NotAllowed):
            post(url, b"hello")
    assert listener.heard == []


def test_a_redirect_is_an_answer(listener):
    listener.status, listener.headers = 302, {"Location": f"{listener.url}/elsewhere"}
    assert post(listener.url, b"").status == 302
    assert [path for path, *_rest in listener.heard] == ["/"]


def test_who_drips_is_cut_off(listener):
    listener.drip = 200
    begun = time.monotonic()
    try:
        answer = post(listener.url, b"", seconds=0.5)
    except (OSError, outside.http.client.HTTPException):
        answer = None
    assert time.monotonic() - begun < 3
    assert answer is None or len(answer.body) < 200
