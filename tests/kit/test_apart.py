"""Paper drawn apart: whole, within limits, and without asking anybody for anything."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader

from kit.apart import CannotDraw, draw_apart, room

NESTED = "<div>" * 400 + "in the middle" + "</div>" * 400
SLOW = "".join(f"<div style='float: left'><table><tr><td>{n}</table></div>" for n in range(200_000))


@pytest.fixture
def asked():
    """A server on this machine, and what it was asked for."""
    requests = []

    class Asked(BaseHTTPRequestHandler):
        def do_GET(self):
            requests.append(self.path)
            self.send_error(404)

    server = HTTPServer(("127.0.0.1", 0), Asked)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port, requests
    server.shutdown()
    thread.join()
    server.server_close()


def text_of(content):
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def test_a_page_is_drawn_and_its_pages_are_told():
    told = []
    content, pages = draw_apart("<p>One</p><p style='break-before: page'>Two</p>", tell=told.append)
    assert (pages, told, text_of(content).split()) == (2, [1, 2], ["One", "Two"])


def test_nothing_is_fetched_from_anywhere(asked):
    port, requests = asked
    home = f"http://127.0.0.1:{port}"
    html = f"""<link rel="stylesheet" href="{home}/a.css">
    <style>@import "{home}/b.css"; p {{ background: url({home}/c) }}</style><p>Clean
    <img src="{home}/d.png"><img src="file:///etc/passwd"><iframe src="{home}/e"></iframe>
    <object data="{home}/f.svg"></object><svg><image href="{home}/g.png"/></svg>"""
    content, _pages = draw_apart(html)
    assert (requests, text_of(content).strip()) == ([], "Clean")


def test_a_given_picture_is_shown():
    picture = BytesIO()
    Image.new("RGB", (8, 8), "red").save(picture, "PNG")
    content, _pages = draw_apart("<img src='given/logo'>", {"logo": ("image/png", picture.getvalue())})
    assert b"/Image" in content


def test_boxes_in_boxes_are_refused_in_words():
    with pytest.raises(CannotDraw, match="nested too deeply"):
        draw_apart(NESTED)


def test_what_takes_too_long_is_ended_and_the_next_is_drawn():
    with pytest.raises(CannotDraw, match="longer than 20 seconds"):
        draw_apart(SLOW, seconds=1)
    assert draw_apart("<p>Next")[1] == 1


def test_what_takes_too_much_memory_is_ended_and_the_next_is_drawn():
    with pytest.raises(CannotDraw, match="too large"):
        draw_apart(SLOW, megabytes=20)
    assert draw_apart("<p>Next")[1] == 1


def test_a_room_that_died_is_opened_anew():
    draw_apart("<p>First")
    room.process.kill()
    room.process.wait()
    assert draw_apart("<p>Second")[1] == 1


def test_the_room_has_no_keys(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "a secret")
    room.close()
    draw_apart("<p>First")
    with open(f"/proc/{room.process.pid}/environ") as kept:
        assert "a secret" not in kept.read()
