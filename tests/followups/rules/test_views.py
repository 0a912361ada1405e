"""Writing rules without code, trying them, and reading what they did."""

import re

import pytest

from followups.models import Rule, RuleSwitch
from pipeline.actions import move_deal
from pipeline.models import Gate
from timeline.models import Event

pytestmark = pytest.mark.django_db
LOOK = ("tell", {"whom": "owner", "text": "Look"})


@pytest.fixture
def said(board, kinds):
    """A rule as the form posts it."""
    return {
        "name": "Big ones get a call",
        "trigger": "stage.entered",
        "when-stage": board.demo.pk,
        "if0-fact": "base_amount",
        "if0-is": "at_least",
        "if0-value": "50000",
        "do0-act": "plan",
        "do0-kind": kinds["Call"].pk,
        "do0-title": "Call them",
        "do0-working_days": "2",
        "do0-for": "owner",
        "most_per_hour": "500",
    }


def test_a_rule_is_written_and_read_aloud(as_user, cast, board, kinds, said):
    page = as_user(cast.ada).post("/settings/rules/new/", said, follow=True)
    rule = Rule.objects.get()
    assert (rule.stage, rule.made_by, rule.is_on) == (board.demo, cast.ada, True)
    assert rule.conditions == [{"fact": "base_amount", "is": "at_least", "value": "50000"}]
    call = {"kind": kinds["Call"].pk, "title": "Call them", "working_days": 2, "for": "owner"}
    assert rule.acts == [{"act": "plan", "given": call}]
    words = "When a deal enters Demo, if Value is at least €50,000, then plan “Call them” (Call) in 2 working days"
    assert words in page.text


def test_it_is_changed(as_user, cast, said):
    ada = as_user(cast.ada)
    ada.post("/settings/rules/new/", said)
    rule = Rule.objects.get()
    page = ada.get(f"/settings/rules/{rule.pk}/")
    assert 'value="Call them"' in page.text
    ada.post(f"/settings/rules/{rule.pk}/", said | {"do0-title": "Ring them"})
    assert Rule.objects.get().acts[0]["given"]["title"] == "Ring them"
    assert Event.objects.filter(verb="automation.changed").count() == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": ""}, "Name the rule: the timeline says it."),
        ({"do0-title": ""}, "Say what to do, such as “Send the recap”."),
        ({"do0-act": ""}, "Say what to do: choose at least one thing."),
        ({"if0-value": ""}, "One of the conditions is not complete."),
        ({"when-stage": ""}, "Choose one."),
    ],
)
def test_what_is_missing_is_asked_for_and_the_rest_kept(as_user, cast, said, wrong, words):
    answer = as_user(cast.ada).post("/settings/rules/new/", said | wrong)
    assert (answer.status_code, Rule.objects.count()) == (422, 0)
    assert (words in answer.text, ("Big ones get a call" in answer.text) or "name" in wrong) == (True, True)


def test_another_choice_draws_other_fields_and_complains_of_nothing(as_user, cast, said):
    said |= {"trigger": "deal.idle", "do1-act": "tell", "look": "rule"}
    answer = as_user(cast.ada).post("/settings/rules/new/", said, headers={"HX-Request": "true"})
    assert (answer.status_code, Rule.objects.count(), 'class="error"' in answer.text) == (200, 0, False)
    assert ('name="when-days"' in answer.text, 'name="do1-whom"' in answer.text) == (True, True)
    assert 'value="Call them"' in answer.text


def test_trying_it_names_the_deals_and_keeps_nothing(as_user, cast, board, make_deal, said):
    move_deal(make_deal(cast.alice, board.discovery, "Small", amount=10), to=board.demo, by=cast.alice)
    move_deal(make_deal(cast.alice, board.discovery, "Big", amount=60_000), to=board.demo, by=cast.alice)
    answer = as_user(cast.ada).post("/settings/rules/new/", said | {"look": "dry"})
    assert (answer.status_code, Rule.objects.count()) == (200, 0)
    assert "In the last 30 days it would have run 1 time." in answer.text
    assert ("Big</a>" in answer.text, "Small</a>" in answer.text) == (True, False)


def test_a_suggestion_is_one_click(as_user, cast, board, kinds):
    ada = as_user(cast.ada)
    assert "No rule yet" in ada.get("/settings/rules/").text
    answer = ada.post("/settings/rules/suggestions/big/")
    rule = Rule.objects.get()
    assert (answer.status_code, rule.stage, rule.is_on) == (302, board.proposal, True)
    assert ada.post("/settings/rules/suggestions/nonsense/").status_code == 404


