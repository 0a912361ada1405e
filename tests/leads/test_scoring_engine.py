"""Scores: what rules give, how it fades, and the labels and promotions that follow."""

from datetime import timedelta

import pytest
from django.db.models.expressions import RawSQL
from django.utils import timezone

from leads import actions
from leads.listeners import keep_scores
from leads.models import Label, LabelSet, Lead, LeadLabelStay, ScoreReason, ScoreThreshold, ScoringRule
from leads.scoring import catching_up
from leads.scoring.actions import add_rule, edit_rule, retire_rule, return_rule, set_thresholds
from leads.scoring.engine import rescore
from leads.scoring.reasons import reasons_of
from tests.world import make_lead
from timeline.log import record
from timeline.models import Event

DAIRY = [{"fact": "industry", "is": "one_of", "value": ["Dairy"]}]


@pytest.fixture
def rules(cast):
    """+30 for dairies, +20 for each of two answers at most, which halve every 10 days."""
    facts = {"name": "Dairy", "points": 30, "conditions": DAIRY}
    return [
        add_rule(by=cast.ada, **facts),
        add_rule(
            by=cast.ada, name="Answered", kind="deed", signal="lead.answered", points=20, most_times=2, half_life=10
        ),
    ]


@pytest.fixture
def heat(cast):
    heat = LabelSet.objects.create(name="Heat")
    return {name: Label.objects.create(set=heat, name=name, hue=40) for name in ("hot", "warm")}


@pytest.fixture
def thresholds(cast, heat):
    marks = [{"at_least": 60, "label": heat["hot"], "promotes": True}, {"at_least": 30, "label": heat["warm"]}]
    set_thresholds([{"promotes": False} | one for one in marks], by=cast.ada)


def answered(lead):
    return record("lead.answered", lead, by=None)


def backdate(lead, days):
    ScoreReason.objects.filter(lead=lead).update(earned_at=timezone.now() - timedelta(days=days))


def score(lead):
    rescore([lead.pk])
    return standing(lead)


def standing(lead):
    return Lead.objects.get(pk=lead.pk).score


def verbs_about(lead):
    return list(Event.objects.filter(subject=f"lead:{lead.pk}").order_by("pk").values_list("verb", flat=True))


def test_what_a_lead_is_and_did_make_its_score(cast, lead, rules):
    assert score(lead) == 0
    Lead.objects.filter(pk=lead.pk).update(industry="dairy")
    assert score(lead) == 30
    answered(lead)
    assert score(lead) == 50
    answered(lead)
    answered(lead)
    assert score(lead) == 70
    assert [(one.name, one.points, one.times) for one in reasons_of([lead.pk])[lead.pk]] == [
        ("Answered", 40, 2),
        ("Dairy", 30, 1),
    ]


def test_reasons_go_when_they_no_longer_hold(cast, lead, rules):
    Lead.objects.filter(pk=lead.pk).update(industry="Dairy")
    event = answered(lead)
    assert score(lead) == 50
    Lead.objects.filter(pk=lead.pk).update(industry="Ports")
    record("lead.unanswered", lead, by=None, undoes=event)
    assert (score(lead), ScoreReason.objects.count()) == (0, 0)


def test_deeds_fade_by_half_and_the_reasons_still_add_up(cast, lead, rules):
    answered(lead)
    assert score(lead) == 20
    backdate(lead, 10)
    assert catching_up.fade_all() == 1
    assert (standing(lead), [one.points for one in reasons_of([lead.pk])[lead.pk]]) == (10, [10])
    backdate(lead, 13)
    catching_up.fade_all()
    assert (standing(lead), [one.points for one in reasons_of([lead.pk])[lead.pk]]) == (8, [8])
    assert catching_up.fade_all() == 0


def test_a_score_stays_between_0_and_100(cast, lead):
    add_rule(by=cast.ada, name="All", points=80)
    add_rule(by=cast.ada, name="All again", points=80)
    assert score(lead) == 100
    ScoringRule.objects.update(points=-50)
    assert score(lead) == 0


def test_without_rules_scores_are_left_alone(cast, lead):
    Lead.objects.filter(pk=lead.pk).update(score=42)
    assert (score(lead), catching_up.score_those_behind()) == (42, False)
    assert standing(lead) == 42


def test_reasons_that_stand_are_not_written_again(cast, lead, rules):
    Lead.objects.filter(pk=lead.pk).update(industry="Dairy")
    answered(lead)
    score(lead)
    before = written()
    assert (score(lead), written()) == (50, before)
    answered(lead)
    assert score(lead) == 70
    assert [new == old for new, old in zip(written(), before, strict=True)] == [True, False]


def written():
    """Which transaction wrote each reason, in the order of the rules."""
    reasons = ScoreReason.objects.annotate(by=RawSQL("leads_scorereason.xmin::text", []))
    return list(reasons.order_by("rule").values_list("by", "pk"))


