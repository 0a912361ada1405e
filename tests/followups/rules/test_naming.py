"""Rules name labels and kinds by their ids: a merge renames them, and who retires one hears that a rule names it."""

import pytest

from accounts.lists.actions import merge_entries
from accounts.lists.reverting import revert_surgery
from followups.models import FollowUpKind, Rule
from leads.models import Label, LabelSet

pytestmark = pytest.mark.django_db
PLAN = {"title": "Call", "working_days": 1, "for": "owner"}


@pytest.fixture
def labels():
    """Hot, Warm and Cold."""
    of_heat = LabelSet.objects.create(name="Heat", position=1)
    names = enumerate(("Hot", "Warm", "Cold"))
    return [Label.objects.create(set=of_heat, name=name, hue=place + 1, position=place) for place, name in names]


def asked(rule):
    rule.refresh_from_db()
    return rule.parameters, rule.conditions, [act["given"] for act in rule.acts]


def test_a_merge_of_labels_renames_them_in_rules_and_its_revert_names_them_again(cast, make_rule, labels):
    hot, warm, cold = (label.pk for label in labels)
    conditions = [("label", "one_of", [hot, warm, cold]), ("label", "is", hot), ("base_amount", "at_least", hot)]
    rule = make_rule("deal.labelled", [("label", {"label": hot})], conditions=conditions, parameters={"any_label": hot})
    before = asked(rule)
    surgery = merge_entries(labels[0], into=labels[1], by=cast.ada)
    parameters, conditions, acts = asked(rule)
    assert (parameters, acts) == ({"any_label": warm}, [{"label": warm}])
    assert [one["value"] for one in conditions] == [[warm, cold], warm, hot]
    revert_surgery(surgery, by=cast.ada)
    assert asked(rule) == before


def test_a_rule_somebody_changed_since_keeps_that(cast, make_rule, labels):
    rule = make_rule("deal.labelled", [("label", {"label": labels[0].pk})])
    surgery = merge_entries(labels[0], into=labels[1], by=cast.ada)
    Rule.objects.update(acts=[{"act": "label", "given": {"label": labels[2].pk}}])
    revert_surgery(surgery, by=cast.ada)
    assert asked(rule)[2] == [{"label": labels[2].pk}]


def test_a_merge_of_kinds_renames_them_in_what_rules_plan(cast, make_rule, kinds):
    call, demo = kinds["Call"], kinds["Demo"]
    rule = make_rule("stage.entered", [("plan", PLAN | {"kind": call.pk})], parameters={"any_kind": call.pk})
    other = make_rule("stage.entered", [("plan", PLAN | {"kind": kinds["Email"].pk, "label": call.pk})])
    merge_entries(call, into=demo, by=cast.ada)
    assert asked(rule) == ({"any_kind": demo.pk}, [], [PLAN | {"kind": demo.pk}])
    assert asked(other)[2] == [PLAN | {"kind": kinds["Email"].pk, "label": call.pk}]


def test_who_retires_one_hears_that_a_rule_names_it(as_user, cast, make_rule, kinds):
    call, client = kinds["Call"], as_user(cast.ada)
    make_rule("stage.entered", [("plan", PLAN | {"kind": call.pk})])
    make_rule("stage.entered", [("plan", PLAN | {"kind": call.pk})], retired_at="2026-01-01T00:00Z")
    page = f"/settings/lists/follow-up-kinds/{call.pk}/"
    assert '<a class="link" href="/settings/rules/">1 rule</a>' in client.get(page).text
    assert "1 rule" in client.get(f"{page}merge/").text
    said = client.post(f"{page}retire/", follow=True).text
    assert "Call is still named by 1 rule. Choose something else there." in said
    assert FollowUpKind.objects.get(pk=call.pk).retired_at
    said = client.post(f"/settings/lists/follow-up-kinds/{kinds['Demo'].pk}/retire/", follow=True).text
    assert "still named" not in said
