"""Two records made one and taken apart again, with everything that leads to either."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.files.actions import add_file
from accounts.files.queries import files_of
from followups.models import FollowUp, FollowUpKind
from leads.actions import edit_company, edit_lead, log_touch
from leads.duplicates.carrying import LEFT, key_of, uses_of
from leads.duplicates.deciding import keep_apart, offer_again
from leads.duplicates.merging import merge
from leads.duplicates.pairs import find_pairs
from leads.duplicates.undoing import undo_merge
from leads.models import Arrival, Company, Contact, Lead, LikelyPair, Merge, ScoreReason, ScoringRule
from tests.world import make_lead
from timeline.models import Event

UNCOMPARED = {"version"}


def everything():
    """Every row of every table a merge may touch, but for versions, the log and what tells of the merge itself."""
    told = {"Merge", "LikelyPair", "LeadLabelStay"}
    models = [model for app in ("leads", "pipeline", "followups") for model in apps.get_app_config(app).get_models()]
    return {
        (model.__name__, row["id"]): {name: value for name, value in row.items() if name not in UNCOMPARED}
        for model in models
        if model.__name__ not in told and hasattr(model, "id")
        for row in model._base_manager.values()
    }


@pytest.fixture
def twin(cast, hot):
    """Bob's lead of the same person, who is known better there."""
    facts = {"email": "mwana@dar.example", "phone": "+255 22 211 0000", "phone_key": "+255222110000", "label": hot}
    twin = make_lead("Kapinga, Mwana", cast.bob, status=Lead.Status.WORKING, external_id="crm:7", **facts)
    twin.qualification.need, twin.qualification.need_evidence = 2, "180 trucks"
    twin.qualification.save()
    kind = FollowUpKind.objects.create(name="Call", icon="phone")
    FollowUp.objects.create(kind=kind, title="Call", lead=twin, owner=cast.bob, due_at=timezone.now())
    Arrival.objects.create(lead=twin, source="Fair")
    return twin


def test_the_fuller_value_stays(cast, lead, twin):
    merge(lead, twin, by=cast.alice)
    kept = Lead.objects.get(pk=lead.pk)
    assert (kept.name, kept.phone, kept.phone_key) == ("Kapinga, Mwana", "+255 22 211 0000", "+255222110000")
    assert (kept.company_name, kept.source, kept.label, kept.owner) == ("Dar Freight", "Fair", twin.label, cast.alice)
    assert (kept.status, kept.external_id, kept.version) == ("working", "crm:7", 2)
    assert (kept.qualification.need, kept.qualification.need_evidence) == (2, "180 trucks")
    assert Lead.objects.visible_to(cast.ada).get() == kept


def test_what_was_chosen_counts(cast, lead, twin):
    merge(lead, twin, by=cast.alice, choices={"name": "kept", "owner": "gone", "bant.need": "kept"})
    kept = Lead.objects.get(pk=lead.pk)
    assert (kept.name, kept.owner, kept.qualification.need) == ("Mwana Kapinga", cast.bob, 0)


def test_everything_that_leads_there_is_carried_over(cast, lead, twin):
    made = merge(lead, twin, by=cast.alice)
    assert [step["use"] for step in made.moved] == ["followups.followup.lead", "leads.arrival.lead"]
    assert (lead.follow_ups.count(), lead.arrivals.count()) == (1, 1)


def test_taken_apart_everything_is_as_it_was(cast, lead, twin):
    before = everything()
    made = merge(lead, twin, by=cast.alice)
    assert everything() != before
    undo_merge(made, by=cast.alice)
    assert everything() == before


def test_what_somebody_changed_since_stays(cast, lead, twin):
    made = merge(lead, twin, by=cast.alice)
    edit_lead(lead, by=cast.alice, version=2, phone="+255 22 999", job_title="Director")
    undo_merge(made, by=cast.alice)
    kept = Lead.objects.get(pk=lead.pk)
    assert (kept.name, kept.phone, kept.job_title) == ("Mwana Kapinga", "+255 22 999", "Director")


def test_only_one_can_take_it_apart(cast, lead, twin):
    made = merge(lead, twin, by=cast.alice)
    undo_merge(made, by=cast.alice)
    with pytest.raises(ValidationError, match="taken apart already"):
        undo_merge(made, by=cast.bob)