def test_leads_that_are_gone_are_not_scored(cast, lead, rules):
    gone = make_lead("Gone", cast.alice, industry="Dairy", status="disqualified")
    assert (score(gone), ScoreReason.objects.count()) == (0, 0)


def test_the_deeds_of_a_merged_lead_count_for_the_one_that_stays(cast, lead, rules):
    twin = make_lead("Twin", cast.alice)
    answered(twin)
    Lead.objects.filter(pk=twin.pk).update(merged_into=lead)
    assert score(lead) == 20


def test_the_score_labels_and_promotes_once(cast, lead, rules, heat, thresholds):
    Lead.objects.filter(pk=lead.pk).update(industry="Dairy")
    score(lead)
    assert Lead.objects.get().label == heat["warm"]
    answered(lead)
    answered(lead)
    score(lead)
    one = Lead.objects.get()
    assert (one.label, one.promoted_at is not None) == (heat["hot"], True)
    score(lead)
    assert verbs_about(lead) == ["lead.labelled", "lead.answered", "lead.answered", "lead.labelled", "lead.promoted"]
    assert [stay.label for stay in LeadLabelStay.objects.all()] == [heat["warm"], heat["hot"]]


def test_a_label_set_by_hand_stays_until_it_is_cleared(cast, lead, rules, heat, thresholds):
    Lead.objects.filter(pk=lead.pk).update(industry="Dairy")
    score(lead)
    one = Lead.objects.get()
    actions.edit_lead(one, by=cast.alice, version=one.version, label=heat["hot"])
    score(lead)
    one = Lead.objects.get()
    assert (one.label, one.label_is_by_hand) == (heat["hot"], True)
    actions.edit_lead(one, by=cast.alice, version=one.version, label=None)
    score(lead)
    assert (Lead.objects.get().label, Lead.objects.get().label_is_by_hand) == (heat["warm"], False)


def test_who_writes_an_old_form_does_not_choose_the_label_by_it(cast, lead, rules, heat, thresholds):
    Lead.objects.filter(pk=lead.pk).update(industry="Dairy")
    score(lead)
    old = Lead.objects.get()
    answered(lead)
    answered(lead)
    score(lead)
    actions.edit_lead(old, by=cast.alice, version=old.version, label=heat["warm"], phone="+255 22 211 0000")
    one = Lead.objects.get()
    assert (one.label, one.label_is_by_hand, one.phone) == (heat["hot"], False, "+255 22 211 0000")


def test_a_label_that_answers_another_question_stays(cast, lead, rules, heat, thresholds):
    fair = Label.objects.create(set=LabelSet.objects.create(name="Came by"), name="Fair", hue=40)
    Lead.objects.filter(pk=lead.pk).update(industry="Dairy", label=fair)
    score(lead)
    assert Lead.objects.get().label == fair


def test_who_rests_and_does_something_comes_back(cast, lead, rules, thresholds):
    day = timezone.localdate() + timedelta(days=90)
    Lead.objects.filter(pk=lead.pk).update(industry="Dairy", status="recycled", returns_on=day)
    answered(lead)
    answered(lead)
    score(lead)
    assert (Lead.objects.get().status, Lead.objects.get().returns_on) == ("working", None)


def test_the_log_keeps_scores_true(cast, lead, rules):
    actions.edit_lead(lead, by=cast.alice, version=1, industry="Dairy")
    answered(lead)
    keep_scores(list(Event.objects.order_by("pk")))
    assert standing(lead) == 50


def test_a_change_of_the_rules_scores_everybody_anew(cast, lead, rules):
    catching_up.score_those_behind()
    assert not catching_up.behind().exists()
    Lead.objects.filter(pk=lead.pk).update(industry="Dairy")
    edit_rule(rules[0], by=cast.ada, **facts_of(rules[0]) | {"points": 45})
    assert catching_up.behind().count() == 1
    assert catching_up.score_those_behind() is False
    assert standing(lead) == 45
    retire_rule(rules[0], by=cast.ada)
    catching_up.score_those_behind()
    assert standing(lead) == 0
    return_rule(rules[0], by=cast.ada)
    catching_up.score_those_behind()
    assert standing(lead) == 45
    last = Event.objects.filter(verb__startswith="scoring.").values_list("verb", flat=True)
    assert sorted(last) == ["scoring.added", "scoring.added", "scoring.edited", "scoring.retired", "scoring.returned"]


def facts_of(rule):
    names = ("name", "kind", "points", "conditions", "signal", "most_times", "half_life")
    return {name: getattr(rule, name) for name in names}


def test_a_threshold_alone_labels_at_once(cast, lead, heat):
    Lead.objects.filter(pk=lead.pk).update(score=70)
    set_thresholds([{"at_least": 60, "label": heat["hot"], "promotes": True}], by=cast.ada)
    assert (ScoreThreshold.objects.count(), catching_up.score_those_behind()) == (1, False)
    one = Lead.objects.get()
    assert (one.label, one.score, one.promoted_at) == (heat["hot"], 70, None)
