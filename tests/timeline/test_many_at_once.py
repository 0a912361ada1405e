"""Twelve write, three listen and keep dying before they commit: every event is heard once, in order."""

import random
import threading
import time

import pytest
from django.db import DatabaseError, InterfaceError, connection, transaction

from timeline.listeners import listen, read_on
from timeline.log import record
from timeline.models import Cursor, Event

pytestmark = pytest.mark.django_db(transaction=True)
WRITING_SECONDS = 3
LONGEST_SECONDS = 25


@pytest.fixture
def heard():
    """A table of effects that would show what is handled twice, never, or out of order."""
    run("CREATE TABLE heard (place bigint GENERATED ALWAYS AS IDENTITY, event bigint, transaction xid8)")
    yield lambda: run("SELECT event, transaction::text::bigint FROM heard ORDER BY place")
    run("DROP TABLE heard")


def test_every_event_is_heard_once_and_in_order(cast, only_mine, heard):
    listen("ears", batch=20, from_beginning=True)(note)
    written, deaths, stop = [], [], threading.Event()
    crowd = [threading.Thread(target=keep_writing, args=(cast, written)) for _ in range(12)]
    crowd += [threading.Thread(target=keep_listening, args=(only_mine["ears"], deaths, stop)) for _ in range(3)]
    for person in crowd:
        person.start()
    for writer in crowd[:12]:
        writer.join()
    wait_until_all_is_heard()
    stop.set()
    for listener in crowd[12:]:
        listener.join()
    effects = heard()
    assert sorted(event for event, _transaction in effects) == sorted(Event.objects.values_list("pk", flat=True))
    assert [event for event, _transaction in effects] == [
        event for event, _transaction in sorted(effects, key=lambda effect: (effect[1], effect[0]))
    ]
    assert len(written) == len(effects) > 100
    assert len(deaths) > 3


def note(events):
    run("INSERT INTO heard (event, transaction) SELECT id, transaction FROM timeline_event WHERE id = ANY(%s)"
        " ORDER BY transaction, id", [[event.pk for event in events]])  # fmt: skip


def keep_writing(cast, written):
    """Transactions of one to three events, some slow, a quarter of them rolled back."""
    dice, until = random.Random(threading.get_ident()), time.monotonic() + WRITING_SECONDS
    while time.monotonic() < until:
        with transaction.atomic():
            events = [record("deal.moved", cast.north, by=cast.ada) for _ in range(dice.randint(1, 3))]
            time.sleep(dice.choice([0, 0, 0.01, 0.1]))
            regretted = dice.random() < 0.25
            transaction.set_rollback(regretted)
        written += [] if regretted else [event.pk for event in events]
    connection.close()


def keep_listening(listener, deaths, stop):
    """Reads on; three times in ten its connection is cut after the work is done and before it is committed."""
    dice = random.Random(threading.get_ident())
    while not stop.is_set():
        try:
            with transaction.atomic(durable=True):
                more = read_on(listener)
                if more and dice.random() < 0.3:
                    deaths.append(1)
                    connection.connection.close()
        except (DatabaseError, InterfaceError):
            connection.close()
            more = True
        if not more:
            time.sleep(0.01)
    connection.close()


def wait_until_all_is_heard():
    last = Event.objects.order_by("transaction", "id").last()
    until = time.monotonic() + LONGEST_SECONDS
    while time.monotonic() < until:
        cursor = Cursor.objects.first()
        if cursor and (cursor.transaction, cursor.event_id) == (last.transaction, last.pk):
            return
        time.sleep(0.05)
    raise AssertionError("The listeners did not reach the end of the log.")


def run(statement, parameters=None):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else None
