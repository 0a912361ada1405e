from datetime import timedelta

import pytest
from django.db.models.functions import Now
from django.template.loader import render_to_string
from django.test import RequestFactory

from followups.models import FollowUp
from timeline import sentences
from timeline.listeners import listen
from timeline.log import record
from timeline.models import Cursor, Outgoing, SetAside
from timeline.queries import listener_states, outgoing_state, timeline_of
from timeline.sentences import NOTES, filters, say

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def words(monkeypatch):
    monkeypatch.setattr(sentences, "registry", {})
    say("deal.moved", "{actor} moved the deal from {old} to {new}", icon="swap")
    say("deal.noted", "{actor} wrote", icon="note", kind=NOTES, note=lambda event: event.details["text"])


def move(cast, **more):
    facts = {"by": cast.alice, "owner": cast.alice, "details": {"old": "Demo", "new": "<Proposal>"}} | more
    return record("deal.moved", cast.north, **facts)


def test_an_event_reads_as_a_sentence(cast):
    event = move(cast)
    (entry,) = timeline_of(cast.north, cast.alice)
    assert entry.sentence == "<b>Alice Archer</b> moved the deal from <b>Demo</b> to <b>&lt;Proposal&gt;</b>"
    assert (entry.event_id, entry.icon, entry.kind, entry.undone) == (event.pk, "swap", "changes", "")


def test_a_missing_word_and_an_unsaid_verb_are_no_disaster(cast):
    move(cast, details={})
    record("deal.sung", cast.north, by=None)
    sung, moved = timeline_of(cast.north, cast.alice)
    assert moved.sentence == "<b>Alice Archer</b> moved the deal from <b>…</b> to <b>…</b>"
    assert sung.sentence == "<b>Kariz</b>: <b>deal sung</b>"


def test_newest_first_and_by_kind(cast):
    first, second = move(cast), record("deal.noted", cast.north, by=cast.bob, details={"text": "Kari\ncalls"})
    ids = {kind: [entry.event_id for entry in timeline_of(cast.north, cast.alice, kind=kind)] for kind in KINDS}
    assert ids == {"": [second.pk, first.pk], "notes": [second.pk], "changes": [first.pk], "x": [second.pk, first.pk]}


KINDS = ["", "notes", "changes", "x"]


def test_what_was_taken_back_is_marked_and_the_taking_back_not_listed(cast):
    event = move(cast)
    move(cast, undoes=event, by=cast.mona)
    (entry,) = timeline_of(cast.north, cast.alice)
    assert (entry.event_id, entry.undone) == (event.pk, "Taken back by Mona Marsh")


class TestWhoMayKnow:
    """Charlie's deal is about a company that Alice sees too."""

    def test_other_peoples_deals_do_not_show_on_a_shared_record(self, cast):
        record("deal.moved", cast.south, by=cast.charlie, about=[cast.north], owner=cast.charlie)
        assert timeline_of(cast.north, cast.alice) == timeline_of(cast.north) == []
        assert len(timeline_of(cast.north, cast.charlie)) == len(timeline_of(cast.north, cast.ada)) == 1

    def test_who_sees_the_record_sees_its_own_past_whoever_owned_it(self, cast):
        move(cast, owner=cast.charlie)
        promise = FollowUp(pk=1)
        record("followup.done", promise, by=cast.charlie, about=[cast.north], owner=cast.charlie)
        assert len(timeline_of(cast.north, cast.alice)) == 2

    def test_who_takes_a_record_over_does_not_see_the_other_sales_of_its_past_owner(self, cast):
        record("company.created", cast.north, by=cast.charlie, owner=cast.charlie)
        record("deal.noted", cast.south, by=cast.charlie, about=[cast.north], owner=cast.charlie)
        assert [entry.verb for entry in timeline_of(cast.north, cast.alice)] == ["company.created"]


def test_a_long_timeline_asks_no_more_often(cast, django_assert_max_num_queries):
    for _ in range(20):
        event = move(cast)
        move(cast, undoes=event)
    timeline_of(cast.north, cast.alice)
    with django_assert_max_num_queries(3):
        assert len(timeline_of(cast.north, cast.alice, limit=15)) == 15


def test_the_timeline_is_drawn_by_day(cast):
    move(cast)
    record("deal.noted", cast.north, by=cast.bob, details={"text": "<script>"})
    context = {"entries": timeline_of(cast.north, cast.alice), "kind": "notes", "filters": filters}
    page = render_to_string("timeline/_timeline.html", context, RequestFactory().get("/", {"kind": "notes", "q": "x"}))
    assert page.count("Today") == 1
    assert "&lt;script&gt;" in page
    assert 'href="?q=x#timeline"' in page
    assert 'href="?kind=changes&amp;q=x#timeline"' in page


class TestMachineRoom:
    def test_how_far_each_listener_is_behind(self, cast, only_mine):
        listen("ears")(print)
        listen("late", respects_undo=True)(print)
        listen("new")(print)
        event = move(cast)
        Cursor.objects.bulk_create([Cursor(listener=name, transaction=0) for name in ("ears", "late")])
        SetAside.objects.create(listener="ears", event=event, tries=1)
        found = {state.name: (state.waiting, state.waiting_since, state.set_aside) for state in listener_states()}
        assert found == {"ears": (1, event.happened_at, 1), "late": (0, None, 0), "new": (0, None, 0)}

    def test_what_waits_to_leave(self, cast):
        payload = {"to": [], "subject": "", "text": "", "html": ""}
        Outgoing.objects.create(key="1", payload=payload)
        Outgoing.objects.create(key="2", payload=payload, available_at=Now() + timedelta(hours=1))
        Outgoing.objects.create(key="3", payload=payload, failed_at=Now())
        state = outgoing_state()
        assert (state.waiting, state.failed) == (1, 1)
