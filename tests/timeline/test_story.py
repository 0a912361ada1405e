"""The story of a record: the newest at a constant cost, filters, pages, what is pinned."""

import pytest
from django.db import connection

from pipeline.actions.notes import log_call, note_on_deal
from timeline.entries import Place
from timeline.log import record
from timeline.models import Event, Told, subject_key
from timeline.queries import timeline_of
from timeline.sentences import parts, verbs_under
from timeline.strands import NEWEST, newest

pytestmark = pytest.mark.django_db


@pytest.fixture
def deal(cast, board, make_deal):
    return make_deal(cast.alice, board.demo)


def test_each_event_stands_on_the_timelines_of_what_it_is_about(deal):
    event = Event.objects.get(verb="deal.created")
    records = Told.objects.filter(event_id=event.pk).values_list("record", flat=True)
    assert sorted(records) == sorted(set(event.about))


def test_an_undoing_stands_on_none(cast, deal):
    event = record("deal.moved", deal, by=cast.alice, details={"from": "a", "to": "b", "odds": [1, 2]})
    undoing = record("deal.undone", deal, by=cast.alice, undoes=event)
    assert Told.objects.filter(event_id=undoing.pk).exists() is False


def test_filters_show_what_belongs_to_them(cast, deal):
    note_on_deal(deal, text="A note", by=cast.alice)
    log_call(deal, text="A call", by=cast.alice)
    found = {kind: [entry.verb for entry in timeline_of(deal, cast.alice, kind=kind)] for kind in KINDS}
    assert found == {
        "": ["deal.call", "deal.noted", "deal.created"],
        "notes": ["deal.noted"],
        "calls": ["deal.call"],
        "meetings": [],
        "changes": ["deal.created"],
    }


KINDS = ["", "notes", "calls", "meetings", "changes"]


def test_older_pages_go_on_where_one_stopped(cast, deal):
    for number in range(7):
        note_on_deal(deal, text=str(number), by=cast.alice)
    first = timeline_of(deal, cast.alice, limit=3)
    second = timeline_of(deal, cast.alice, limit=3, before=Place.read(first[-1].place))
    assert [entry.note for entry in [*first, *second]] == ["6", "5", "4", "3", "2", "1"]


def test_the_page_offers_what_is_older(cast, deal, as_user):
    for number in range(35):
        note_on_deal(deal, text=f"Note {number}.", by=cast.alice)
    page = as_user(cast.alice).get(f"/deals/{deal.pk}/")
    older = as_user(cast.alice).get(f"/deals/{deal.pk}/", {"before": page.context["older"]})
    assert [len(page.context["entries"]), len(older.context["entries"]), older.context["older"]] == [30, 6, ""]
    assert as_user(cast.alice).get(f"/deals/{deal.pk}/", {"before": "x-y", "kind": "no"}).status_code == 200


@pytest.mark.parametrize("token", ["", "x", "1-", "-1", "1-x", "9" * 40 + "-1", "1-" + "9" * 40, "٣-١"])
def test_a_made_up_place_is_the_beginning(token):
    assert Place.read(token) is None


def rows_read(deal):
    """How many rows of the log, and of who tells what, one page costs."""
    asked = {
        "names": [subject_key(deal)],
        "shown": False,
        "verbs": verbs_under("")[1],
        "owners": [deal.owner_id],
        "parts": sorted(parts),
        "moment": None,
        "after": None,
        "limit": 31,
    }
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE timeline_told; ANALYZE timeline_event")
        cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {NEWEST}", asked)
        plan = cursor.fetchone()[0][0]["Plan"]
    return sum(scanned(plan))


def scanned(plan):
    if "Relation Name" in plan:
        yield (plan["Actual Rows"] + plan.get("Rows Removed by Filter", 0)) * plan["Actual Loops"]
    for below in plan.get("Plans", ()):
        yield from scanned(below)


def test_ten_thousand_events_cost_what_thirty_do(cast, deal):
    write_many(deal, cast.alice, 40)
    before = rows_read(deal)
    write_many(deal, cast.alice, 10_000)
    assert Told.objects.filter(record=subject_key(deal)).count() > 10_000
    assert rows_read(deal) <= before + 31
    assert len(newest([subject_key(deal)], verbs_under(""), [deal.owner_id], None, 31)) == 31


def write_many(deal, by, count):
    key = subject_key(deal)
    verbs = ["deal.noted", "deal.edited", "deal.ranked"]
    details = {"text": "x", "to": "Demo"}
    events = [
        Event(verb=verbs[n % 3], subject=key, about=[key], actor=by, owner=by, details=details) for n in range(count)
    ]
    Event.objects.bulk_create(events, batch_size=1000)


def test_a_long_history_asks_no_more_often(cast, deal, as_user, django_assert_max_num_queries):
    write_many(deal, cast.alice, 60)
    alice = as_user(cast.alice)
    alice.get(f"/deals/{deal.pk}/")
    with django_assert_max_num_queries(45) as few:
        alice.get(f"/deals/{deal.pk}/")
    write_many(deal, cast.alice, 2000)
    with django_assert_max_num_queries(len(few)):
        alice.get(f"/deals/{deal.pk}/")
