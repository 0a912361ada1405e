import pytest

from leads.models import Contact
from pipeline.models import LineItem, Point, Pricing
from proposals.actions.making import make_proposal
from proposals.drawing import draw_waiting
from proposals.models import ProposalTemplate, Version

SECTIONS = [
    ("text", "", "Dear {contact}, this fits the fleet of **{company}** in two batches."),
    ("benefits", "Why now", ""),
    ("items", "What you get", ""),
    ("timetable", "When", ""),
    ("terms", "", ""),
    ("signature", "", ""),
]


@pytest.fixture
def template(workspace):
    """Offer: all six kinds of sections, 30 days."""
    template = ProposalTemplate.objects.create(
        name="Offer", address="Lindenstraße 14, 10969 Berlin\ntamarfleet.example", terms="Payment in 30 days."
    )
    for position, (kind, heading, text) in enumerate(SECTIONS):
        template.sections.create(position=position, kind=kind, heading=heading, text=text)
    return template


@pytest.fixture
def deal(make_deal, board, cast):
    """Alice's Reefer fleet in Norwegian crowns, with a contact, a pain, two items, an option, and 5% off."""
    deal = make_deal(cast.alice, board.demo, amount=1000, currency="EUR")
    deal.contact = Contact.objects.create(name="Kari Solheim", company=deal.company, email="kari@nordkyst.example")
    deal.save()
    Point.objects.create(deal=deal, kind="pain", text="Claims cost NOK 900k a year.")
    rows = [("Reefer sensor kit", 2, "3900", "included"), ("Fitting", 2, "850.50", "included")]
    rows += [("Training", 1, "500", "option")]
    for position, (name, quantity, price, part) in enumerate(rows):
        LineItem.objects.create(
            deal=deal, position=position, name=name, quantity=quantity, price=price, part=part, tax_rate=25
        )
    Pricing.objects.update_or_create(deal=deal, defaults={"discount_name": "Two batches", "discount_percent": 5})
    return type(deal).objects.get(pk=deal.pk)


@pytest.fixture
def draft(deal, template, cast):
    """A draft Alice made from her deal."""
    return make_proposal(deal, template, by=cast.alice)


def drawn(version):
    """The version once the worker has drawn what waits."""
    draw_waiting()
    return Version.objects.select_related("proposal__deal").get(pk=version.pk)