def test_the_later_merge_goes_first(cast, lead, twin):
    third = make_lead("M. Kapinga", cast.alice, email=lead.email)
    first = merge(twin, third, by=cast.alice)
    before = everything()
    second = merge(lead, twin, by=cast.alice)
    with pytest.raises(ValidationError, match="take that apart first"):
        undo_merge(first, by=cast.alice)
    undo_merge(second, by=cast.alice)
    assert everything() == before
    undo_merge(first, by=cast.alice)
    assert Lead.objects.filter(merged_into=None).count() == 3


def test_each_is_one_event(cast, lead, twin, verbs):
    made = merge(lead, twin, by=cast.alice)
    undo_merge(made, by=cast.bob)
    assert verbs() == ["lead.merged", "lead.unmerged"]
    merged, unmerged = Event.objects.order_by("pk")
    assert (merged.subject, merged.about) == (f"lead:{lead.pk}", [f"lead:{lead.pk}", f"lead:{twin.pk}"])
    assert merged.changes["phone"] == ["", "+255 22 211 0000"]
    assert (unmerged.undoes, merged.undone_by) == (merged, unmerged)


def test_a_deal_is_the_one_that_stays(cast, lead, twin):
    Lead.objects.filter(pk=twin.pk).update(status="converted")
    with pytest.raises(ValidationError, match="is a deal already: keep that one"):
        merge(lead, twin, by=cast.alice)
    merge(twin, lead, by=cast.alice)
    assert Lead.objects.get(pk=twin.pk).status == "converted"


@pytest.mark.parametrize("what", ["same", "kind", "gone"])
def test_what_cannot_be_merged(cast, lead, twin, what):
    company = Company.objects.create(name="Dar Freight")
    if what == "gone":
        merge(lead, twin, by=cast.alice)
    other = {"same": lead, "kind": company, "gone": twin}[what]
    with pytest.raises(ValidationError):
        merge(lead, other, by=cast.alice)


def test_what_is_there_already_is_not_doubled(cast, lead, twin):
    rule = ScoringRule.objects.create(name="Trucks", points=30)
    for one in (lead, twin):
        ScoreReason.objects.create(lead=one, rule=rule, points=30, earned_at=timezone.now())
    merge(lead, twin, by=cast.alice)
    assert (lead.score_reasons.count(), twin.score_reasons.count()) == (1, 1)


def test_what_they_lived_through(cast, lead, twin):
    now = timezone.now()
    log_touch(twin, kind="call", text="She calls back", by=cast.bob)
    Lead.objects.filter(pk=twin.pk).update(first_response_at=now, unanswered_touches=2, unanswered_since=now)
    Lead.objects.filter(pk=lead.pk).update(first_response_at=now - timedelta(days=1))
    merge(lead, twin, by=cast.alice)
    kept, gone = Lead.objects.get(pk=lead.pk), Lead.objects.get(pk=twin.pk)
    assert (kept.last_touch_at, kept.first_response_at) == (gone.last_touch_at, now - timedelta(days=1))
    assert (kept.unanswered_touches, kept.unanswered_since) == (2, now)


def test_a_lead_and_a_contact_are_one_person(cast, lead):
    company = Company.objects.create(name="Dar Freight")
    contact = Contact.objects.create(name="M. Kapinga", company=company, owner=cast.bob)
    before = everything()
    made = merge(contact, lead, by=cast.alice)
    lead, contact = Lead.objects.get(pk=lead.pk), Contact.objects.get(pk=contact.pk)
    assert (lead.contact, lead.company, lead.merged_into) == (contact, company, None)
    assert (contact.name, contact.email) == ("Mwana Kapinga", "mwana@dar.example")
    undo_merge(made, by=cast.alice)
    assert everything() == before


def test_companies_take_their_people_deals_and_children_along(cast, board, make_deal):
    deal = make_deal(cast.alice, board.demo, company="Dar Freight")
    kept = Company.objects.create(name="Dar Freight Ltd", domain="dar.example", parent=deal.company)
    child = Company.objects.create(name="Dar Ports", parent=deal.company)
    person = Contact.objects.create(name="Mwana", company=deal.company)
    before = everything()
    made = merge(kept, deal.company, by=cast.alice)
    for thing in (deal, child, person, kept):
        thing.refresh_from_db()
    assert (deal.company, child.parent, person.company, kept.parent) == (kept, kept, kept, None)
    undo_merge(made, by=cast.alice)
    assert everything() == before


