"""A real live process, and pages that listen to it."""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[2]


@contextlib.contextmanager
def live_process(redis_url, secret, base_url="http://127.0.0.1:8000", **options):
    """Run the live service on a free port, or the one that is listened to already; yields its port and process."""
    listening = options.get("listening") or listen()
    process = subprocess.Popen(
        [sys.executable, "-m", "uvicorn", "timeline.live.server:app", "--fd", str(listening.fileno())],
        cwd=ROOT,
        env=os.environ | {"REDIS_URL": redis_url, "SECRET_KEY": secret, "BASE_URL": base_url},
        pass_fds=(listening.fileno(),),
        stdout=options.get("log", subprocess.DEVNULL),
        stderr=subprocess.STDOUT,
    )
    port = listening.getsockname()[1]
    listening.close()
    try:
        yield SimpleNamespace(port=port, process=process)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()


def listen():
    """A socket on a free port of its own."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen(2048)
    return listening


class Page:
    """An open stream, read event by event."""

    def __init__(self, port, token, last="", headers=None, seconds=10):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=seconds)
        headers = (headers or {}) | ({"Last-Event-ID": last} if last else {})
        self.connection.request("GET", f"/live/?{urlencode({'token': token})}", headers=headers)
        self.response = self.connection.getresponse()
        self.last = last

    def hears(self):
        """The next event as (kind, data), heartbeats left out; None when the stream has ended."""
        kind, data = "", None
        while line := self.response.readline().decode():
            field, _colon, value = line.rstrip("\r\n").partition(": ")
            match field:
                case "id":
                    self.last = value
                case "event":
                    kind = value
                case "data":
                    data = json.loads(value)
                case "" if kind:
                    return kind, data
        return None

    def hears_until(self, kind):
        """All events up to one of this kind."""
        events = []
        while event := self.hears():
            events.append(event)
            if event[0] == kind:
                return events
        raise AssertionError(f"The stream ended before “{kind}”: {events}")

    def has_ended(self):
        return self.hears() is None

    def close(self):
        self.response.close()
        self.connection.close()


def wait_for(condition, seconds=10):
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "It did not come about in time."
        time.sleep(0.02)
