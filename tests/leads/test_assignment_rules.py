"""The page on which an admin says who gets new leads."""

import pytest
from django.urls import reverse

from leads.models import AssignmentRule
from tests.leads.test_assigning import make_rule
from timeline.models import Event

RULES = "/settings/assignment/"


def names():
    return list(AssignmentRule.objects.standing().values_list("name", flat=True))


def test_a_rule_is_added_with_its_conditions_and_people(as_user, cast):
    said = {"name": "Spain", "way": "least", "people": [cast.alice.pk, cast.bob.pk]}
    condition = {"if0-fact": "country", "if0-is": "one_of", "if0-value": "Spain, Portugal"}
    assert as_user(cast.ada).post(f"{RULES}new/", said | condition).status_code == 302
    rule = AssignmentRule.objects.get()
    assert (rule.name, rule.way, rule.conditions) == (
        "Spain", "least", [{"fact": "country", "is": "one_of", "value": ["Spain", "Portugal"]}],
    )  # fmt: skip
    assert list(rule.turns.values_list("user", flat=True)) == [cast.alice.pk, cast.bob.pk]
    page = as_user(cast.ada).get(RULES).content.decode()
    assert "Country is one of Spain, Portugal" in page


def test_whoever_stays_in_a_rule_keeps_their_turn(as_user, cast):
    rule = make_rule("All", cast.alice, cast.bob)
    rule.turns.filter(user=cast.alice).update(given=4)
    said = {"name": "All", "way": "turns", "people": [cast.alice.pk, cast.charlie.pk]}
    assert as_user(cast.ada).post(f"{RULES}{rule.pk}/", said).status_code == 302
    assert dict(rule.turns.values_list("user", "given")) == {cast.alice.pk: 4, cast.charlie.pk: 0}
    assert Event.objects.get().changes == {"people": [["Alice Archer", "Bob Baker"], ["Alice Archer", "Charlie Cole"]]}


def test_what_is_missing_is_said_and_what_was_typed_stays(as_user, cast):
    answer = as_user(cast.ada).post(f"{RULES}new/", {"name": "Spain", "way": "turns"})
    assert answer.status_code == 422
    assert "Tick whoever gets these leads." in answer.content.decode()
    assert 'value="Spain"' in answer.content.decode()


def test_rules_change_places_and_retire(as_user, cast):
    first, second = make_rule("First", cast.alice, position=0), make_rule("Second", cast.bob, position=1)
    client = as_user(cast.ada)
    client.post(reverse("leads:rule-place", args=[second.pk]), {"step": "up"})
    assert names() == ["Second", "First"]
    client.post(reverse("leads:rule-retire", args=[first.pk]))
    assert names() == ["Second"]
    client.post(reverse("leads:rule-return", args=[first.pk]))
    assert names() == ["Second", "First"]


def test_conditions_are_drawn_anew_and_nothing_is_kept(as_user, cast):
    answer = as_user(cast.ada).post(f"{RULES}new/", {"look": "conditions", "if0-fact": "size"})
    assert answer.status_code == 200
    assert 'id="conditions"' in answer.content.decode()
    assert AssignmentRule.objects.count() == 0


@pytest.mark.parametrize("name", ["alice", "mona", "gus"])
def test_only_admins_say_who_gets_leads(as_user, cast, name):
    assert as_user(getattr(cast, name)).get(RULES).status_code == 403
    assert as_user(getattr(cast, name)).post(f"{RULES}new/", {}).status_code == 403
