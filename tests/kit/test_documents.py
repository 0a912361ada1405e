"""How documents say numbers, money and days: exact, and in the manner of their language."""

from datetime import date

import pytest
from django.utils.translation import override

from kit import documents
from kit.jalali import from_day

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("language", "money", "day", "rate"),
    [
        ("en", f"NOK{NBSP}1,550,000.50", "30 Nov 2026", "25%"),
        ("ms", f"NOK{NBSP}1,550,000.50", "30 Nov 2026", "25%"),
        ("zh-hans", f"NOK{NBSP}1,550,000.50", "2026年11月30日", "25%"),
        ("zh-hant", f"NOK{NBSP}1,550,000.50", "2026年11月30日", "25%"),
        ("fa", f"۱٬۵۵۰٬۰۰۰٫۵۰{NBSP}NOK", "۹ آذر ۱۴۰۵", "۲۵٪"),
    ],
)
def test_each_language_says_it_in_its_manner(language, money, day, rate):
    with override(language):
        said = documents.exact_money("1550000.5", "NOK"), documents.full_date(date(2026, 11, 30))
        assert (*said, documents.exact_rate("25.00")) == (money, day, rate)


@pytest.mark.parametrize(
    ("amount", "currency", "said"),
    [
        ("1240", "JPY", "1,240"),
        ("0.5", "EUR", "0.50"),
        ("1.2345", "EUR", "1.2345"),
        ("1.5", "KWD", "1.500"),
        ("-58", "NOK", "−58"),
    ],
)
def test_an_amount_has_the_places_of_its_currency_where_it_needs_any(amount, currency, said):
    assert documents.exact_amount(amount, currency) == said


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 3, 20), (1404, 12, 29)),
        (date(2026, 3, 21), (1405, 1, 1)),
        (date(2025, 3, 20), (1403, 12, 30)),
        (date(1979, 2, 11), (1357, 11, 22)),
        (date(2026, 9, 22), (1405, 6, 31)),
        (date(2026, 9, 23), (1405, 7, 1)),
    ],
)
def test_days_of_the_iranian_calendar(day, said):
    assert from_day(day) == said
