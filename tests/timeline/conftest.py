import time

import pytest

from timeline import listeners, wire
from timeline.models import Cursor, Event


@pytest.fixture(autouse=True)
def fresh_line():
    """Each test starts with an unbroken line to Valkey."""
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