@pytest.mark.parametrize("key", ["big", "adrift", "silent", "missed", "promoted", "won"])
def test_every_suggestion_reads_well_and_can_be_saved(as_user, cast, board, kinds, key):
    ada = as_user(cast.ada)
    page = ada.post(f"/settings/rules/suggestions/{key}/", follow=True)
    assert (page.status_code, Rule.objects.count(), "…," in page.text) == (200, 1, False)


def test_on_off_order_and_out_of_use(as_user, cast, make_rule):
    ada = as_user(cast.ada)
    first, second = make_rule("deal.won", [LOOK], name="A"), make_rule("deal.won", [LOOK], name="B", position=1)
    ada.post(f"/settings/rules/{first.pk}/switch/", {"on": "0"})
    ada.post(f"/settings/rules/{second.pk}/place/", {"step": "up"})
    assert list(Rule.objects.standing().values_list("name", "is_on")) == [("B", True), ("A", False)]
    ada.post(f"/settings/rules/{first.pk}/retire/")
    assert [rule.name for rule in Rule.objects.standing()] == ["B"]
    ada.post(f"/settings/rules/{first.pk}/bring-back/")
    ada.post("/settings/rules/all/", {"on": "0"})
    assert (RuleSwitch.objects.get().is_on, Rule.objects.running().count()) == (False, 0)
    assert "All rules are off" in ada.get("/settings/rules/").text


def test_a_paused_rule_runs_again_when_told_to(as_user, cast, make_rule):
    rule = make_rule("deal.won", [LOOK], paused_at="2026-11-01T00:00Z")
    as_user(cast.ada).post(f"/settings/rules/{rule.pk}/switch/", {"on": "1"})
    assert Rule.objects.running().count() == 1


def test_the_log_says_what_became_of_each(as_user, cast, board, make_deal, make_rule, hear):
    rule = make_rule("stage.entered", [LOOK, ("move", {"to_stage": board.close.pk})], stage=board.demo)
    make_rule("deal.won", [LOOK], name="Another")
    Gate.objects.update_or_create(stage=board.close, defaults={"requirements": ["field:expected_close"]})
    deal = make_deal(cast.alice, board.demo)
    hear()
    page = as_user(cast.ada).get("/settings/rules/runs/", {"rule": rule.pk, "outcome": "refused"})
    (run,) = page.context["runs"]
    assert (run[0].deal, "needs" in run[1][1][1]) == (deal, True)
    assert list(page.context["runs"][0][1][0]) == ["tell its owner “Look”", ""]
    assert as_user(cast.ada).get("/settings/rules/runs/", {"outcome": "done"}).context["runs"] == []


def test_whoever_sees_the_deal_sees_what_rules_did_with_it(as_user, cast, board, make_deal, make_rule, hear):
    make_rule("stage.entered", [LOOK], stage=board.demo)
    deal = make_deal(cast.alice, board.demo)
    hear()
    assert "tell its owner “Look”" in as_user(cast.alice).get(f"/deals/{deal.pk}/rules/").text
    assert as_user(cast.charlie).get(f"/deals/{deal.pk}/rules/").status_code == 404


@pytest.mark.parametrize("count", [1, 4])
def test_the_list_asks_the_same_for_few_and_many(as_user, cast, make_rule, count, django_assert_max_num_queries):
    for number in range(count):
        make_rule("deal.won", [LOOK], name=f"R{number}", conditions=[("base_amount", "at_least", "5")])
    ada = as_user(cast.ada)
    with django_assert_max_num_queries(34):
        ada.get("/settings/rules/")


def test_the_acts_are_offered_in_plain_words(as_user, cast, workspace):
    page = as_user(cast.ada).get("/settings/rules/new/").text
    offered = dict(re.findall(r'<option value="(\w+)">([^<]+)</option>', page.partition('name="do0-act"')[2]))
    assert (offered["plan"], offered["letter"], offered["move"]) == (
        "plan a follow-up",
        "send a letter",
        "move it to a stage",
    )
    assert "“…”" not in page


def test_without_script_rows_are_added_by_a_button(as_user, cast, workspace):
    page = as_user(cast.ada).get("/settings/rules/new/").text
    assert [words for words in ("Add a condition", "Add a thing to do") if words in page] == [
        "Add a condition",
        "Add a thing to do",
    ]
    draft = {"look": "page", "name": "Draft", "if0-fact": "base_amount", "do0-act": "tell"}
    page = as_user(cast.ada).post("/settings/rules/new/", draft).text
    there = [f'name="{name}"' in page for name in ("if0-value", "if1-fact", "do0-text", "do1-act")]
    assert (there, Rule.objects.count()) == ([True] * 4, 0)
