import uuid

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from timeline.log import AlreadyUndone, erase, erasing, record, write
from timeline.models import Event, Outgoing, SetAside
from timeline.outgoing import queue_email

pytestmark = pytest.mark.django_db


def test_an_event_tells_who_did_what_and_who_may_know(cast):
    event = record(
        "person.placed",
        cast.alice,
        by=cast.ada,
        about=[cast.north, None],
        changes={"role": ["rep", "manager"]},
        owner=cast.alice,
    )
    event.refresh_from_db()
    assert event.about == [f"user:{cast.alice.pk}", f"team:{cast.north.pk}"]
    assert (event.subject, event.actor, event.team_path) == (f"user:{cast.alice.pk}", cast.ada, cast.north.path)
    assert event.changes == {"role": ["rep", "manager"]}
    assert event.transaction > 0
    assert event.happened_at


def test_a_new_event_knows_its_number_and_time_without_another_query(cast, django_assert_num_queries):
    with django_assert_num_queries(1):
        event = record("person.placed", cast.alice, by=cast.ada)
        assert event.pk
        assert event.happened_at.tzinfo


def test_one_operation_is_written_once(cast):
    operation = uuid.uuid4()
    record("person.placed", cast.alice, by=cast.ada, operation=operation)
    with pytest.raises(IntegrityError), transaction.atomic():
        record("person.placed", cast.alice, by=cast.ada, operation=operation)


def test_undoing_marks_both_events(cast):
    event = record("person.placed", cast.alice, by=cast.ada)
    undoing = record("person.placed", cast.alice, by=cast.ada, undoes=event)
    assert event.undone_by == undoing
    event.refresh_from_db()
    assert (event.undone_by, event.stands, undoing.stands) == (undoing, False, False)
    assert list(Event.objects.standing()) == []


def test_nothing_is_undone_twice(cast):
    event = record("person.placed", cast.alice, by=cast.ada)
    record("person.placed", cast.alice, by=cast.ada, undoes=event)
    with pytest.raises(AlreadyUndone), transaction.atomic():
        record("person.placed", cast.alice, by=cast.bob, undoes=event)


def test_many_events_are_written_in_one_go(cast, django_assert_max_num_queries):
    with django_assert_max_num_queries(5):
        write(
            [Event(verb="deal.imported", subject=f"deal:{n}", about=[f"deal:{n}"], actor=cast.ada) for n in range(500)]
        )
    assert Event.objects.count() == 500


REFUSED = {
    "delete": "DELETE FROM timeline_event",
    "verb": "UPDATE timeline_event SET verb = 'deal.won'",
    "time": "UPDATE timeline_event SET happened_at = now() - interval '1 day'",
    "number": "UPDATE timeline_event SET transaction = '1'",
    "actor": "UPDATE timeline_event SET actor_id = NULL",
    "details": "UPDATE timeline_event SET details = '{\"amount\": 1}'",
    "undoing": "UPDATE timeline_event SET undoes_id = id",
}


@pytest.mark.parametrize("statement", REFUSED.values(), ids=REFUSED)
def test_the_database_refuses_to_rewrite_the_past(cast, statement):
    record("person.placed", cast.alice, by=cast.ada)
    with pytest.raises(DatabaseError, match="log only grows"), transaction.atomic():
        run(statement)
    assert Event.objects.get().verb == "person.placed"


def test_the_mark_of_an_undoing_is_set_once(cast):
    first, second = (record("person.placed", cast.alice, by=cast.ada) for _ in range(2))
    run("UPDATE timeline_event SET undone_by_id = %s WHERE id = %s", [second.pk, first.pk])
    run("UPDATE timeline_event SET undone_by_id = %s WHERE id = %s", [second.pk, first.pk])
    for other in (None, first.pk):
        with pytest.raises(DatabaseError, match="undone already"), transaction.atomic():
            run("UPDATE timeline_event SET undone_by_id = %s WHERE id = %s", [other, first.pk])


def test_only_erasing_removes_events(cast):
    record("person.placed", cast.alice, by=cast.ada)
    with erasing():
        Event.objects.all().delete()
    assert Event.objects.count() == 0
    record("person.placed", cast.alice, by=cast.ada)
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.all().delete()


def test_erasing_takes_what_hangs_on_the_events_and_leaves_the_rest(cast):
    doomed, kept = record("deal.moved", cast.north, by=cast.ada), record("deal.moved", cast.south, by=cast.ada)
    undoing = record("deal.undone", cast.north, by=cast.ada, undoes=doomed)
    record("deal.undone", cast.south, by=cast.ada, undoes=kept)
    SetAside.objects.create(listener="ears", event=doomed)
    queue_email(key="1", to="a@b.example", subject="", text="", event=doomed)
    assert erase(Event.objects.filter(subject=doomed.subject)) == 2
    assert set(Event.objects.values_list("subject", flat=True)) == {kept.subject}
    assert (SetAside.objects.count(), Outgoing.objects.count(), undoing.undoes) == (0, 0, doomed)


def test_a_failed_erasing_leaves_the_guard_up(cast):
    record("person.placed", cast.alice, by=cast.ada)
    with pytest.raises(ZeroDivisionError), erasing():
        raise ZeroDivisionError
    with pytest.raises(DatabaseError), transaction.atomic():
        run("DELETE FROM timeline_event")


def run(statement, parameters=None):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
