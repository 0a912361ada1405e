"""Phones are compared as one would call them from abroad."""

import pytest

from leads.actions import create_contact, create_lead, edit_contact, edit_lead
from leads.models import Company
from leads.phones import home_region, phone_key, region_of


@pytest.mark.parametrize(
    ("said", "region", "key"),
    [
        ("030 12 34 567", "DE", "+49301234567"),
        ("+49 (0)30 1234567", "FR", "+49301234567"),
        ("۰۹۱۲ ۱۲۳ ۴۵۶۷", "IR", "+989121234567"),
        ("٠٩١٢١٢٣٤٥٦٧", "IR", "+989121234567"),
        ("０３-１２３４-５６７８", "JP", "+81312345678"),
        ("00 255 22 211 1234", "DE", "+255222111234"),
        ("12", "DE", ""),
        ("call me", "DE", ""),
        ("030 1234567", None, ""),
        ("", "DE", ""),
    ],
)
def test_numbers_one_can_call(said, region, key):
    assert phone_key(said, region) == key


@pytest.mark.parametrize(
    ("country", "region"),
    [("Germany", "DE"), ("ایران", "IR"), ("中国", "CN"), ("méxico", "MX"), ("tz", "TZ"), ("UK", "GB"), ("Nowhere", "")],
)
def test_countries_in_our_languages(country, region):
    assert region_of(country) == region


def test_the_house_is_where_its_clock_is(workspace):
    assert home_region() == "DE"


def test_a_lead_is_keyed_by_its_country_whenever_either_changes(cast):
    lead = create_lead(by=cast.alice, name="Mwana", phone="022 211 1234", country="Tanzania")
    assert lead.phone_key == "+255222111234"
    lead = edit_lead(lead, by=cast.alice, version=1, country="")
    assert lead.phone_key == "+49222111234"  # in Germany, where the house is
    lead = edit_lead(lead, by=cast.alice, version=2, phone="")
    lead.refresh_from_db()
    assert lead.phone_key == ""


def test_a_contact_is_keyed_by_the_country_of_its_company(cast):
    firm = Company.objects.create(name="Dar Freight", country="Tanzania")
    person = create_contact(by=cast.alice, name="Mwana", phone="022 211 1234", company=firm)
    assert person.phone_key == "+255222111234"
    person = edit_contact(person, by=cast.alice, phone="+49 30 1234567")
    person.refresh_from_db()
    assert person.phone_key == "+49301234567"
