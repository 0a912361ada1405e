"""Reading the log: in order, once each, whatever fails."""

from datetime import timedelta

import pytest
from django.db import connection, transaction

from timeline.listeners import catch_up, listen, registry, retry_set_aside
from timeline.log import record
from timeline.models import Cursor, Event, SetAside

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = timedelta(0)


@pytest.fixture
def heard(only_mine):
    return []


def place(cast, verb="person.placed", **facts):
    return record(verb, cast.alice, by=cast.ada, **facts)


def test_a_listener_hears_what_it_asked_for_in_order(cast, heard, let_all_read):
    listen("ears", verbs=["deal.", "lead.won"], from_beginning=True)(lambda events: heard.extend(events))
    wanted = [place(cast, "deal.moved"), place(cast, "lead.won"), place(cast, "deal.won")]
    place(cast, "lead.lost")
    let_all_read()
    assert heard == wanted


def test_a_batch_comes_as_one_list(cast, heard, let_all_read):
    listen("ears", batch=3, from_beginning=True)(lambda events: heard.append(len(events)))
    for _ in range(7):
        place(cast)
    let_all_read()
    assert heard == [3, 3, 1]


def test_a_new_listener_starts_at_the_head(cast, heard, let_all_read):
    place(cast)
    wait_until_settled()
    listen("ears")(lambda events: heard.extend(events))
    let_all_read()
    assert heard == []
    late = place(cast)
    let_all_read()
    assert heard == [late]


def test_nothing_written_by_a_running_transaction_is_passed_over(cast, heard, let_all_read):
    """The slow one takes its number first and commits last; both are heard."""
    listen("ears", from_beginning=True)(lambda events: heard.extend(event.subject for event in events))
    slow = connection.copy()
    slow.set_autocommit(False)
    with slow.cursor() as cursor:
        cursor.execute(
            "INSERT INTO timeline_event (verb, subject, about, changes, details, team_path, happened_at, transaction)"
            " VALUES ('deal.moved', 'deal:slow', '{}', '{}', '{}', '', now(), pg_current_xact_id())"
        )
    place(cast)
    catch_up()
    assert heard == []
    slow.commit()
    slow.close()
    let_all_read()
    assert heard == ["deal:slow", f"user:{cast.alice.pk}"]


def test_respecting_undo_means_hearing_late_and_only_what_stands(cast, heard, let_all_read):
    listen("mail", respects_undo=True, from_beginning=True)(lambda events: heard.extend(events))
    undone, kept = place(cast), place(cast)
    place(cast, undoes=undone)
    catch_up()
    assert heard == []
    let_all_read(undo_window=AT_ONCE)
    assert heard == [kept]


def test_a_young_event_is_not_passed_over_for_an_older_one_behind_it(cast, heard, let_all_read):
    """Numbers and times do not rise in step: here the second in reading order began its transaction first."""
    listen("mail", respects_undo=True, from_beginning=True)(lambda events: heard.extend(events))
    young = place(cast)
    early = Event(verb="deal.moved", subject="deal:1", happened_at=young.happened_at - timedelta(minutes=1))
    early.save()
    wait_until_settled()
    catch_up()
    assert heard == []
    let_all_read(undo_window=AT_ONCE)
    assert heard == [young, early]


def test_one_bad_event_is_set_aside_and_the_rest_go_on(cast, heard, let_all_read):
    def handle(events):
        for event in events:
            if event.verb == "deal.broken":
                raise ValueError("no such stage")
            heard.append(event.verb)

    listen("ears", batch=3, from_beginning=True)(handle)
    for verb in ["deal.a", "deal.broken", "deal.b", "deal.c"]:
        place(cast, verb)
    let_all_read()
    assert heard == ["deal.a", "deal.a", "deal.b", "deal.c"]  # the first try of the batch was rolled back
    failure = SetAside.objects.get()
    assert (failure.listener, failure.event.verb, failure.tries, failure.parked) == ("ears", "deal.broken", 1, False)
    assert "ValueError: no such stage" in failure.error


def test_a_failing_handler_leaves_no_half_effects(cast, only_mine, let_all_read):
    def handle(events):
        cast.bob.__class__.objects.filter(pk=cast.bob.pk).update(name="Half done")
        raise ValueError

    listen("ears", from_beginning=True)(handle)
    place(cast)
    let_all_read()
    cast.bob.refresh_from_db()
    assert cast.bob.name == "Bob Baker"


def test_what_was_set_aside_is_tried_again_with_growing_pauses_and_parked_after_five(cast, only_mine, let_all_read):
    @listen("ears", from_beginning=True)
    def handle(events):
        raise ValueError

    place(cast)
    let_all_read()
    pauses = []
    while not SetAside.objects.get().parked:
        pauses.append(pause_of(SetAside.objects.get()))
        SetAside.objects.update(retry_at=Event.objects.get().happened_at)
        retry_set_aside(registry_of(only_mine))
    assert pauses == [5, 25, 125, 625]
    assert SetAside.objects.get().tries == 5
    SetAside.objects.update(retry_at=Event.objects.get().happened_at)
    retry_set_aside(registry_of(only_mine))
    assert SetAside.objects.get().tries == 5


def test_what_was_set_aside_goes_once_it_works(cast, heard, let_all_read):
    broken = [True]

    @listen("ears", from_beginning=True)
    def handle(events):
        if broken:
            raise ValueError
        heard.extend(events)

    event = place(cast)
    let_all_read()
    broken.clear()
    SetAside.objects.update(retry_at=event.happened_at)
    catch_up()
    assert heard == [event]
    assert SetAside.objects.count() == 0


def test_a_listener_being_read_by_somebody_else_is_left_alone(cast, heard, let_all_read):
    listen("ears", from_beginning=True)(lambda events: heard.extend(events))
    let_all_read()
    place(cast)
    wait_until_settled()
    other = connection.copy()
    other.set_autocommit(False)
    with other.cursor() as cursor:
        cursor.execute("SELECT 1 FROM timeline_cursor WHERE listener = 'ears' FOR UPDATE")
        catch_up()
        assert heard == []
    other.rollback()
    other.close()
    let_all_read()
    assert len(heard) == 1


def test_the_position_moves_past_events_nobody_wants(cast, heard, let_all_read):
    listen("ears", verbs=["deal."], from_beginning=True)(lambda events: heard.extend(events))
    event = place(cast)
    let_all_read()
    assert heard == []
    assert Cursor.objects.get().event_id == event.pk


def test_every_real_listener_has_a_name_of_its_own():
    assert all(name == listener.name for name, listener in registry.items())


def registry_of(only_mine):
    return only_mine["ears"]


def pause_of(failure):
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        return round((failure.retry_at - cursor.fetchone()[0]).total_seconds())


def wait_until_settled():
    """Until every event so far is older than every running transaction."""
    while Event.objects.count() != Event.objects.settled().count():
        with transaction.atomic():
            pass
