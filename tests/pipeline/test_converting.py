"""A lead becomes a deal, once, and takes everything along."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from followups.models import FollowUp, FollowUpKind
from leads.models import Company, Contact, Label, LabelSet, Lead
from pipeline.actions.converting import AlreadyConverted, convert_lead
from pipeline.models import Deal
from tests.world import make_lead
from timeline.models import Event


@pytest.fixture
def lead(cast):
    hot = Label.objects.create(set=LabelSet.objects.create(name="Temperature"), name="Hot")
    who = {"email": "mwana@dar.example", "job_title": "Director", "decides": True}
    where = {"company_name": "Dar Freight", "country": "Tanzania", "source": "Fair", "notes": "180 trucks"}
    return make_lead("Mwana Kapinga", cast.alice, label=hot, **who, **where)


@pytest.fixture
def url(lead):
    return reverse("pipeline:convert-lead", args=[lead.pk])


@pytest.fixture
def asked(board):
    return {"title": "Dar Freight fleet", "amount": "48,200", "currency": "EUR", "stage": board.prospecting.pk}


def convert(lead, board, by, **more):
    facts = {"title": "Dar Freight fleet", "stage": board.prospecting, "amount": 48_200, "currency": "EUR"} | more
    return convert_lead(lead, by=by, **facts)


def test_the_page_says_beforehand_what_it_will_do(as_user, cast, board, lead, url):
    page = as_user(cast.alice).get(url).content.decode()
    assert "Make the company Dar Freight" in page
    assert "Make the contact Mwana Kapinga" in page
    assert "0 of 4 confirmed" in page
    assert not Deal.objects.exists()


def test_company_contact_and_deal_are_made(as_user, cast, board, lead, url, asked):
    response = as_user(cast.alice).post(url, asked)
    deal = Deal.objects.get()
    assert (response.status_code, response.url) == (302, reverse("pipeline:deal", args=[deal.pk]))
    assert (deal.amount, deal.owner, deal.source, deal.label) == (48_200, cast.alice, "Fair", lead.label)
    assert (deal.company.name, deal.company.domain, deal.company.country) == ("Dar Freight", "dar.example", "Tanzania")
    assert (deal.contact.name, deal.contact.job_title, deal.contact.decides) == ("Mwana Kapinga", "Director", True)


def test_the_same_sheet_goes_on(cast, board, lead):
    deal = convert(lead, board, cast.alice)
    assert deal.qualification_id == lead.qualification_id


def test_the_lead_remembers_whom_it_became(cast, board, lead):
    deal = convert(lead, board, cast.alice)
    lead = Lead.objects.get(pk=lead.pk)
    assert (lead.status, lead.company, lead.contact) == ("converted", deal.company, deal.contact)
    event = Event.objects.get(verb="lead.converted")
    assert event.about == [
        f"lead:{lead.pk}",
        f"deal:{deal.pk}",
        f"company:{deal.company_id}",
        f"contact:{deal.contact_id}",
    ]
    assert Event.objects.get(verb="deal.noted").details["text"] == "180 trucks"


def test_who_is_here_already_is_linked(cast, board, lead):
    company = Company.objects.create(name="DAR FREIGHT", owner=cast.bob)
    contact = Contact.objects.create(name="M. Kapinga", email="MWANA@dar.example", owner=cast.bob)
    deal = convert(lead, board, cast.alice)
    assert (deal.company, deal.contact) == (company, contact)


def test_the_house_they_write_from_is_the_company(cast, board, lead):
    company = Company.objects.create(name="Dar Group", domain="dar.example", owner=None)
    assert convert(lead, board, cast.alice).company == company


def test_a_mailbox_everybody_has_says_nothing_about_the_company(cast, board, lead):
    Company.objects.create(name="Google", domain="gmail.com", owner=None)
    Lead.objects.filter(pk=lead.pk).update(email="mwana@gmail.com", company_name="")
    assert convert(lead, board, cast.alice).company is None


def test_what_the_reader_may_not_see_is_not_linked(cast, board, lead):
    foreign = Company.objects.create(name="Dar Freight", owner=cast.charlie)
    assert convert(lead, board, cast.alice).company != foreign


def test_planned_follow_ups_go_along(cast, board, lead):
    due = timezone.now() + timedelta(days=1)
    call = FollowUp.objects.create(
        kind=FollowUpKind.objects.create(name="Visit"), title="Call", lead=lead, owner=cast.alice, due_at=due
    )
    deal = convert(lead, board, cast.alice)
    call.refresh_from_db()
    assert (call.deal, Deal.objects.get().next_step_at) == (deal, due)


def test_a_lead_nobody_has_becomes_the_deal_of_who_converts_it(cast, board):
    assert convert(make_lead("Chiara", None), board, cast.bob).owner == cast.bob


def test_a_lead_is_converted_once(cast, board, lead):
    convert(lead, board, cast.alice)
    with pytest.raises(AlreadyConverted):
        convert(lead, board, cast.bob)
    assert Deal.objects.count() == 1


def test_a_closed_gate_is_said_and_nothing_is_made(as_user, cast, board, lead, url, asked):
    response = as_user(cast.alice).post(url, asked | {"stage": board.discovery.pk})
    assert response.status_code == 422
    assert "Discovery needs Budget" in response.content.decode()
    assert (Deal.objects.count(), Company.objects.count(), Contact.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize("wrong", [{"title": ""}, {"amount": "a lot"}, {"currency": "euro"}, {"stage": "0"}])
def test_bad_input_is_asked_about_with_everything_typed(as_user, cast, board, url, asked, wrong):
    response = as_user(cast.alice).post(url, asked | {"title": "Typed title"} | wrong)
    assert response.status_code == 422
    assert next(iter(wrong.values())) in response.content.decode()


@pytest.mark.parametrize(("actor", "status"), [("charlie", 404), ("gus", 403), ("bob", 302)])
def test_who_may_convert_it(as_user, cast, board, url, asked, actor, status):
    assert as_user(getattr(cast, actor)).post(url, asked).status_code == status
