from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.template.defaultfilters import floatformat
from django.utils import timezone, translation

from kit import formats

NOON = datetime(2026, 11, 19, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def thursday():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.mark.parametrize(
    ("amount", "currency", "words"),
    [
        ("48200", "EUR", "€48,200"),
        ("1240000", "NOK", "NOK\u00a01,240,000"),
        ("3200000", "JPY", "¥3,200,000"),
        ("12.5", "EUR", "€12.50"),
        ("-12.5", "EUR", "−€12.50"),
        ("0", "USD", "$0"),
        ("1.2", "KWD", "KWD\u00a01.200"),
    ],
)
def test_money_shows_minor_units_only_when_there_are_some(amount, currency, words):
    assert formats.money(Decimal(amount), currency) == words


@pytest.mark.parametrize(
    ("amount", "currency", "words"),
    [
        ("3900.000", "NOK", "3,900"),
        ("14.900", "EUR", "14.90"),
        ("0.125", "EUR", "0.125"),
        ("1.2", "KWD", "1.200"),
        ("-58000", "NOK", "−58,000"),
    ],
)
def test_a_sum_below_the_name_of_its_currency_is_exact(amount, currency, words):
    assert formats.amount(Decimal(amount), currency) == words


@pytest.mark.parametrize(
    ("amount", "words"),
    [("312400", "€312.4k"), ("1062000", "€1.1m"), ("2500000000", "€2.5bn"), ("950", "€950"), ("-48200", "−€48.2k")],
)
def test_sums_are_short(amount, words):
    assert formats.compact_money(Decimal(amount), "EUR") == words


def test_persian_says_the_same_sum_in_its_own_words():
    with translation.override("fa"):
        assert formats.month(date(2026, 11, 1)) == "نوامبر 2026"


@pytest.mark.parametrize(
    ("hours", "kind", "words"),
    [
        (-49, "overdue", "2 d overdue"),
        (-1, "overdue", "Overdue today"),
        (3, "today", "Today 15:00"),
        (24 * 5, "later", "Tue 24 Nov"),
        (24 * 60, "later", "Mon 18 Jan 2027"),
    ],
)
def test_a_promise_is_overdue_today_or_later(hours, kind, words):
    assert formats.due(NOON + timedelta(hours=hours)) == (kind, words)


def test_no_promise_says_so():
    assert formats.due(None) == ("none", "No next step")


def test_a_wait_is_said_shortly():
    waits = [timedelta(seconds=20), timedelta(minutes=12), timedelta(minutes=80), timedelta(hours=3), timedelta(days=9)]
    assert [formats.lapse(wait) for wait in waits] == ["1 min", "12 min", "80 min", "3 hr", "9 days"]


def test_days_are_those_of_the_reader():
    late_evening = datetime(2026, 11, 19, 23, 30, tzinfo=UTC)
    with timezone.override("Asia/Tokyo"):
        assert formats.moment(late_evening) == "Tomorrow 08:30"
        assert formats.moment_within(late_evening) == "tomorrow 08:30"
        assert formats.day(late_evening) == "Fri 20 Nov"


def test_percent_rounds_to_the_places_asked_for():
    assert formats.percent(Decimal("0.70394736"), 2) == "70.39%"
    assert formats.percent(0.35) == "35%"


@pytest.mark.parametrize(
    ("amount", "units"), [("20674.50", 20675), ("20675.50", 20676), ("-0.5", -1), (2.4, 2), (7, 7)]
)
def test_whole_units_are_those_that_templates_say(amount, units):
    assert formats.whole(amount) == units
    assert floatformat(amount, "0u") == f"{units}"


@pytest.mark.parametrize(
    ("share", "words"), [(1.0, "over 99%"), (0.996, "over 99%"), (0.97, "97%"), (0.006, "1%"), (0.0, "under 1%")]
)
def test_no_chance_is_certain(share, words):
    assert formats.chance(share) == words
