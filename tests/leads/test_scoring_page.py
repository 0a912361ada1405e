"""The page where an admin writes the rules of the score, and sees beforehand what they would do."""

import pytest
from django.urls import reverse

from accounts.models import CustomField
from leads.models import Label, LabelSet, Lead, LeadPolicy, ScoreThreshold, ScoringRule
from leads.scoring.actions import add_rule
from leads.scoring.catching_up import score_those_behind
from leads.scoring.preview import preview_of
from tests.world import make_lead

DAIRY = {"if0-fact": "industry", "if0-is": "one_of", "if0-value": "Dairy, Food"}
RULE = {"name": "Dairy", "points": "30", "kind": "fit", **DAIRY}
KEPT = [{"fact": "industry", "is": "one_of", "value": ["Dairy", "Food"]}]
PAGE = reverse("leads:scoring")
NEW = reverse("leads:scoring-new")


@pytest.fixture
def leads(cast):
    return [
        make_lead("Gelo", cast.alice, industry="Dairy", score=10),
        make_lead("Sato", cast.bob, industry="Food", score=20),
        make_lead("Port", cast.charlie, industry="Ports", score=90),
    ]


@pytest.fixture
def hot(db):
    label = Label.objects.create(set=LabelSet.objects.create(name="Heat"), name="Hot", hue=40)
    return ScoreThreshold.objects.create(at_least=60, label=label)


def rule_url(name, rule):
    return reverse(f"leads:scoring-{name}", args=[rule.pk])


def test_a_rule_is_added_changed_retired_and_brought_back(as_user, cast):
    client = as_user(cast.ada)
    assert client.post(NEW, RULE).url == PAGE
    rule = ScoringRule.objects.get()
    assert (rule.name, rule.points, rule.conditions, rule.signal) == ("Dairy", 30, KEPT, "")
    page = client.get(PAGE).content.decode()
    assert "Industry is one of Dairy, Food" in page
    deed = {"name": "Answered", "points": "-5", "kind": "deed", "signal": "lead.answered", "half_life": "14"}
    assert client.post(reverse("leads:scoring-rule", args=[rule.pk]), deed).url == PAGE
    rule.refresh_from_db()
    assert (rule.signal, rule.half_life, rule.most_times, rule.conditions) == ("lead.answered", 14, 1, [])
    client.post(rule_url("retire", rule))
    assert not ScoringRule.objects.standing().exists()
    client.post(rule_url("return", rule))
    assert ScoringRule.objects.standing().count() == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Say why, as the score will say it."),
        ({"points": "0"}, "No points say nothing"),
        ({"points": "900"}, "100"),
        ({"kind": "deed", "signal": ""}, "Choose what they do"),
        ({"kind": "deed", "signal": "lead.answered", "half_life": "0"}, "1"),
        ({"if0-fact": ""}, "choose at least one condition"),
        ({"if0-value": ""}, "Say what it must be."),
        ({"if0-fact": "custom.gone"}, "This field is gone."),
    ],
)
def test_what_is_wrong_is_said_and_the_text_kept(as_user, cast, wrong, sentence):
    response = as_user(cast.ada).post(NEW, RULE | wrong)
    page = response.content.decode()
    assert (response.status_code, sentence in page, ScoringRule.objects.count()) == (422, True, 0)
    assert 'value="Dairy"' in page or wrong.get("name") == ""


def test_every_kind_of_value_is_read_and_shown_again(as_user, cast):
    CustomField.objects.create(record="lead", key="trucks", name="Trucks", kind="number")
    CustomField.objects.create(record="lead", key="visit", name="Visit", kind="date")
    said = {
        **{"if0-fact": "custom.trucks", "if0-is": "at_least", "if0-value": "1.200,50"},
        **{"if1-fact": "custom.visit", "if1-is": "at_most", "if1-value": "2026-11-20"},
        **{"if2-fact": "decides", "if2-is": "is", "if2-value": "no"},
        **{"if3-fact": "size", "if3-is": "one_of", "if3-value": ["10-49", "50-249"]},
        **{"if4-fact": "qualification.need", "if4-is": "at_least", "if4-value": "1"},
        **{"if5-fact": "email", "if5-is": "is_set"},
        "if7-fact": "",
    }
    client = as_user(cast.ada)
    client.post(NEW, {"name": "All", "points": "5", "kind": "fit", **said})
    rule = ScoringRule.objects.get()
    assert [(one["is"], one["value"]) for one in rule.conditions] == [
        ("at_least", "1200.5"),
        ("at_most", "2026-11-20"),
        ("is", False),
        ("one_of", ["10-49", "50-249"]),
        ("at_least", 1),
        ("is_set", None),
    ]
    page = client.get(reverse("leads:scoring-rule", args=[rule.pk])).content.decode()
    assert 'value="1200.5"' in page
    assert '<option value="50-249" selected>' in page
    assert "Trucks is at least 1,200.5" in page


