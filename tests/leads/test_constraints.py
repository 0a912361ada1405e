"""What the database refuses of leads and what belongs to them, whoever writes it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.models import ApiKey
from leads.models import (
    Arrival,
    AssignmentRule,
    AssignmentTurn,
    CaptureForm,
    Company,
    FormField,
    ImportBatch,
    ImportChange,
    ImportMapping,
    Lead,
    LeadPolicy,
    LikelyPair,
    Merge,
    ScoreReason,
    ScoreThreshold,
    ScoringRule,
    Submission,
)
from tests.refusal import refused_by
from tests.world import make_lead

DAY, NOW = date(2026, 11, 22), timezone.now()
KEY = "b5Wq0f_Contact"


def set_on(lead, **facts):
    return refused_by(Lead.objects.filter(pk=lead.pk).update, **facts)


@pytest.fixture
def form(cast):
    return CaptureForm.objects.create(key=KEY, name="Contact", created_by=cast.ada)


@pytest.fixture
def batch(cast):
    return ImportBatch.objects.create(kind="leads", file_name="fair.csv", content=b"name\n", owner=cast.mona)


def test_recycled_leads_have_a_day_and_no_others(lead):
    assert set_on(lead, status="recycled") == "recycled_leads_have_a_day"
    assert set_on(lead, returns_on=DAY) == "recycled_leads_have_a_day"
    assert set_on(lead, status="recycled", returns_on=DAY) == ""


def test_silence_counts_from_a_touch(lead):
    assert set_on(lead, unanswered_touches=2) == "unanswered_since_a_touch"
    assert set_on(lead, unanswered_since=NOW) == "unanswered_since_a_touch"
    assert set_on(lead, unanswered_touches=2, unanswered_since=NOW) == ""


@pytest.mark.parametrize("number", ["030 1234", "+0301234567", "+49 30 123456", "4930123456", "+49"])
def test_phone_keys_are_e164(lead, number):
    assert set_on(lead, phone_key=number) == "lead_phone_key_is_e164"


def test_custom_values_are_a_sheet(lead):
    assert [set_on(lead, custom=value) for value in ([], "fleet", 7)] == ["lead_custom_is_a_sheet"] * 3
    assert set_on(lead, custom={"fleet": 7}) == ""


def test_one_record_per_id_of_another_program(lead, cast):
    set_on(lead, external_id="pipedrive:7")
    assert refused_by(make_lead, "Other", cast.bob, external_id="pipedrive:7") == "one_lead_per_external_id"


def test_nothing_is_merged_into_itself(lead):
    assert set_on(lead, merged_into=lead.pk) == "lead_not_merged_into_itself"


def test_no_company_is_its_own_parent(db):
    firm = Company.objects.create(name="Dar Freight")
    assert refused_by(Company.objects.filter(pk=firm.pk).update, parent=firm) == "company_not_its_own_parent"


def test_what_was_merged_is_found_in_the_other(lead, cast):
    other = make_lead("Mwana K.", cast.alice, merged_into=lead)
    assert list(Lead.objects.visible_to(cast.alice)) == [lead]
    assert list(lead.merged.all()) == [other]


def test_a_pair_stands_once_in_order(db):
    pair = LikelyPair.objects.create(one="contact:9", other="lead:10", likeness=96)
    assert refused_by(LikelyPair.objects.create, one="contact:9", other="lead:10", likeness=5) == "one_row_per_pair"
    assert refused_by(LikelyPair.objects.create, one="lead:2", other="lead:10", likeness=5) == "pair_in_order"
    assert refused_by(LikelyPair.objects.create, one="lead:1", other="lead:2", likeness=101) == "likeness_in_percent"
    assert pair.state == LikelyPair.State.OPEN


def test_a_record_is_merged_once_until_that_is_undone(cast):
    facts = {"before": {}, "after": {}, "by": cast.alice}
    merge = Merge.objects.create(kept="lead:1", gone="lead:2", **facts)
    assert refused_by(Merge.objects.create, kept="lead:3", gone="lead:2", **facts) == "merged_once"
    assert refused_by(Merge.objects.create, kept="lead:3", gone="lead:3", **facts) == "merge_of_two"
    undo = Merge.objects.filter(pk=merge.pk).update
    assert refused_by(undo, undone_at=NOW) == "merge_undone_by_somebody"
    undo(undone_at=NOW, undone_by=cast.alice)
    assert refused_by(Merge.objects.create, kept="lead:3", gone="lead:2", **facts) == ""


def test_forms_can_be_filled_in(cast, form):
    make = CaptureForm.objects.create
    assert refused_by(make, key="short", name="A", created_by=cast.ada) == "form_key_is_long"
    other = {"key": f"{KEY}2", "name": "A", "created_by": cast.ada}
    assert refused_by(make, **other, hourly_limit=0) == "form_lets_somebody_through"
    assert refused_by(make, **other, asks_twice=True) == "form_knows_how_to_ask"
    FormField.objects.create(form=form, fact="email", label="E-mail")
    assert refused_by(FormField.objects.create, form=form, fact="email", label="Again") == "one_question_per_fact"


def test_only_published_forms_are_open(form):
    assert list(CaptureForm.objects.open()) == []
    CaptureForm.objects.update(published_at=NOW)
    assert list(CaptureForm.objects.open()) == [form]
    CaptureForm.objects.update(retired_at=NOW)
    assert list(CaptureForm.objects.open()) == []


def test_a_submission_is_taken_once_with_its_lead(form, lead):
    one, other = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"
    send = Submission.objects.create
    sent = send(form=form, operation=one, lead=lead)
    assert refused_by(send, form=form, operation=one, lead=lead) == "leads_submission_operation_key"
    assert refused_by(send, form=form, operation=other) == "taken_with_a_lead"
    assert refused_by(send, form=form, operation=other, state="waiting", lead=lead) == "taken_with_a_lead"
    assert refused_by(send, form=form, operation=other, lead=lead, consented_at=NOW) == "consent_to_something_said"
    Arrival.objects.create(lead=lead, submission=sent, source="Web")
    assert refused_by(Arrival.objects.create, lead=lead, submission=sent) == "leads_arrival_submission_id_key"


def test_a_key_that_goes_leaves_what_it_handed_in(cast, lead):
    key = ApiKey.objects.create(owner=cast.ada, token_hash="0" * 64, scopes=["leads.capture"])
    sent = Submission.objects.create(api_key=key, operation="11111111-1111-4111-8111-111111111111", lead=lead)
    key.delete()
    sent.refresh_from_db()
    assert sent.api_key is None


def test_points_say_something(db):
    make = ScoringRule.objects.create
    assert refused_by(make, name="A", points=0) == "points_say_something"
    assert refused_by(make, name="A", points=101) == "points_say_something"
    assert refused_by(make, name="A", points=5, kind="deed") == "deeds_have_a_signal"
    assert refused_by(make, name="A", points=5, half_life=30) == "deeds_have_a_signal"
    assert refused_by(make, name="A", points=5, conditions={}) == "scoring_conditions_are_a_list"
    assert refused_by(make, name="A", points=5, kind="deed", signal="lead.answered", half_life=30) == ""


def test_one_reason_per_rule_and_lead(lead):
    reason = {"lead": lead, "rule": ScoringRule.objects.create(name="A", points=5), "points": 5, "earned_at": NOW}
    ScoreReason.objects.create(**reason)
    assert refused_by(ScoreReason.objects.create, **reason) == "one_reason_per_rule"


def test_thresholds_do_something_within_the_scores(hot):
    make = ScoreThreshold.objects.create
    assert refused_by(make, at_least=70) == "threshold_does_a_thing"
    assert refused_by(make, at_least=101, label=hot) == "threshold_within_scores"
    assert refused_by(make, at_least=70, label=hot) == ""


def test_whoever_waited_longest_is_next(cast):
    rule = AssignmentRule.objects.create(name="Web")
    times = [(cast.alice, NOW), (cast.bob, NOW - timedelta(hours=1)), (cast.mona, None)]
    for person, moment in times:
        AssignmentTurn.objects.create(rule=rule, user=person, last_given_at=moment)
    assert [turn.user for turn in rule.turns.all()] == [cast.mona, cast.bob, cast.alice]
    assert refused_by(AssignmentTurn.objects.create, rule=rule, user=cast.bob) == "one_turn_per_person"


def test_pruning_takes_time(workspace):
    assert refused_by(LeadPolicy.objects.create, workspace=workspace, prune_days=0) == "pruning_takes_time"


def test_a_batch_knows_each_record_once_and_both_sides_of_a_change(batch, cast):
    make, change = ImportChange.objects.create, {"batch": batch, "record": "lead", "line": 2}
    assert make(**change, record_id=1).is_new is True
    assert refused_by(make, **change, record_id=1) == "one_change_per_record_and_batch"
    assert refused_by(make, **change, record_id=2, before={"name": "A"}) == "changes_have_both_sides"
    assert make(**change, record_id=2, before={"name": "A"}, after={"name": "B"}).is_new is False
    ImportMapping.objects.create(owner=cast.mona, kind="leads", name="Fair")
    assert refused_by(ImportMapping.objects.create, owner=cast.mona, kind="leads", name="Fair") == (
        "one_mapping_name_per_owner"
    )
