"""What the database refuses of custom fields, keys and absences, whoever writes it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.models import Absence, ApiKey, CustomField, CustomOption
from tests.refusal import refused_by

fields = CustomField.objects


@pytest.fixture
def fleet(db):
    return fields.create(record="lead", key="fleet", name="Fleet", kind="choice")


def test_a_key_names_one_field_of_a_record(fleet):
    assert refused_by(fields.create, record="lead", key="fleet", name="Other", kind="text") == "one_field_per_key"
    assert refused_by(fields.create, record="deal", key="fleet", name="Fleet", kind="text") == ""


def test_a_name_stands_once_whatever_its_case(fleet):
    assert refused_by(fields.create, record="lead", key="other", name="FLEET", kind="text") == "one_field_per_name"
    CustomOption.objects.create(field=fleet, name="Trucks")
    assert refused_by(CustomOption.objects.create, field=fleet, name="trucks") == "one_option_per_name"


@pytest.mark.parametrize("key", ["", "Fleet", "9th", "fleet-size", "fleet'size", "ناوگان"])
def test_a_key_is_plain(db, key):
    assert refused_by(fields.create, record="lead", key=key, name="Fleet", kind="text") == "field_key_is_plain"


def test_money_alone_has_a_currency(db):
    rule = "money_fields_have_a_currency"
    assert refused_by(fields.create, record="deal", key="bond", name="Bond", kind="money") == rule
    assert refused_by(fields.create, record="deal", key="bond", name="Bond", kind="text", currency="EUR") == rule
    assert refused_by(fields.create, record="deal", key="bond", name="Bond", kind="money", currency="EUR") == ""


def test_fields_in_use_come_in_their_order(fleet):
    first = fields.create(record="lead", key="region", name="Region", kind="text", position=0)
    CustomField.objects.filter(pk=fleet.pk).update(position=1)
    fields.create(record="lead", key="old", name="Old", kind="text", retired_at=timezone.now())
    assert list(fields.of("lead")) == [first, fleet]


def test_absences_end_after_they_begin(cast):
    first, last = date(2026, 11, 9), date(2026, 11, 13)
    assert refused_by(Absence.objects.create, user=cast.bob, first_day=last, last_day=first) == "absence_has_an_end"
    away = Absence.objects.create(user=cast.bob, first_day=first, last_day=last)
    days = [first - timedelta(days=1), first, last, last + timedelta(days=1)]
    assert [list(Absence.objects.on(day)) for day in days] == [[], [away], [away], []]


def test_only_the_hash_of_a_key_is_kept(cast):
    key = {"name": "Website", "owner": cast.ada, "prefix": "kz_", "scopes": [ApiKey.Scope.CAPTURE]}
    assert refused_by(ApiKey.objects.create, **key, token_hash="kz_secret") == "api_key_is_hashed"
    assert refused_by(ApiKey.objects.create, **key | {"scopes": []}, token_hash="0" * 64) == "api_key_may_do_something"


def test_valid_keys_are_neither_ended_nor_late(cast):
    now, key = timezone.now(), {"owner": cast.ada, "scopes": [ApiKey.Scope.CAPTURE]}
    good = ApiKey.objects.create(**key, token_hash="1" * 64, expires_at=now + timedelta(days=1))
    ApiKey.objects.create(**key, token_hash="2" * 64, expires_at=now - timedelta(days=1))
    ApiKey.objects.create(**key, token_hash="3" * 64, revoked_at=now)
    assert list(ApiKey.objects.valid()) == [good]
