"""A restored log is read on from where each listener stood, in a cluster that counts from the start."""

import pytest
from django.core.management import call_command
from django.db import connection

from timeline.listeners import listen
from timeline.log import erasing, record
from timeline.models import Cursor, Event
from timeline.rebase import is_foreign, rebase

pytestmark = pytest.mark.django_db(transaction=True)
FAR = 10**15


@pytest.fixture
def heard(only_mine):
    heard = {"first": [], "second": [], "late": []}
    for name in ("first", "second"):
        listen(name)(lambda events, name=name: heard[name].extend(event.verb for event in events))
    return heard


@pytest.fixture
def restored(cast, heard):
    """Five events of another cluster, committed in an order that is not that of their ids. The first listener has read
    two of them, the second four.

        read in this order:   b  a | d  c | e
        first listener             ^
        second listener                   ^
    """
    for verb in "abcde":
        record(verb, cast.north, by=cast.ada)
    events = {event.verb: event for event in Event.objects.all()}
    with erasing():
        for place, verb in enumerate("badce"):
            Event.objects.filter(verb=verb).update(transaction=FAR + place)
    for name, verb in (("first", "a"), ("second", "c")):
        place = FAR + "badce".index(verb)
        Cursor.objects.create(listener=name, transaction=place, event_id=events[verb].pk)


def test_nothing_is_skipped_and_nothing_read_twice(cast, heard, restored, let_all_read):
    assert is_foreign()
    assert rebase() == 5
    assert not is_foreign()
    record("f", cast.north, by=cast.ada)
    let_all_read()
    assert {name: sorted(heard[name]) for name in ("first", "second")} == {"first": list("cdef"), "second": list("ef")}


def test_what_was_written_before_it_ran_is_heard_too(cast, heard, restored, let_all_read):
    record("f", cast.north, by=cast.ada)
    rebase()
    let_all_read()
    assert (sorted(heard["first"]), sorted(heard["second"])) == (list("cdef"), list("ef"))


def test_a_listener_at_the_head_stays_there(cast, heard, restored, let_all_read):
    Cursor.objects.update(transaction=FAR + 100, event_id=0)
    rebase()
    record("f", cast.north, by=cast.ada)
    let_all_read()
    assert heard == {"first": ["f"], "second": ["f"], "late": []}


def test_a_new_listener_may_still_begin_at_the_beginning(cast, heard, restored, let_all_read):
    rebase()
    listen("late", from_beginning=True)(lambda events: heard["late"].extend(event.verb for event in events))
    let_all_read()
    assert sorted(heard["late"]) == list("abcde")


def test_the_command_leaves_a_log_of_this_cluster_alone(cast, capsys):
    event = record("a", cast.north, by=cast.ada)
    number = Event.objects.get().transaction
    call_command("rebase_log")
    event.refresh_from_db()
    assert event.transaction == number
    assert capsys.readouterr().out == "The log’s numbers fit this server.\n"


def test_the_command_says_when_it_is_needed(restored, capsys):
    with pytest.raises(SystemExit):
        call_command("rebase_log", check=True)
    call_command("rebase_log")
    assert capsys.readouterr().out.splitlines()[-1] == "5 events numbered anew."
    assert not is_foreign()


def test_the_guard_is_up_again_afterwards(restored):
    rebase()
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('kariz.erasing', true)")
        assert cursor.fetchone()[0] != "on"
