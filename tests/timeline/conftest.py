import signal
import time

import pytest

from config.stack.valkey import Valkey
from timeline import listeners, wire
from timeline.live import publish
from timeline.models import Cursor, Event


@pytest.fixture(autouse=True)
def fresh_line():
    """Each test starts with an unbroken line to Valkey."""
    wire.breaker.closed_from = 0.0
    publish.missed.clear()


@pytest.fixture
def own_valkey(tmp_path, settings):
    """A Valkey of this test alone, which may be frozen and killed."""
    server = Valkey(tmp_path / "valkey", log=tmp_path / "valkey.log", password="tests", durable=False)
    server.start()
    settings.REDIS_URL = settings.CELERY_BROKER_URL = server.url
    forget_connections()
    yield server
    server.process.send_signal(signal.SIGCONT)
    server.stop()
    forget_connections()


def forget_connections():
    wire.valkey.cache_clear()
    wire.broker.cache_clear()
    wire.breaker.closed_from = 0.0


@pytest.fixture
def only_mine(monkeypatch):
    """An empty registry of listeners, so that a test hears its own and no others."""
    monkeypatch.setattr(listeners, "registry", {})
    return listeners.registry


@pytest.fixture
def let_all_read():
    """Let listeners read to the end of the log; transactions of other databases of the server may hold them back."""

    def read(**options):
        last = Event.objects.order_by("transaction", "id").last()
        until = time.monotonic() + 20
        while time.monotonic() < until:
            listeners.catch_up(**options)
            if all(has_reached(cursor, last) for cursor in Cursor.objects.filter(listener__in=listeners.registry)):
                return
        raise AssertionError("The listeners did not reach the end of the log within 20 s.")

    return read


def has_reached(cursor, event):
    return event is None or (cursor.transaction, cursor.event_id) >= (event.transaction, event.pk)