def test_nothing_comes_above_itself_by_a_merge(cast):
    top = Company.objects.create(name="Dar Group")
    middle = Company.objects.create(name="Dar Ports", parent=top)
    low = Company.objects.create(name="Dar Freight", parent=middle)
    before = everything()
    with pytest.raises(ValidationError, match="Dar Freight would stand above itself by this"):
        merge(low, top, by=cast.alice)
    assert everything() == before
    merge(top, low, by=cast.alice, choices={"parent": "kept"})
    assert Company.objects.get(pk=top.pk).parent is None


def test_nothing_comes_above_itself_when_taken_apart(cast):
    above = Company.objects.create(name="Dar Group")
    gone = Company.objects.create(name="Dar Freight", parent=above)
    child = Company.objects.create(name="Dar Ports", parent=gone)
    kept = Company.objects.create(name="Dar Freight Ltd")
    made = merge(kept, gone, by=cast.alice, choices={"parent": "kept"})
    edit_company(above, by=cast.alice, parent=child)
    with pytest.raises(ValidationError, match="would stand above itself by this"):
        undo_merge(made, by=cast.alice)
    assert Merge.objects.get().undone_at is None
    edit_company(above, by=cast.alice, parent=None)
    undo_merge(made, by=cast.alice)
    child.refresh_from_db()
    assert child.parent == gone


def test_custom_values_are_chosen_one_by_one(cast, lead, twin):
    Lead.objects.filter(pk=lead.pk).update(custom={"trucks": "180", "plan": "a"})
    Lead.objects.filter(pk=twin.pk).update(custom={"depots": "3", "plan": "b"})
    merge(lead, twin, by=cast.alice, choices={"custom.plan": "gone"})
    assert Lead.objects.get(pk=lead.pk).custom == {"trucks": "180", "depots": "3", "plan": "b"}


def test_every_relation_is_carried_or_stays_on_purpose():
    carried = {key_of(field) for model in (Lead, Contact, Company) for field in uses_of(model)}
    assert carried >= {"pipeline.deal.lead", "pipeline.deal.company", "pipeline.deal.contact", "leads.submission.lead"}
    assert carried >= {"pipeline.dealcontact.contact", "leads.contact.company", "leads.lead.contact"}
    assert carried.isdisjoint(LEFT | {"leads.lead.merged_into"})


def test_the_pair_is_settled_and_open_again(cast, lead, twin):
    find_pairs([f"lead:{lead.pk}"])
    made = merge(lead, twin, by=cast.alice)
    assert LikelyPair.objects.values_list("state", "decided_by").get() == ("merged", cast.alice.pk)
    undo_merge(made, by=cast.alice)
    assert LikelyPair.objects.values_list("state", "decided_by").get() == ("open", None)


def test_not_the_same_and_back(cast, lead, twin, verbs):
    find_pairs([f"lead:{lead.pk}"])
    pair = keep_apart(LikelyPair.objects.get(), by=cast.alice)
    assert (pair.state, pair.decided_by) == ("apart", cast.alice)
    find_pairs([f"lead:{lead.pk}"])
    assert LikelyPair.objects.get().state == "apart"
    assert offer_again(pair, by=cast.bob).state == "open"
    assert verbs() == ["lead.kept_apart", "lead.likely_again"]
    said, taken_back = Event.objects.order_by("pk")
    assert (taken_back.undoes, Merge.objects.count()) == (said, 0)


def test_files_are_carried_over_and_back(cast):
    kept, gone = (Contact.objects.create(name=name, owner=cast.alice) for name in ("Kari", "Kari S."))
    names = {thing: f"{thing.name}.txt" for thing in (kept, gone)}
    for thing, name in names.items():
        add_file(thing, upload=SimpleUploadedFile(name, b"What was agreed"), by=cast.alice)
    made = merge(kept, gone, by=cast.alice)
    assert {file.name for file in files_of(kept, cast.alice)} == set(names.values())
    undo_merge(made, by=cast.alice)
    for thing, name in names.items():
        assert [file.name for file in files_of(thing, cast.alice)] == [name]
