"""Rules neither go round in circles nor run wild, and can be stopped."""

from itertools import pairwise

import pytest

from accounts.models import Workspace
from followups.models import Notification, Rule, RuleRun, RuleSwitch
from pipeline.actions import move_deal
from pipeline.models import Deal, Gate
from timeline.models import Event

pytestmark = pytest.mark.django_db
LOOK = ("tell", {"whom": "owner", "text": "Look"})


@pytest.fixture
def deal(cast, board, make_deal):
    Gate.objects.all().delete()
    return make_deal(cast.alice, board.discovery)


def outcomes():
    return list(RuleRun.objects.order_by("pk").values_list("rule__name", "outcome"))


def test_two_rules_do_not_play_ball(cast, board, deal, make_rule, hear):
    make_rule("stage.entered", [("move", {"to_stage": board.proposal.pk})], name="There", stage=board.demo)
    make_rule("stage.entered", [("move", {"to_stage": board.demo.pk})], name="Back", stage=board.proposal)
    move_deal(deal, to=board.demo, by=cast.alice)
    for _turn in range(6):
        hear()
    assert outcomes() == [("There", "done"), ("Back", "done"), ("There", "held")]
    held = RuleRun.objects.get(outcome="held")
    assert held.reason == "It caused this itself, so running again would go round in a circle."
    assert Event.objects.filter(verb="deal.moved").count() == 3


def test_a_chain_of_rules_ends(cast, board, deal, make_rule, hear):
    for here, there in pairwise(board.stages[:7]):
        make_rule("stage.entered", [("move", {"to_stage": there.pk})], name=here.name, stage=here)
    move_deal(deal, to=board.prospecting, by=cast.alice)
    for _turn in range(7):
        hear()
    assert [outcome for _name, outcome in outcomes() if outcome != "passed"] == ["done"] * 5 + ["held"]
    assert RuleRun.objects.get(outcome="held").reason == "5 rules in a row led here: no further one runs."
    assert Deal.objects.get(pk=deal.pk).stage == board.negotiation


def test_too_many_runs_pause_the_rule_and_tell_admins(cast, board, make_deal, make_rule, hear):
    rule = make_rule("stage.entered", [LOOK], stage=board.demo, most_per_hour=2)
    for title in "ABCD":
        make_deal(cast.alice, board.demo, title)
    hear()
    assert outcomes() == [("The rule", "done"), ("The rule", "done"), ("The rule", "held"), ("The rule", "held")]
    assert Rule.objects.get(pk=rule.pk).paused_at is not None
    told = Notification.objects.get(user=cast.ada)
    assert told.text == "The rule “The rule” ran more than 2 times in one hour and is paused"
    make_deal(cast.alice, board.demo, "E")
    hear()
    assert len(outcomes()) == 4


@pytest.mark.parametrize("facts", [{"is_on": False}, {"retired_at": "2026-01-01T00:00Z"}])
def test_a_rule_that_is_off_does_nothing(cast, board, deal, make_rule, hear, facts):
    make_rule("stage.entered", [LOOK], stage=board.demo, **facts)
    move_deal(deal, to=board.demo, by=cast.mona)
    hear()
    assert outcomes() == []


def test_one_switch_stops_them_all(cast, board, deal, make_rule, hear):
    make_rule("stage.entered", [LOOK], stage=board.demo)
    RuleSwitch.objects.create(workspace=Workspace.objects.get(), is_on=False)
    move_deal(deal, to=board.demo, by=cast.mona)
    hear()
    assert outcomes() == []


def test_what_a_file_or_a_new_shape_did_sets_nothing_off(cast, board, deal, make_rule, hear):
    make_rule("stage.entered", [LOOK], stage=board.demo)
    Deal.objects.filter(pk=deal.pk).update(stage=board.demo)
    details = {"stage": board.demo.pk}
    for mark in ("import", "surgery"):
        Event.objects.create(
            verb="deal.moved", subject=f"deal:{deal.pk}", about=[f"deal:{deal.pk}"], details=details | {mark: 1}
        )
    hear()
    assert outcomes() == []
