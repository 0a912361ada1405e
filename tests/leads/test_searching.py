"""What is typed into a search finds names however they are written."""

import pytest

from leads.actions import create_lead
from leads.filters import LeadFilter
from leads.models import Company, Contact
from leads.record_filters import CompanyFilter, ContactFilter
from tests.world import make_lead

FILTERS = [
    (LeadFilter, lambda name: make_lead(name, None)),
    (LeadFilter, lambda name: make_lead("Somebody", None, company_name=name)),
    (CompanyFilter, lambda name: Company.objects.create(name=name)),
    (ContactFilter, lambda name: Contact.objects.create(name=name)),
    (ContactFilter, lambda name: Contact.objects.create(name="Somebody", company=Company.objects.create(name=name))),
]


def found(kind, text, rf, user):
    request = rf.get("/")
    request.user = user
    return list(kind({"q": text}, kind.Meta.model.objects.order_by("pk"), request=request).qs)


@pytest.mark.parametrize(("kind", "make"), FILTERS)
@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Sofía Benítez", "benitez"),
        ("Sofia Benitez", "Benítez"),
        ("Nguyễn Thu Hà", "nguyen thu"),
        ("Łódź Øst", "lodz ost"),
        ("علی کریمی", "علي كريمي"),
        ("علي كريمي", "کریمی"),
        ("Dar-Freight Ltd.", "dar freight"),
    ],
)
def test_a_name_is_found_however_it_is_written(cast, rf, kind, make, name, typed):
    wanted = make(name)
    make("Owen Pritchard")
    assert found(kind, typed, rf, cast.ada) == [wanted]


@pytest.mark.parametrize("typed", ["030 123 45 67", "(030) 1234", "+49 30 1234567", "۰۳۰۱۲۳۴۵۶۷", "4567"])
def test_a_phone_is_found_by_its_digits(cast, rf, typed):
    wanted = create_lead(by=cast.ada, name="Mwana Kapinga", phone="+49 30 1234567")
    create_lead(by=cast.ada, name="Owen Pritchard", phone="+49 30 7654321")
    assert found(LeadFilter, typed, rf, cast.ada) == [wanted]


@pytest.mark.parametrize("typed", ["030", "4567 trucks", "456"])
def test_a_few_digits_or_words_among_them_are_no_phone(cast, rf, typed):
    create_lead(by=cast.ada, name="Mwana Kapinga", phone="+49 30 1234567")
    assert found(LeadFilter, typed, rf, cast.ada) == []


def test_signs_alone_find_only_what_has_them(cast, rf):
    make_lead("Owen Pritchard", None)
    lead = make_lead("Mwana & Sons", None)
    assert found(LeadFilter, "&", rf, cast.ada) == [lead]
