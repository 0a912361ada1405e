"""A rule does what it says when what it waits for happens, once, and says what became of it."""

import pytest

from accounts.models import User
from followups.models import FollowUp, Notification, RuleRun
from leads.models import Label, LabelSet
from pipeline.actions import edit_deal, lose_deal, move_deal, undo
from pipeline.models import Deal, Gate, LostReason
from timeline.models import Event

pytestmark = pytest.mark.django_db
CALL = ("plan", {"kind": None, "title": "Call them", "working_days": 2, "for": "owner"})


@pytest.fixture
def deal(cast, board, make_deal):
    return make_deal(cast.alice, board.discovery, amount=60_000)


@pytest.fixture
def hot(db):
    return Label.objects.create(set=LabelSet.objects.create(name="Heat"), name="Hot")


def fresh(deal):
    return Deal.objects.get(pk=deal.pk)


def outcomes():
    return list(RuleRun.objects.order_by("pk").values_list("rule__name", "outcome"))


def test_a_rule_acts_when_a_deal_enters_its_stage(cast, board, deal, hot, make_rule, hear):
    make_rule("stage.entered", [("label", {"label": hot.pk}), CALL], stage=board.demo)
    event = move_deal(deal, to=board.demo, by=cast.alice).event
    hear()
    assert fresh(deal).label == hot
    assert FollowUp.objects.get().title == "Call them"
    run = RuleRun.objects.get()
    assert (run.outcome, run.deal, run.event_id, [one["act"] for one in run.acts]) == (
        "done",
        deal,
        event.pk,
        ["label", "plan"],
    )


def test_another_stage_is_none_of_its_business(cast, board, deal, make_rule, hear):
    make_rule("stage.entered", [CALL], stage=board.demo)
    move_deal(deal, to=board.proposal, by=cast.alice)
    hear()
    assert outcomes() == []


def test_hearing_again_does_nothing_again(cast, board, deal, make_rule, hear):
    make_rule("stage.entered", [("tell", {"whom": "owner", "text": "Look"})], stage=board.demo)
    move_deal(deal, to=board.demo, by=cast.mona)
    hear()
    hear()
    assert (Notification.objects.filter(kind="rule").count(), outcomes()) == (1, [("The rule", "done")])


@pytest.mark.parametrize(("least", "outcome"), [("50000", "done"), ("70000", "passed")])
def test_conditions_decide(cast, board, deal, make_rule, hear, least, outcome):
    make_rule("stage.entered", [CALL], stage=board.demo, conditions=[("base_amount", "at_least", least)])
    move_deal(deal, to=board.demo, by=cast.alice)
    hear()
    run = RuleRun.objects.get()
    assert run.outcome == outcome
    assert run.reason == ("" if outcome == "done" else "It does not hold: Value is at least 70,000.")


def test_what_was_undone_is_not_acted_upon(cast, board, deal, make_rule, hear):
    make_rule("stage.entered", [("tell", {"whom": "owner", "text": "Look"})], stage=board.demo)
    undo(move_deal(deal, to=board.demo, by=cast.mona).event, by=cast.mona)
    hear()
    assert outcomes() == []


def test_a_gate_is_a_refusal_in_its_own_words(cast, board, deal, make_rule, hear):
    Gate.objects.update_or_create(stage=board.proposal, defaults={"requirements": ["field:expected_close"]})
    make_rule("stage.entered", [("move", {"to_stage": board.proposal.pk}), CALL], stage=board.demo)
    move_deal(deal, to=board.demo, by=cast.alice)
    hear()
    run = RuleRun.objects.get()
    assert (run.outcome, run.reason) == ("refused", "Proposal needs Close date.")
    assert (fresh(deal).stage, FollowUp.objects.count()) == (board.demo, 1)


def test_a_move_says_which_rule_made_it(cast, board, deal, make_rule, hear):
    Gate.objects.all().delete()
    rule = make_rule("deal.field", [("move", {"to_stage": board.proposal.pk})], parameters={"deal_field": "amount"})
    edit_deal(deal, amount=70_000, by=cast.alice)
    hear()
    event = Event.objects.get(verb="deal.moved")
    assert (fresh(deal).stage, event.actor) == (board.proposal, None)
    assert event.details["by_rule"] == {"id": rule.pk, "name": "The rule"}


def test_a_lost_deal_is_not_moved(cast, board, deal, make_rule, hear):
    make_rule("deal.lost", [("move", {"to_stage": board.demo.pk})])
    lose_deal(deal, reason=LostReason.objects.first(), by=cast.alice)
    hear()
    assert RuleRun.objects.get().reason == "The deal is lost. Open it again first."


def test_people_get_deals_in_turn(cast, board, make_deal, make_rule, hear):
    make_rule("stage.entered", [("share", {"people": [cast.alice.pk, cast.bob.pk]})], stage=board.demo)
    for title in "ABC":
        move_deal(make_deal(cast.mona, board.discovery, title), to=board.demo, by=cast.mona)
    hear()
    assert list(Deal.objects.order_by("title").values_list("owner__name", flat=True)) == [
        "Alice Archer",
        "Bob Baker",
        "Alice Archer",
    ]


def test_the_manager_of_the_owner_is_told(cast, board, deal, make_rule, hear):
    make_rule("stage.entered", [("tell", {"whom": "manager", "text": "A big one"})], stage=board.demo)
    move_deal(deal, to=board.demo, by=cast.alice)
    hear()
    notice = Notification.objects.get(kind="rule")
    assert (notice.user, notice.text) == (cast.mona, "Reefer fleet: A big one")


def test_who_may_not_see_the_deal_is_not_told(cast, board, deal, make_rule, hear):
    make_rule("stage.entered", [("tell", {"whom": str(cast.charlie.pk), "text": "Psst"})], stage=board.demo)
    move_deal(deal, to=board.demo, by=cast.alice)
    hear()
    assert RuleRun.objects.get().reason == "There is nobody to tell."


def test_nothing_is_given_to_who_left(cast, board, deal, make_rule, hear):
    make_rule("stage.entered", [("give", {"person": cast.bob.pk})], stage=board.demo)
    User.objects.filter(pk=cast.bob.pk).update(is_active=False)
    move_deal(deal, to=board.demo, by=cast.alice)
    hear()
    assert (fresh(deal).owner, RuleRun.objects.get().outcome) == (cast.alice, "refused")


def test_the_undo_takes_the_plan_back(cast, board, deal, make_rule, hear):
    make_rule("deal.field", [CALL], parameters={"deal_field": "amount"})
    edit_deal(deal, amount=70_000, by=cast.alice)
    hear()
    assert FollowUp.objects.planned().count() == 1
    undo(Event.objects.get(verb="deal.edited"), by=cast.alice)
    hear()
    assert FollowUp.objects.planned().count() == 0
