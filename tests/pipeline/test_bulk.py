"""Many deals in one act: the same gates and rights for each, one word to the boards, nothing twice."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from leads.models import Label, LabelSet
from pipeline.actions import (
    BOTTOM,
    TOP,
    Place,
    edit_deals,
    lose_deals,
    move_deal,
    move_deals,
    park_deals,
    undo_bulk,
    unpark_deals,
)
from pipeline.actions.repeats import ActTaken
from pipeline.models import Deal, LostReason, StageVisit
from tests.board import draw
from timeline import together
from timeline.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def deals(cast, board, make_deal):
    """Demo: a b c d; Proposal: x y."""
    made = {title: make_deal(cast.alice, board.demo, title) for title in "abcd"}
    return made | {title: make_deal(cast.alice, board.proposal, title) for title in "xy"}


def some(deals, titles):
    return [deals[title] for title in titles]


def titles(outcomes):
    return "".join(outcome.deal.title for outcome in outcomes)


@pytest.mark.parametrize(
    ("moved", "between", "demo", "proposal"),
    [
        ("bd", TOP, "a c", "b d x y"),
        ("db", TOP, "a c", "d b x y"),
        ("bd", BOTTOM, "a c", "x y b d"),
        ("abcd", Place(), "", "a b c d x y"),
        ("by", TOP, "a c d", "b y x"),
    ],
)
def test_they_keep_the_order_in_which_they_were_named(cast, board, deals, moved, between, demo, proposal):
    report = move_deals(some(deals, moved), to=board.proposal, between=between, by=cast.alice, bulk=uuid4())
    assert (draw(board.demo), draw(board.proposal)) == (demo, proposal)
    assert (titles(report.done), report.refused) == (moved, [])


def test_between_two_neighbours(cast, board, deals):
    """Demo: [a] b [c] d, Proposal: x y  →  Proposal: x a c y"""
    place = Place(prev=deals["x"].pk, next=deals["y"].pk)
    move_deals(some(deals, "ac"), to=board.proposal, between=place, by=cast.alice, bulk=uuid4())
    assert (draw(board.demo), draw(board.proposal)) == ("b d", "x a c y")


def test_within_one_column_they_close_ranks(cast, board, deals):
    """Demo: [a] b [c] d  →  Demo: b d a c"""
    place = Place(prev=deals["d"].pk)
    move_deals(some(deals, "ac"), to=board.demo, between=place, by=cast.alice, bulk=uuid4())
    assert draw(board.demo) == "b d a c"


def test_each_has_its_own_event_of_the_same_act(cast, board, deals):
    bulk = uuid4()
    move_deals(some(deals, "ab"), to=board.proposal, by=cast.alice, bulk=bulk)
    events = Event.objects.of_bulk(bulk)
    assert [(event.verb, event.subject) for event in events] == [
        ("deal.moved", f"deal:{deals[title].pk}") for title in "ab"
    ]
    assert len({event.operation for event in events} - {None}) == 2


def test_the_same_act_again_does_nothing_again(cast, board, deals):
    bulk = uuid4()
    first = move_deals(some(deals, "ab"), to=board.proposal, by=cast.alice, bulk=bulk)
    move_deal(deals["a"], to=board.negotiation, by=cast.bob)
    again = move_deals(some(deals, "ab"), to=board.proposal, by=cast.alice, bulk=bulk)
    assert [one.event for one in again.done] == [one.event for one in first.done]
    assert (draw(board.proposal), draw(board.negotiation)) == ("b x y", "a")
    with pytest.raises(ActTaken):
        move_deals(some(deals, "ab"), to=board.proposal, by=cast.bob, bulk=bulk)


def test_a_gate_keeps_back_its_own_and_says_why(cast, board, deals, make_deal):
    closed = make_deal(cast.alice, board.prospecting, "closed", qualified=False)
    report = move_deals([closed, deals["a"]], to=board.proposal, by=cast.alice, bulk=uuid4())
    assert (titles(report.done), titles(report.refused)) == ("a", "closed")
    assert "Budget" in [str(need.name) for need in report.refused[0].missing]
    assert (draw(board.prospecting), draw(board.proposal)) == ("closed", "a x y")
    assert not Event.objects.filter(subject=f"deal:{closed.pk}", verb="deal.moved").exists()


def test_what_moved_meanwhile_stays_where_it_is(cast, board, deals):
    seen = {deal.pk: deal.stage_version for deal in deals.values()}
    move_deal(deals["a"], to=board.negotiation, by=cast.bob)
    report = move_deals(some(deals, "ab"), to=board.proposal, by=cast.alice, bulk=uuid4(), seen=seen)
    assert (titles(report.done), titles(report.refused)) == ("b", "a")
    assert report.refused[0].refusal == "Bob Baker moved this deal to Negotiation meanwhile."


def test_a_deal_that_is_gone_is_absent(cast, board, deals):
    gone = Deal(pk=999_999, stage=board.demo, pipeline=board.pipeline)
    report = move_deals([gone, deals["a"]], to=board.proposal, by=cast.alice, bulk=uuid4())
    assert titles(report.outcomes) == "a"


def test_they_are_lost_for_one_reason(cast, board, deals):
    reason = LostReason.objects.first()
    report = lose_deals(some(deals, "ax"), reason=reason, note="Budget cut", by=cast.alice, bulk=uuid4())
    assert titles(report.done) == "ax"
    assert (draw(board.demo), draw(board.proposal)) == ("b c d", "y")
    again = lose_deals(some(deals, "ab"), reason=reason, by=cast.alice, bulk=uuid4())
    assert (titles(again.done), titles(again.refused)) == ("b", "a")


def test_owner_label_and_date_are_written_once_for_all(cast, board, deals):
    hot = Label.objects.create(set=LabelSet.objects.create(name="Heat"), name="Hot", hue=40, icon="hot")
    day = timezone.localdate() + timedelta(days=30)
    facts = {"owner": cast.bob, "label": hot, "expected_close": day}
    report = edit_deals(some(deals, "ab"), by=cast.alice, bulk=uuid4(), **facts)
    assert titles(report.done) == "ab"
    changed = Deal.objects.filter(owner=cast.bob, label=hot, expected_close=day).order_by("title")
    assert [deal.title for deal in changed] == ["a", "b"]
    unchanged = edit_deals(some(deals, "a"), by=cast.alice, bulk=uuid4(), owner=cast.bob)
    assert (titles(unchanged.done), unchanged.can_undo) == ("a", False)


def test_they_rest_and_wake_together(cast, board, deals):
    day = timezone.localdate() + timedelta(days=10)
    report = park_deals(some(deals, "ab"), until=day, reason="Budget in spring", by=cast.alice, bulk=uuid4())
    assert (titles(report.done), Deal.objects.parked().count()) == ("ab", 2)
    late = park_deals(some(deals, "c"), until=timezone.localdate(), by=cast.alice, bulk=uuid4())
    assert late.refused[0].refusal == "Choose a day after today."
    unpark_deals(some(deals, "abc"), by=cast.alice, bulk=uuid4())
    assert Deal.objects.parked().count() == 0


@pytest.fixture
def words(monkeypatch):
    """What open boards are told about acts over many deals."""
    told = []
    monkeypatch.setattr(together, "publish", lambda *word: told.append(word))
    return told


def test_boards_hear_of_many_in_one_word(cast, board, deals, words, django_capture_on_commit_callbacks):
    bulk = uuid4()
    with django_capture_on_commit_callbacks(execute=True):
        move_deals(some(deals, "abc"), to=board.proposal, by=cast.alice, bulk=bulk)
    ids = [deal.pk for deal in some(deals, "abc")]
    circle = ((cast.alice.pk, cast.alice.team_path),)
    assert words == [(board.pipeline.pk, "deals", {"ids": ids, "op": str(bulk)}, circle)]


def test_nobody_hears_of_a_deal_of_another_circle(cast, board, make_deal, words, django_capture_on_commit_callbacks):
    hers, theirs = make_deal(cast.alice, board.demo, "hers"), make_deal(cast.charlie, board.demo, "theirs")
    with django_capture_on_commit_callbacks(execute=True):
        move_deals([hers, theirs], to=board.proposal, by=cast.ada, bulk=uuid4())
    heard = {scopes[0][0]: word["ids"] for _board, _kind, word, scopes in words}
    assert heard == {cast.alice.pk: [hers.pk], cast.charlie.pk: [theirs.pk]}


def test_each_deal_costs_a_handful_of_queries_and_all_go_back(cast, board, make_deal):
    many = [make_deal(cast.alice, board.demo, f"{number:02}") for number in range(12)]
    bulk, asked = uuid4(), []
    for deals, act in ((many[:2], uuid4()), (many[2:], bulk)):
        with CaptureQueriesContext(connection) as queries:
            move_deals(deals, to=board.proposal, by=cast.alice, bulk=act)
        asked.append(len(queries))
    assert (asked[1] - asked[0]) / 8 <= 10
    undo_bulk(bulk, by=cast.alice)
    assert draw(board.demo).split() == [deal.title for deal in many[2:]]
    assert StageVisit.objects.standing().filter(stage=board.proposal).count() == 2
