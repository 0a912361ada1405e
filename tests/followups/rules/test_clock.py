"""Moments by the clock: each found by one statement, once, and the same whether asked at the time or afterwards."""

from datetime import timedelta

import pytest
from django.utils import timezone

from followups.models import FollowUp, Rule, RuleRun
from followups.rules.hearing import hear_the_clock
from pipeline.models import Deal, StageVisit
from timeline.models import Event

pytestmark = pytest.mark.django_db
LOOK = ("tell", {"whom": "owner", "text": "Look"})
DAY = timedelta(days=1)


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def deal(cast, board, make_deal):
    return make_deal(cast.alice, board.discovery)


def left_alone(deal, since):
    """As if nobody had done anything for the deal since then, not even opened it later."""
    Deal.objects.filter(pk=deal.pk).update(touched_at=since, entered_stage_at=since, opened_at=since)
    StageVisit.objects.filter(deal=deal).update(entered_at=since)


def watched(rule, since):
    Rule.objects.filter(pk=rule.pk).update(watched_until=since)


def test_a_deal_without_care_is_found_once(deal, make_rule, now):
    rule = make_rule("deal.idle", [LOOK], parameters={"days": 7})
    left_alone(deal, now - 8 * DAY)
    watched(rule, now - 2 * DAY)
    assert (hear_the_clock(), hear_the_clock()) == (1, 0)
    assert [run.outcome for run in RuleRun.objects.all()] == ["done"]


def test_what_was_idle_before_the_rule_began_is_left_alone(deal, make_rule, now):
    make_rule("deal.idle", [LOOK], parameters={"days": 7})
    left_alone(deal, now - 30 * DAY)
    assert hear_the_clock() == 0


def test_asked_twice_for_the_same_days_it_runs_once(deal, make_rule, now):
    rule = make_rule("deal.idle", [LOOK], parameters={"days": 7})
    left_alone(deal, now - 8 * DAY)
    for _turn in range(2):
        watched(rule, now - 2 * DAY)
        hear_the_clock()
    assert RuleRun.objects.count() == 1


@pytest.mark.parametrize("facts", [{"parked_until": "2030-01-01"}, {"status": "lost", "days": 3}])
def test_who_rests_or_is_over_is_not_idle(deal, make_rule, now, facts):
    rule = make_rule("deal.idle", [LOOK], parameters={"days": 7})
    left_alone(deal, now - 8 * DAY)
    days = facts.pop("days", None)
    Deal.objects.filter(pk=deal.pk).update(**facts, closed_at=now - days * DAY if days else None)
    watched(rule, now - 2 * DAY)
    assert hear_the_clock() == 0


def test_a_silence_that_ended_since_is_still_found_afterwards(cast, deal, make_rule, now):
    rule = make_rule("deal.idle", [LOOK], parameters={"days": 7})
    left_alone(deal, now - 20 * DAY)
    call = {"verb": "deal.noted", "subject": f"deal:{deal.pk}", "about": [f"deal:{deal.pk}"], "actor": cast.alice}
    Event.objects.create(**call, happened_at=now - 20 * DAY)
    Event.objects.create(**call, happened_at=now - 5 * DAY)
    Deal.objects.filter(pk=deal.pk).update(touched_at=now - 5 * DAY)
    watched(rule, now - 19 * DAY)
    assert hear_the_clock() == 1
    assert str((now - 13 * DAY).date()).replace("-", "") in RuleRun.objects.get().cause


def test_no_next_step_counts_from_the_last_one(cast, deal, make_rule, kinds, now):
    rule = make_rule("deal.adrift", [LOOK], parameters={"days": 2})
    left_alone(deal, now - 20 * DAY)
    ended = {"due_at": now - 4 * DAY, "done_at": now - 3 * DAY}
    step = FollowUp.objects.create(kind=kinds["Call"], title="Call", deal=deal, owner=cast.alice, **ended)
    FollowUp.objects.filter(pk=step.pk).update(created_at=now - 21 * DAY)
    watched(rule, now - 10 * DAY)
    assert hear_the_clock() == 1
    assert str((now - DAY).date()).replace("-", "") in RuleRun.objects.get().cause


def test_a_next_step_is_a_next_step(cast, deal, make_rule, kinds, now):
    rule = make_rule("deal.adrift", [LOOK], parameters={"days": 2})
    left_alone(deal, now - 3 * DAY)
    step = FollowUp.objects.create(kind=kinds["Call"], title="Call", deal=deal, owner=cast.alice, due_at=now + DAY)
    FollowUp.objects.filter(pk=step.pk).update(created_at=now - 2 * DAY)
    watched(rule, now - 3 * DAY)
    assert hear_the_clock() == 0


def test_a_missed_follow_up_is_found(cast, deal, make_rule, kinds, now):
    rule = make_rule("deal.missed", [LOOK], parameters={"days": 1})
    facts = {"kind": kinds["Call"], "title": "Call", "deal": deal, "owner": cast.alice}
    FollowUp.objects.create(**facts, due_at=now - 2 * DAY)
    FollowUp.objects.create(**facts, due_at=now - 2 * DAY, done_at=now - 2 * DAY)
    FollowUp.objects.create(**facts, due_at=now - DAY / 2)
    watched(rule, now - 3 * DAY)
    assert (hear_the_clock(), RuleRun.objects.get().deal) == (1, deal)


@pytest.mark.parametrize("about", ["deal", "lead"])
def test_every_statement_runs(about, make_rule, now):
    triggers = [f"{about}.idle", f"{about}.missed"] + (["deal.adrift"] if about == "deal" else [])
    for trigger in triggers:
        watched(make_rule(trigger, [LOOK], parameters={"days": 3}), now - 30 * DAY)
    assert hear_the_clock() == 0
