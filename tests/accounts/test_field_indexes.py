"""A field people sort by has an index of its own, made beside the running house, and questions really use it."""

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.fields.filters import PartFilter, column_of, has, holds, order_of
from accounts.fields.indexes import ensure_indexes
from accounts.lists.actions import bring_back_entry, retire_entry
from accounts.models import CustomField
from leads.models import Company, Contact

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 100_000


@pytest.fixture
def fleet(db):
    return CustomField.objects.create(record="contact", key="fleet", name="Fleet size", kind="number")


@pytest.fixture(autouse=True)
def clean(db):
    yield
    CustomField.objects.all().delete()
    ensure_indexes()


def standing():
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname FROM pg_indexes WHERE indexname LIKE 'custom_field_%%' ORDER BY indexname")
        return [name for (name,) in cursor.fetchall()]


def test_it_makes_what_is_missing_and_drops_what_is_retired(fleet):
    day = CustomField.objects.create(record="deal", key="renewal", name="Renewal", kind="date")
    plate = CustomField.objects.create(record="deal", key="plate", name="Plate", kind="text")
    CustomField.objects.create(record="deal", key="region", name="Region", kind="choice")
    assert sorted(ensure_indexes()) == sorted(f"custom_field_{field.pk}" for field in (fleet, day, plate))
    assert ensure_indexes() == []
    CustomField.objects.exclude(pk=fleet.pk).update(retired_at="2026-11-22T00:00Z")
    assert ensure_indexes() == []
    assert standing() == [f"custom_field_{fleet.pk}"]


def test_it_repairs_what_was_cut_short(fleet):
    """An index that could not be finished, as one of two equal rows leaves it, stays behind invalid."""
    name = f"custom_field_{fleet.pk}"
    Contact.objects.bulk_create([Contact(name="Kari"), Contact(name="Kari")])
    with connection.cursor() as cursor:
        with pytest.raises(IntegrityError):
            cursor.execute(f"CREATE UNIQUE INDEX CONCURRENTLY {name} ON leads_contact (name)")
        assert is_valid(name) is False
        assert ensure_indexes() == [name]
        assert is_valid(name) is True


def is_valid(name):
    with connection.cursor() as cursor:
        cursor.execute("SELECT indisvalid FROM pg_index WHERE indexrelid = %s::regclass", [name])
        return cursor.fetchone()[0]


def test_statements_have_their_limit_back(fleet):
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        before = cursor.fetchone()
        ensure_indexes()
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == before


def test_retiring_and_bringing_back_by_an_admin(fleet, cast):
    ensure_indexes()
    retire_entry(fleet, by=cast.ada)
    ensure_indexes()
    assert standing() == []
    bring_back_entry(fleet, by=cast.ada)
    assert ensure_indexes() == [f"custom_field_{fleet.pk}"]


FILL = """
INSERT INTO leads_contact (name, email, job_title, decides, phone, is_sample, custom)
SELECT 'Contact ' || n, '', '', false, '', false,
       jsonb_build_object('fleet', n::text, 'region', n %% 1000, 'modules', jsonb_build_array(n %% 1500),
                          'renewal', (date '2026-01-01' + n %% 3000)::text, 'plate', 'BT ' || n)
FROM generate_series(1, %s) n
"""


def plan_of(records):
    return records.explain()


def test_a_hundred_thousand_rows_are_found_by_an_index(fleet):
    CustomField.objects.create(record="contact", key="renewal", name="Renewal", kind="date")
    plate = CustomField.objects.create(record="contact", key="plate", name="Plate", kind="text")
    ensure_indexes()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")  # a busy machine is slow, not wrong
        cursor.execute(FILL, [MANY])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE leads_contact")
    contacts = Contact.objects.order_by()
    fleet_size = contacts.filter(has("fleet")).alias(size=column_of("fleet", "number"))
    renewal = contacts.filter(has("renewal")).alias(day=column_of("renewal", "date"))
    asked = {
        "a choice": contacts.filter(holds("region", 7)),
        "two of a choice": contacts.filter(holds("region", 7, 8)),
        "one of several": contacts.filter(holds("modules", [7])),
        "a text": contacts.filter(holds("plate", "BT 2451")),
        "a part of a text": PartFilter(plate).filter(contacts, "bt ۲٤51"),
        "a range of numbers": fleet_size.filter(size__gte=500, size__lte=900),
        "a range of days": renewal.filter(day__gte="2026-02-01", day__lte="2026-02-20"),
        "the largest first": contacts.filter(has("fleet")).order_by(column_of("fleet", "number").desc())[:50],
    }
    for words, found in asked.items():
        plan = plan_of(found)
        assert "Seq Scan" not in plan, f"{words}: {plan}"
    assert asked["a part of a text"].count() == 11
    assert asked["a choice"].count() == MANY // 1000
    assert asked["a range of numbers"].count() == 401
    assert [one.custom["fleet"] for one in asked["the largest first"][:2]] == ["100000", "99999"]


def test_who_has_nothing_comes_last(make_field):
    fleet = make_field("company", "Fleet", "number")
    for name, custom in [("None", {}), ("Two", {"fleet": "2"}), ("Ten", {"fleet": "10"})]:
        Company.objects.create(name=name, custom=custom)
    names = Company.objects.order_by(order_of(fleet, falls=True)).values_list("name", flat=True)
    assert list(names) == ["Ten", "Two", "None"]
    names = Company.objects.order_by(order_of(fleet)).values_list("name", flat=True)
    assert list(names) == ["Two", "Ten", "None"]
