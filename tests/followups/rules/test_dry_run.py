"""What a dry run says is what then happens: on the same events, for the same deals, as often."""

from datetime import timedelta

import pytest
from django.utils import timezone

from followups.models import Rule, RuleRun
from followups.rules.dry_run import dry_run
from followups.rules.hearing import hear_the_clock
from leads.models import Lead, Qualification
from pipeline.actions import edit_deal, lose_deal, move_deal, reopen_deal, undo, win_deal
from pipeline.models import Deal, Gate, LostReason, StageVisit
from timeline.models import Event

pytestmark = pytest.mark.django_db
LOOK = ("tell", {"whom": "owner", "text": "Look"})
BIG = [("base_amount", "at_least", "50000")]


@pytest.fixture
def story(cast, board, make_deal):
    """A lively week: deals big and small come, move, are undone, won, lost and opened again."""
    Gate.objects.all().delete()
    deals = [make_deal(cast.alice, board.discovery, f"D{n}", amount=20_000 * n) for n in range(6)]
    moves = [move_deal(deal, to=board.demo, by=cast.mona) for deal in deals]
    undo(moves[1].event, by=cast.mona)
    move_deal(moves[2].deal, to=board.proposal, by=cast.alice)
    edit_deal(moves[3].deal, amount=90_000, by=cast.alice)
    lose_deal(moves[4].deal, reason=LostReason.objects.first(), by=cast.alice)
    reopen_deal(Deal.objects.get(pk=deals[4].pk), by=cast.alice)
    win_deal(moves[5].deal, by=cast.alice)
    return deals


def said(rule, cast):
    """The deals a dry run names, the latest first."""
    return [(record.pk) for _moment, record in dry_run(rule, cast.ada).rows]


def done():
    """The deals the rule then ran for, the latest first."""
    return [run.record.pk for run in RuleRun.objects.filter(outcome__in=("done", "refused")).order_by("-pk")]


@pytest.mark.parametrize("conditions", [[], BIG])
@pytest.mark.parametrize(
    ("trigger", "facts"),
    [
        ("stage.entered", {"stage": "demo"}),
        ("stage.entered", {"stage": "discovery"}),
        ("stage.left", {"stage": "demo"}),
        ("deal.created", {}),
        ("deal.won", {}),
        ("deal.reopened", {}),
        ("deal.field", {"parameters": {"deal_field": "amount"}}),
    ],
)
def test_a_dry_run_is_what_then_happens(cast, board, story, make_rule, hear, trigger, facts, conditions):
    stage = getattr(board, facts["stage"]) if "stage" in facts else None
    rule = make_rule(trigger, [LOOK], conditions=conditions, **facts | {"stage": stage})
    before = dry_run(rule, cast.ada)
    expected = said(rule, cast)
    hear()
    assert (done(), before.count) == (expected, len(expected))
    assert before.passed == RuleRun.objects.filter(reason__startswith="It does not hold").count()


def test_something_is_found_and_something_is_not(cast, board, story, make_rule):
    rule = make_rule("stage.entered", [LOOK], stage=board.demo, conditions=[("base_amount", "at_least", "50000")])
    found = dry_run(rule, cast.ada)
    assert ([deal.title for _moment, deal in found.rows], found.passed) == (["D4", "D3"], 1)


def test_a_dry_run_by_the_clock_is_what_then_happens(cast, board, make_deal, make_rule):
    now = timezone.now()
    for number in range(8):
        deal = make_deal(cast.alice, board.discovery, f"D{number}", amount=20_000 * number)
        since = now - timedelta(days=5 * number)
        Deal.objects.filter(pk=deal.pk).update(touched_at=since, entered_stage_at=since, opened_at=since)
        StageVisit.objects.filter(deal=deal).update(entered_at=since)
    for trigger in ("deal.idle", "deal.adrift"):
        rule = make_rule(trigger, [LOOK], parameters={"days": 7}, conditions=BIG)
        expected = said(rule, cast)
        Rule.objects.filter(pk=rule.pk).update(watched_until=dry_run(rule, cast.ada).since)
        hear_the_clock()
        assert (done(), len(expected) > 2) == (expected, True)
        RuleRun.objects.all().delete()
        rule.delete()


def test_a_dry_run_writes_nothing(cast, board, story, make_rule):
    rule, events = make_rule("stage.entered", [LOOK], stage=board.demo), Event.objects.count()
    dry_run(rule, cast.ada)
    assert (RuleRun.objects.count(), Event.objects.count()) == (0, events)


def test_leads_too(cast, make_rule, hear):
    lead = Lead.objects.create(name="Ann", owner=cast.alice, qualification=Qualification.objects.create(), score=80)
    key = f"lead:{lead.pk}"
    Event.objects.create(verb="lead.captured", subject=key, about=[key], owner=cast.alice)
    rule = make_rule("lead.captured", [LOOK], conditions=[("score", "at_least", "70")])
    expected = said(rule, cast)
    hear()
    assert (done(), expected) == ([lead.pk], [lead.pk])


def test_it_costs_the_same_for_few_and_many(cast, board, make_deal, make_rule, django_assert_max_num_queries):
    rule = make_rule("stage.entered", [LOOK], stage=board.demo, conditions=BIG)
    for number in range(12):
        make_deal(cast.alice, board.demo, f"D{number}", amount=60_000)
    with django_assert_max_num_queries(16):
        assert dry_run(rule, cast.ada).count == 12
