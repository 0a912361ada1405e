"""Whatever a condition may ask of a deal or a lead, the database understands."""

import pytest

from accounts.models import CustomField
from followups.rules.engine import MODELS, meeting
from followups.rules.facts import facts_about
from leads.facts import CHOICE, DATE, NUMBER, YES_NO
from leads.models import Label, LabelSet
from pipeline.models import Deal

pytestmark = pytest.mark.django_db


@pytest.fixture
def hot(db):
    return Label.objects.create(set=LabelSet.objects.create(name="Heat"), name="Hot")


def value_for(fact, test):
    if fact.kind == CHOICE:
        first = fact.choices[0][0] if fact.choices else 1
        return [first] if test == "one_of" else first
    return {NUMBER: "5", DATE: "2026-11-22", YES_NO: True}.get(fact.kind, ["Dairy"] if test == "one_of" else "Dairy")


@pytest.mark.parametrize("about", ["deal", "lead"])
def test_every_fact_can_be_asked_in_every_way(cast, board, hot, about):
    for kind in ("number", "date", "text", "yes_no"):
        CustomField.objects.create(record=about, key=f"own_{kind}", name=kind, kind=kind)
    known = facts_about(about)
    for fact in known.values():
        for test in fact.tests:
            one = {"fact": fact.key, "is": test, "value": value_for(fact, test)}
            assert meeting(about, [0], [one], known) == set(), (about, fact.key, test)
    assert set(MODELS) == {"deal", "lead"}


@pytest.mark.parametrize(
    ("fact", "test", "value", "is_met"),
    [
        ("base_amount", "at_least", "48000", True),
        ("base_amount", "at_least", "48001", False),
        ("stage", "one_of", "demo", True),
        ("owner", "one_of", "alice", True),
        ("owner.team", "one_of", "north", True),
        ("label", "is_empty", None, True),
        ("next_step_at.isnull", "is", True, True),
        ("age", "at_most", "0", True),
        ("idle", "at_least", "1", False),
        ("qualification.budget", "at_least", 2, True),
        ("company.industry", "is_set", None, False),
        ("source", "contains", "fair", True),
        ("gone", "is", "x", False),
    ],
)
def test_deals_are_judged_as_they_stand(cast, board, make_deal, fact, test, value, is_met):
    named = {"demo": board.demo.pk, "alice": cast.alice.pk, "north": cast.north.pk}
    deal = make_deal(cast.alice, board.demo, amount=48_000, source="Trade Fair")
    one = {"fact": fact, "is": test, "value": [named[value]] if value in named else value}
    assert (meeting("deal", [deal.pk], [one], facts_about("deal")) == {deal.pk}) is is_met
    assert Deal.objects.count() == 1
