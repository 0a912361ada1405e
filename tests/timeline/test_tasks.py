"""A real worker, woken by nothing but a commit."""

import os
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection, transaction

from config.stack.services import Service, python
from tests.timeline.conftest import has_reached
from tests.timeline.live_process import wait_for
from timeline import listeners
from timeline.log import record
from timeline.models import Cursor, Event, MailboxMessage, Outgoing
from timeline.outgoing import queue_email

WORKER = python("-m", "celery", "-A", "config.celery", "worker", "--concurrency", "1", "--without-gossip")


@pytest.fixture
def worker(own_valkey, tmp_path):
    address = urlsplit(os.environ["DATABASE_URL"])
    env = os.environ | {
        "DATABASE_URL": urlunsplit(address._replace(path=f"/{connection.settings_dict['NAME']}")),
        "REDIS_URL": own_valkey.url,
        "KARIZ_DATA": str(tmp_path / "data"),
    }
    service = Service("worker", WORKER, env, tmp_path / "worker.log")
    service.start()
    yield service
    service.process.kill()
    service.see_stopped()


@pytest.mark.django_db(transaction=True)
def test_a_commit_wakes_the_worker(cast, worker):
    for key in ("1", "2"):
        say_something(cast, key)
        wait_for(everything_is_done, 120)
    assert MailboxMessage.objects.count() == 2


def say_something(cast, key):
    with transaction.atomic():
        record("person.placed", cast.alice, by=cast.ada)
        queue_email(key=key, to=cast.alice.email, subject="Welcome", text="")


def everything_is_done():
    """Every listener that hurries has read to the end, and no mail waits."""
    last = Event.objects.order_by("transaction", "id").last()
    hurried = [name for name, listener in listeners.registry.items() if not listener.respects_undo]
    cursors = list(Cursor.objects.filter(listener__in=hurried))
    heard = len(cursors) == len(hurried) and all(has_reached(cursor, last) for cursor in cursors)
    return heard and not Outgoing.objects.waiting().exists()
