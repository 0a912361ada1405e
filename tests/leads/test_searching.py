"""What is typed into a search finds names however they are written."""

import pytest

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


def test_signs_alone_find_only_what_has_them(cast, rf):
    make_lead("Owen Pritchard", None)
    lead = make_lead("Mwana & Sons", None)
    assert found(LeadFilter, "&", rf, cast.ada) == [lead]
