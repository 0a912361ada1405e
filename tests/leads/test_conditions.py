"""What rules ask of a lead, in Python and in the database alike."""

import pytest
from django.db import connection

from accounts.fields.indexes import Index
from accounts.models import CustomField, CustomOption
from leads.conditions import as_q, matches
from leads.facts import facts
from leads.models import Company, Lead
from tests.world import make_lead


def field(key, kind, **more):
    return CustomField.objects.create(record="lead", key=key, name=key.title(), kind=kind, **more)


@pytest.fixture
def fleet(cast):
    """Dar has everything known, Oran hardly anything."""
    field("trucks", "number")
    field("visit", "date")
    field("cold", "yes_no")
    field("remark", "text")
    field("sees", "person")
    brands = field("brands", "choices")
    field("kind", "choice")
    volvo = CustomOption.objects.create(field=brands, name="Volvo")
    scania = CustomOption.objects.create(field=brands, name="Scania")
    company = Company.objects.create(name="Dar Freight", industry="Logistics", size="250-999")
    values = {
        "trucks": "180.5",
        "visit": "2026-11-20",
        "cold": True,
        "remark": "Señor",
        "brands": [volvo.pk],
        "kind": scania.pk,
    }
    about = {"industry": "Spedition & Logistik", "size": "50-249", "decides": True, "email": "a@dar.example"}
    dar = make_lead("Dar", cast.alice, company=company, custom=values, **about)
    dar.qualification.budget = 2
    dar.qualification.save()
    return {"dar": dar, "oran": make_lead("Oran", cast.alice), "volvo": volvo, "scania": scania}


ASKED = [
    ("industry", "one_of", ["spedition   logistik", "Dairy"], ["Dar"]),
    ("industry", "one_of", ["Dairy"], []),
    ("industry", "one_of", [], []),
    ("industry", "contains", "LOGISTIK", ["Dar"]),
    ("industry", "is", "Logistik", []),
    ("industry", "is_set", None, ["Dar"]),
    ("industry", "is_empty", None, ["Oran"]),
    ("email", "contains", "@dar.example", ["Dar"]),
    ("size", "at_least", "50-249", ["Dar"]),
    ("size", "at_least", "250-999", []),
    ("size", "at_most", "250-999", ["Dar"]),
    ("size", "one_of", ["50-249"], ["Dar"]),
    ("size", "is_empty", None, ["Oran"]),
    ("decides", "is", True, ["Dar"]),
    ("decides", "is", False, ["Oran"]),
    ("company.industry", "is", "logistics", ["Dar"]),
    ("company.industry", "is_empty", None, ["Oran"]),
    ("company.size", "at_least", "250-999", ["Dar"]),
    ("qualification.budget", "at_least", 1, ["Dar"]),
    ("qualification.budget", "is", 0, ["Oran"]),
    ("custom.trucks", "at_least", "180", ["Dar"]),
    ("custom.trucks", "at_most", "180", []),
    ("custom.trucks", "is", "180.50", ["Dar"]),
    ("custom.trucks", "is_empty", None, ["Oran"]),
    ("custom.visit", "at_least", "2026-11-20", ["Dar"]),
    ("custom.visit", "at_most", "2026-11-19", []),
    ("custom.cold", "is", True, ["Dar"]),
    ("custom.cold", "is", False, []),
    ("custom.remark", "contains", "senor", ["Dar"]),
    ("custom.sees", "is_empty", None, ["Dar", "Oran"]),
    ("custom.gone", "is_set", None, []),
    ("industry", "at_least", "A", []),
]


def found(conditions):
    return sorted(Lead.objects.filter(as_q(conditions)).values_list("name", flat=True))


def told(conditions):
    return sorted(lead.name for lead in Lead.objects.all() if matches(lead, conditions))


@pytest.mark.parametrize(("fact", "test", "value", "names"), ASKED)
def test_one_lead_and_many_are_told_the_same(fleet, fact, test, value, names):
    conditions = [{"fact": fact, "is": test, "value": value}]
    assert (found(conditions), told(conditions)) == (names, names)


@pytest.mark.parametrize(
    ("fact", "test", "brand", "names"),
    [
        ("custom.brands", "one_of", "volvo", ["Dar"]),
        ("custom.brands", "is", "scania", []),
        ("custom.kind", "is", "scania", ["Dar"]),
        ("custom.kind", "one_of", "volvo", []),
    ],
)
def test_choices_of_ones_own_are_found_by_their_ids(fleet, fact, test, brand, names):
    conditions = [{"fact": fact, "is": test, "value": fleet[brand].pk}]
    assert (found(conditions), told(conditions)) == (names, names)


@pytest.mark.parametrize(("kind", "value"), [("number", "180"), ("money", "99.50"), ("date", "2026-11-20")])
def test_what_has_an_order_is_found_by_the_index_of_its_field(make_field, kind, value):
    index = Index(make_field("lead", "Fleet", kind))
    with connection.cursor() as cursor:
        cursor.execute(index.sql.replace("CONCURRENTLY", ""))
        cursor.execute("SET LOCAL enable_seqscan = off")
    for test in ("at_least", "at_most", "is"):
        plan = Lead.objects.filter(as_q([{"fact": "custom.fleet", "is": test, "value": value}])).explain()
        assert f"Scan using {index.name}" in plan or f"Scan on {index.name}" in plan
        assert "Index Cond: " in plan


def test_all_conditions_must_hold_and_none_means_everybody(fleet):
    both = [
        {"fact": "decides", "is": "is", "value": True},
        {"fact": "custom.trucks", "is": "at_least", "value": "500"},
    ]
    assert (found(both), told(both)) == ([], [])
    assert (found(both[:1]), found([]), told([])) == (["Dar"], ["Dar", "Oran"], ["Dar", "Oran"])


def test_facts_offer_only_what_can_be_asked(fleet):
    known = facts()
    assert known["qualification.budget"].tests == ("at_least", "at_most", "one_of", "is")
    assert known["decides"].tests == ("is",)
    assert known["custom.brands"].choices == ((fleet["volvo"].pk, "Volvo"), (fleet["scania"].pk, "Scania"))
