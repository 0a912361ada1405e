"""Undo of what was written on leads, companies and contacts: every fact as before, custom ones too, or none."""

import re

import pytest
from django.urls import reverse

from leads import actions
from leads.actions.restoring import CannotUndo
from leads.actions.reverting import undo_bulk
from leads.models import Company, Contact, Lead
from leads.views.answers import undoably
from tests.fields import option_of
from timeline.models import Event

UNDO = re.compile(r'<form method="post" action="([^"]*/undo/)" data-undo>')
ANSWERED = {"budget": 2, "authority": 2, "need": 2, "timeline": 2, "budget_evidence": "CFO mail"}


@pytest.fixture
def alice(as_user, cast):
    return as_user(cast.alice)


@pytest.fixture
def sent(alice):
    """Alice sends a form; the address of the undo that the next page offers, if it offers one."""

    def send(name, pk, facts):
        page = alice.post(reverse(f"leads:{name}", args=[pk]), facts, follow=True).text
        found = UNDO.search(page)
        return found and found[1]

    return send


def again(record):
    return type(record).objects.get(pk=record.pk)


def facts_of_lead(lead, **facts):
    return {"name": lead.name, "email": lead.email, "company_name": lead.company_name, "version": lead.version} | facts


# ── a lead ──


def test_an_edit_is_taken_back_with_its_custom_fields(alice, cast, lead, sent, make_field, verbs):
    fleet, regions = make_field("lead", "Fleet", "number"), make_field("lead", "Regions", "choices", options=["N", "S"])
    lead = actions.edit_lead(lead, by=cast.alice, version=1, **{fleet.fact: "7"})
    changed = {"name": "Mwana K.", "phone": "+49 30 1234567", "owner": cast.bob.pk, fleet.fact: ""}
    undo = sent("edit", lead.pk, facts_of_lead(lead, **changed, **{regions.fact: [option_of(regions, "S")]}))
    now = again(lead)
    assert (now.name, now.phone_key, now.owner, now.custom) == (
        "Mwana K.",
        "+49301234567",
        cast.bob,
        {"regions": [option_of(regions, "S")]},
    )
    assert alice.post(undo).status_code == 302
    now = again(lead)
    assert (now.name, now.phone_key, now.owner, now.custom) == (lead.name, "", cast.alice, {"fleet": "7"})
    assert verbs()[-3:] == ["lead.edited", "lead.edited", "lead.undone"]
    assert Event.objects.last().details["said"]["Fleet"] == ["", "7"]


def test_nothing_changed_offers_no_undo(lead, sent, verbs):
    facts = facts_of_lead(lead, owner=lead.owner_id, source=lead.source)
    assert (sent("edit", lead.pk, facts), verbs()) == (None, [])


def test_what_somebody_changed_since_stays(alice, cast, lead, sent, make_field):
    fleet = make_field("lead", "Fleet", "number")
    undo = sent("edit", lead.pk, facts_of_lead(lead, owner=cast.alice.pk, source="Fair", **{fleet.fact: "7"}))
    actions.edit_lead(lead, by=cast.bob, version=2, **{fleet.fact: "8"})
    page = alice.post(undo, follow=True).text
    assert ("Mwana Kapinga was changed since." in page, again(lead).custom) == (True, {"fleet": "8"})


# ── its answers ──


def test_answers_are_taken_back_with_the_status_they_made(alice, lead, sent, verbs):
    undo = sent("qualify", lead.pk, ANSWERED)
    assert again(lead).status == "qualified"
    assert alice.post(undo).status_code == 302
    now = again(lead)
    sheet = now.qualification
    assert (now.status, str(sheet), sheet.budget_evidence, sheet.budget_on) == ("new", "0000", "", None)
    assert verbs() == ["lead.qualified", "lead.undone"]


def test_a_lead_let_go_since_stays_let_go(cast, lead):
    actions.qualify(lead, by=cast.alice, budget=2, authority=2, need=2, timeline=2)
    bulk = undoably(actions.qualify, lead, by=cast.alice, need=1)
    actions.disqualify(lead, reason="No fleet", by=cast.alice)
    undo_bulk(bulk, by=cast.alice, leads=[lead])
    assert (again(lead).status, str(again(lead).qualification)) == ("disqualified", "2222")


