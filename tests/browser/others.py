"""Two further browsers, driven by the protocols they speak themselves: WebKitGTK by WebDriver, Firefox by BiDi.

Both take the same W3C actions, so one hand (`drag_in`) works in either.
"""

import json
import os
import subprocess
import tempfile
from contextlib import contextmanager
from itertools import count
from socket import create_connection
from time import monotonic, sleep
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from websockets.sync.client import connect

from config.stack.ports import listen

PATIENCE = 30
SIZE = {"width": 1440, "height": 900}


class WebKit:
    """A window of WebKitGTK, through WebKitWebDriver."""

    def __init__(self, address):
        self.address = f"{address}/session"
        started = self.ask("POST", "", {"capabilities": {"alwaysMatch": {}}})
        self.address += f"/{started['sessionId']}"
        self.ask("POST", "/window/rect", SIZE)

    def ask(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = Request(self.address + path, data, {"Content-Type": "application/json"}, method=method)
        with urlopen(request, timeout=PATIENCE) as answer:
            return json.load(answer)["value"]

    def open(self, url, cookie, value):
        self.ask("POST", "/url", {"url": f"{url}healthz"})
        self.ask("POST", "/cookie", {"cookie": {"name": cookie, "value": value}})
        self.ask("POST", "/url", {"url": f"{url}board/"})

    def read(self, expression):
        """What a JavaScript expression is worth in the page; only what JSON can say."""
        return json.loads(
            self.ask("POST", "/execute/sync", {"script": f"return JSON.stringify({expression})", "args": []})
        )

    def act(self, actions):
        self.ask("POST", "/actions", {"actions": actions})

    def close(self):
        self.ask("DELETE", "")


class Firefox:
    """A tab of Firefox, through WebDriver BiDi."""

    def __init__(self, wire):
        self.wire, self.numbers = wire, count(1)
        self.ask("session.new", capabilities={})
        self.tab = self.ask("browsingContext.getTree")["contexts"][0]["context"]
        self.ask("browsingContext.setViewport", context=self.tab, viewport=SIZE)

    def ask(self, method, **parameters):
        number = next(self.numbers)
        self.wire.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while (answer := json.loads(self.wire.recv(PATIENCE))).get("id") != number:
            pass  # news of the browser that nobody asked for
        assert answer["type"] == "success", answer
        return answer["result"]

    def open(self, url, cookie, value):
        domain = urlsplit(url).hostname
        self.ask(
            "storage.setCookie", cookie={"name": cookie, "domain": domain, "value": {"type": "string", "value": value}}
        )
        self.ask("browsingContext.navigate", context=self.tab, url=f"{url}board/", wait="complete")

    def read(self, expression):
        """What a JavaScript expression is worth in the page; only what JSON can say."""
        target = {"context": self.tab}
        said = self.ask(
            "script.evaluate", expression=f"JSON.stringify({expression})", target=target, awaitPromise=False
        )
        return json.loads(said["result"]["value"])

    def act(self, actions):
        self.ask("input.performActions", context=self.tab, actions=actions)


@contextmanager
def webkit():
    """WebKitGTK draws on a screen, so it gets one in memory."""
    port = free_port()
    with screen() as display, running("WebKitWebDriver", f"--port={port}", DISPLAY=display):
        wait_for(port)
        browser = WebKit(f"http://127.0.0.1:{port}")
        yield browser
        browser.close()


@contextmanager
def firefox():
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="kariz-firefox-") as profile:
        command = ["firefox-esr", "--headless", "--no-remote", "--profile", profile]
        with running(*command, f"--remote-debugging-port={port}"), bidi(port) as wire:
            yield Firefox(wire)


def bidi(port):
    wait_for(port)
    return connect(f"ws://127.0.0.1:{port}/session", max_size=None)


@contextmanager
def screen():
    read, write = os.pipe()
    with running("Xvfb", "-displayfd", str(write), "-screen", "0", "1600x1000x24", pass_fds=[write]):
        yield f":{os.read(read, 16).decode().strip()}"


@contextmanager
def running(*command, pass_fds=(), **environment):
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, env=os.environ | environment, pass_fds=pass_fds, **quiet)
    try:
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE)


def free_port():
    with listen(0) as probe:
        return probe.getsockname()[1]


def wait_for(port):
    until = monotonic() + PATIENCE
    while True:
        try:
            return create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            assert monotonic() < until
            sleep(0.2)


def drag_in(browser, start, *stops):
    """Press the mouse at a point, pull it over the threshold, through the stops, and let go."""
    first, *others = [start, (start[0] + 4, start[1] + 6), *stops]
    moves = [move(*first, 0), {"type": "pointerDown", "button": 0}]
    for stop in others:
        moves += [move(*stop, 200), {"type": "pause", "duration": 100}]
    mouse = {"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}}
    browser.act([mouse | {"actions": [*moves, {"type": "pointerUp", "button": 0}]}])


def move(x, y, milliseconds):
    return {"type": "pointerMove", "x": round(x), "y": round(y), "duration": milliseconds, "origin": "viewport"}
