"""A proposal begins with what the deal knows; the next version with what the one before said."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from leads.models import Contact
from pipeline.models import DealContact
from proposals.actions.making import make_proposal, make_version
from proposals.actions.sending import send_version
from proposals.models import Proposal, Version
from tests.proposals.conftest import drawn
from timeline.models import Event

pytestmark = pytest.mark.django_db


def test_a_draft_knows_what_the_deal_knows(draft, deal, cast):
    year = timezone.localdate().year
    assert (draft.proposal.number, draft.number, draft.state) == (f"P-{year}-001", 1, "draft")
    assert (draft.title, draft.currency, draft.prepared_by) == ("Reefer fleet", "EUR", cast.alice)
    assert draft.valid_until == timezone.localdate() + timedelta(days=30)
    assert [person.name for person in draft.recipients.all()] == ["Kari Solheim"]
    assert [section["kind"] for section in draft.sections] == [
        "text",
        "benefits",
        "items",
        "timetable",
        "terms",
        "signature",
    ]
    assert draft.sections[1]["text"] == "- **Claims cost NOK 900k a year.**"
    assert draft.sections[4]["text"] == "Payment in 30 days."
    assert [(step.name, step.ends_on) for step in draft.milestones.all()] == [("Sign", draft.valid_until)]


def test_its_totals_are_those_of_its_lines(draft):
    assert [(line.name, line.amount) for line in draft.lines.all()] == [
        ("Reefer sensor kit", Decimal("7800")),
        ("Fitting", Decimal("1701")),
        ("Training", Decimal("500")),
    ]
    kept = Version.objects.get(pk=draft.pk)
    assert (kept.subtotal, kept.discount, kept.net) == (Decimal("9501"), Decimal("475.05"), Decimal("9025.95"))
    assert (kept.taxes, kept.gross) == ({"25.00": "2256.49"}, Decimal("11282.44"))


def test_a_deal_without_items_is_one_line_with_its_value(make_deal, board, cast, template):
    deal = make_deal(cast.alice, board.demo, "Charging", amount=48_200)
    draft = make_proposal(deal, template, by=cast.alice)
    assert [(line.name, line.price) for line in draft.lines.all()] == [("Charging", Decimal("48200"))]


def test_it_goes_to_the_contact_and_to_those_who_decide(deal, template, cast):
    for name, role, email in [
        ("Lars", "decides", "lars@x.example"),
        ("Erik", "user", "e@x.example"),
        ("Ida", "decides", ""),
    ]:
        person = Contact.objects.create(name=name, company=deal.company, email=email)
        DealContact.objects.create(deal=deal, contact=person, role=role)
    draft = make_proposal(deal, template, by=cast.alice)
    assert [person.name for person in draft.recipients.order_by("name")] == ["Kari Solheim", "Lars"]


def test_numbers_follow_one_another(deal, template, cast):
    numbers = [make_proposal(deal, template, by=cast.alice).proposal.number for _time in range(3)]
    assert [number.rpartition("-")[2] for number in numbers] == ["001", "002", "003"]


def test_making_is_told_on_the_deal(draft, deal):
    [event] = Event.objects.filter(verb="proposal.made")
    assert (event.subject, event.about[1], event.owner) == (
        f"proposal:{draft.proposal_id}",
        f"deal:{deal.pk}",
        deal.owner,
    )
    assert event.details["number"] == draft.proposal.number


def test_a_new_version_says_what_the_one_before_said(draft, cast):
    send_version(draft, by=cast.alice)
    sent = drawn(draft)
    second = make_version(sent, by=cast.bob)
    assert (second.number, second.state, second.prepared_by) == (2, "draft", cast.bob)
    assert (second.sections, second.gross, second.taxes) == (sent.sections, sent.gross, sent.taxes)
    assert [line.name for line in second.lines.all()] == [line.name for line in sent.lines.all()]
    assert second.valid_until == sent.valid_until
    assert Version.objects.get(pk=sent.pk).state == "sent"


def test_there_is_one_draft_at_a_time(draft, cast):
    with pytest.raises(ValidationError, match="draft of this proposal already"):
        make_version(draft, by=cast.alice)
    assert Proposal.objects.get().versions.count() == 1