def test_an_answer_given_anew_stays(cast, lead):
    bulk = undoably(actions.qualify, lead, by=cast.alice, budget=1)
    actions.qualify(lead, by=cast.bob, budget=2)
    with pytest.raises(CannotUndo, match="was changed since"):
        undo_bulk(bulk, by=cast.alice, leads=[lead])


def test_answers_of_what_is_a_deal_now_are_the_deals(cast, lead):
    bulk = undoably(actions.qualify, lead, by=cast.alice, budget=1)
    Lead.objects.update(status="converted")
    with pytest.raises(CannotUndo, match="is a deal now"):
        undo_bulk(bulk, by=cast.alice, leads=[lead])


# ── companies and contacts ──


def test_an_edit_of_a_company_is_taken_back(alice, cast, sent, make_field, verbs):
    depot = make_field("company", "Depot", "text")
    above = Company.objects.create(name="Holding", owner=cast.alice)
    one = Company.objects.create(name="Nordkyst", city="Bodø", owner=cast.alice, custom={"depot": "Harstad"})
    facts = {"name": "Nordkyst Fisk", "city": "", "parent": "Holding", "owner": cast.bob.pk, depot.fact: "Alta"}
    undo = sent("company-edit", one.pk, facts)
    assert (again(one).parent, again(one).custom) == (above, {"depot": "Alta"})
    assert alice.post(undo).url == reverse("leads:company", args=[one.pk])
    now = again(one)
    assert (now.name, now.city, now.parent, now.owner, now.custom) == (
        "Nordkyst",
        "Bodø",
        None,
        cast.alice,
        {"depot": "Harstad"},
    )
    assert verbs()[-2:] == ["company.edited", "company.undone"]


def test_an_edit_of_a_contact_is_taken_back_with_the_phone_it_is_found_by(alice, cast, sent):
    kari = actions.create_contact(by=cast.alice, name="Kari", phone="+49 30 1234567", owner=cast.alice)
    undo = sent("contact-edit", kari.pk, {"name": "Kari", "phone": "", "owner": cast.alice.pk})
    assert again(kari).phone_key == ""
    alice.post(undo)
    assert (again(kari).phone, again(kari).phone_key) == ("+49 30 1234567", "+49301234567")


def test_a_company_whose_parent_stands_below_it_by_now_stays(alice, cast, sent):
    above = Company.objects.create(name="Holding", owner=cast.alice)
    one = Company.objects.create(name="Nordkyst", owner=cast.alice, parent=above)
    undo = sent("company-edit", one.pk, {"name": "Nordkyst", "parent": "", "owner": cast.alice.pk})
    actions.edit_company(above, by=cast.alice, parent=one)
    page = alice.post(undo, follow=True).text
    assert ("Holding belongs to Nordkyst" in page, again(one).parent) == (True, None)


def test_what_it_belonged_to_was_merged_away(alice, cast, sent):
    home, other = (Company.objects.create(name=name, owner=cast.alice) for name in ("Home", "Other"))
    kari = Contact.objects.create(name="Kari", company=home, owner=cast.alice)
    undo = sent("contact-edit", kari.pk, {"name": "Kari", "company": "", "owner": cast.alice.pk})
    Company.objects.filter(pk=home.pk).update(merged_into=other)
    page = alice.post(undo, follow=True).text
    assert ("What was there before is not there any more." in page, again(kari).company) == (True, None)


def test_only_who_did_it_or_a_leader_takes_it_back(as_user, cast, sent):
    one = Company.objects.create(name="Nordkyst", owner=cast.alice)
    undo = sent("company-edit", one.pk, {"name": "Nordkyst Fisk", "owner": cast.alice.pk})
    assert as_user(cast.charlie).post(undo).status_code == 404
    assert as_user(cast.gus).post(undo).status_code == 403
    assert as_user(cast.alice).get(undo).status_code == 405
    as_user(cast.bob).post(undo)
    assert again(one).name == "Nordkyst Fisk"
    as_user(cast.mona).post(undo)
    assert again(one).name == "Nordkyst"


def test_what_was_undone_is_not_undone_again(alice, cast, sent):
    one = Company.objects.create(name="Nordkyst", owner=cast.alice)
    undo = sent("company-edit", one.pk, {"name": "Nordkyst Fisk", "owner": cast.alice.pk})
    alice.post(undo)
    assert "This was undone already." in alice.post(undo, follow=True).text