def test_the_preview_says_what_a_rule_would_do_and_changes_nothing(cast, leads, hot):
    add_rule(by=cast.ada, name="All", points=40, conditions=[])
    score_those_behind()
    preview = preview_of(ScoringRule(name="Dairy", points=30, conditions=KEPT), cast.ada)
    assert (preview.leads, preview.met, preview.higher, preview.lower) == (3, 2, 2, 0)
    assert [(one.threshold, one.up, one.down) for one in preview.crossings] == [(hot, 2, 0)]
    assert [(bin.first, bin.before, bin.after) for bin in preview.bins if bin.before or bin.after] == [
        (40, 3, 1),
        (70, 0, 2),
    ]
    assert preview.examples[0].after == 70
    assert sorted(Lead.objects.values_list("score", flat=True)) == [40, 40, 40]


def test_the_preview_of_a_kept_rule_counts_it_once(cast, leads):
    rule = add_rule(by=cast.ada, name="Dairy", points=30, conditions=KEPT)
    score_those_behind()
    assert preview_of(rule, cast.ada).higher == 0
    rule.points = 10
    assert preview_of(rule, cast.ada).lower == 2
    assert preview_of(rule, cast.ada, leaves=True).lower == 2


def test_looking_shows_the_preview_and_saves_nothing(as_user, cast, leads):
    client = as_user(cast.ada)
    page = client.post(NEW, RULE | {"look": "page"})
    assert (page.status_code, "2</b> of 3 leads meet it." in page.content.decode()) == (200, True)
    part = client.post(NEW, RULE | {"look": "preview"}, headers={"HX-Request": "true"}).content.decode()
    assert part.startswith('<section class="isec" id="preview"')
    rows = client.post(NEW, RULE | {"look": "conditions", "if0-fact": "decides"}).content.decode()
    assert '<option value="no">No</option>' in rows
    assert "if1-fact" in rows
    assert ScoringRule.objects.count() == 0


def marks(*rows):
    total = {"mark-TOTAL_FORMS": len(rows), "mark-INITIAL_FORMS": 0}
    return total | {f"mark-{n}-{name}": value for n, row in enumerate(rows) for name, value in row.items()}


def test_thresholds_are_kept_as_written(as_user, cast, hot):
    client = as_user(cast.ada)
    rows = [{"at_least": 70, "label": hot.label_id, "promotes": "on"}, {"at_least": ""}]
    assert client.post(reverse("leads:scoring-thresholds"), marks(*rows)).url == PAGE
    assert [(one.at_least, one.label, one.promotes) for one in ScoreThreshold.objects.all()] == [(70, hot.label, True)]
    twice = [{"at_least": 50, "promotes": "on"}, {"at_least": 50, "promotes": "on"}]
    assert client.post(reverse("leads:scoring-thresholds"), marks(*twice)).status_code == 422
    assert client.post(reverse("leads:scoring-thresholds"), marks({"at_least": 50})).status_code == 422
    assert ScoreThreshold.objects.count() == 1


def test_agreements_are_kept(as_user, cast):
    client = as_user(cast.ada)
    url = reverse("leads:scoring-agreements")
    assert client.post(url, {"prune_touches": 4, "prune_days": 14, "silence_days": 60}).url == PAGE
    assert LeadPolicy.objects.values_list("prune_touches", "prune_days", "silence_days").get() == (4, 14, 60)
    assert client.post(url, {"prune_touches": 0, "prune_days": 14, "silence_days": 60}).status_code == 422


def test_only_admins_come_here(as_user, cast):
    assert as_user(cast.mona).get(PAGE).status_code == 403
    assert as_user(cast.ada).get(rule_url("retire", ScoringRule.objects.create(name="A", points=1))).status_code == 405


def test_a_lead_says_why(as_user, cast, leads):
    add_rule(by=cast.ada, name="In dairy", points=30, conditions=KEPT)
    score_those_behind()
    page = as_user(cast.alice).get(reverse("leads:lead", args=[leads[0].pk])).content.decode()
    assert "Why 30?" in page
    assert "In dairy" in page
