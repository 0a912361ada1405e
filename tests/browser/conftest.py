"""A real browser on the real stack: pages, live process, PostgreSQL, Valkey. A word on the console fails the test."""

import os
import threading
from http.client import HTTPConnection

import pytest
from django.conf import settings as conf
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse
from playwright.sync_api import expect, sync_playwright

from tests.timeline.live_process import live_process

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
expect.set_options(timeout=15_000)  # a busy machine is slow, not wrong
DESK = {"viewport": {"width": 1440, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.fixture(scope="session")
def chromium():
    # Playwright's loop runs in this thread, and Django would take that for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def live_service(live_server):
    with live_process(conf.REDIS_URL, conf.SECRET_KEY, base_url=live_server.url) as service:
        yield service


@pytest.fixture(scope="session")
def visitors(live_server):
    return Visitors(live_server)


@pytest.fixture
def house(live_server, live_service, settings):
    """The address of the pages; they know where the live process is."""
    live = f"http://127.0.0.1:{live_service.port}"
    settings.LIVE_URL = f"{live}/live/"
    settings.SECURE_CSP = settings.SECURE_CSP | {"connect-src": ["'self'", live]}
    return live_server.url


@pytest.fixture
def open_page(chromium, house, visitors):
    """`open_page(cast.alice, path)` opens a browser of its own for a person, or for a stranger (None).

    What it grumbles about fails the test.
    """
    contexts, grumbles = [], []

    def open_one(person, path=None, *, expecting=(), **options):
        context = chromium.new_context(**(DESK | options))
        contexts.append(context)
        if person:
            context.add_cookies([{"name": conf.SESSION_COOKIE_NAME, "value": session_of(person), "url": house}])
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("pageerror", lambda error: grumbles.append(str(error)))
        page.on("console", lambda message: listen(message, grumbles, expecting))
        press_no_key_early(page)
        page.goto(house + (path or reverse("pipeline:board")))
        return page

    yield open_one
    for context in contexts:
        context.close()
    visitors.wait_until_gone()
    assert grumbles == []


class Visitors:
    """Who is at the server: a test ends only when nobody is, for its tables are emptied next.

    A page may still be asking for its panels when it is closed; what answers it then holds rows of these tables.
    """

    def __init__(self, live_server):
        self.server = live_server.thread.httpd
        self.count, self.changed = 0, threading.Condition()
        self.let_in, self.see_off = self.server.process_request, self.server.close_request
        self.server.process_request, self.server.close_request = self.come, self.go

    def come(self, request, address):
        self.add(1)
        self.let_in(request, address)

    def go(self, request):
        self.see_off(request)
        self.add(-1)

    def add(self, number):
        with self.changed:
            self.count += number
            self.changed.notify_all()

    def wait_until_gone(self):
        """The server lets people in one by one, in their order: who came before this one is counted."""
        last = HTTPConnection(*self.server.server_address[:2], timeout=60)
        last.request("GET", "/static/css/tokens.css", headers={"Connection": "close"})
        last.getresponse().read()
        last.close()
        with self.changed:
            assert self.changed.wait_for(lambda: self.count == 0, timeout=60), f"{self.count} are still there."


def press_no_key_early(page):
    """A key waits for the scripts of the page it is meant for: text may be seen milliseconds before they run."""
    press = page.keyboard.press

    def press_later(key, **options):
        page.wait_for_load_state("domcontentloaded")
        press(key, **options)

    page.keyboard.press = press_later


def listen(message, grumbles, expecting):
    if message.type in ("error", "warning") and not any(word in message.text for word in expecting):
        grumbles.append(message.text)


def session_of(person):
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = conf.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return session.session_key
