from datetime import date

import pytest

from forecasting.periods import FiscalPeriod


@pytest.mark.parametrize(
    ("kind", "day", "start", "code", "first", "last"),
    [
        ("month", date(2026, 11, 22), 1, "2026-11", date(2026, 11, 1), date(2026, 11, 30)),
        ("quarter", date(2026, 11, 22), 1, "2026Q4", date(2026, 10, 1), date(2026, 12, 31)),
        ("year", date(2026, 11, 22), 1, "2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("quarter", date(2026, 11, 22), 4, "2027Q3", date(2026, 10, 1), date(2026, 12, 31)),
        ("quarter", date(2026, 1, 5), 2, "2026Q4", date(2025, 11, 1), date(2026, 1, 31)),
        ("year", date(2026, 1, 5), 4, "2026", date(2025, 4, 1), date(2026, 3, 31)),
        ("year", date(2026, 4, 1), 4, "2027", date(2026, 4, 1), date(2027, 3, 31)),
    ],
)
def test_a_day_lies_in_a_period_of_the_fiscal_year(kind, day, start, code, first, last):
    period = FiscalPeriod.of(kind, day, start)
    assert (period.code, period.first, period.last) == (code, first, last)
    assert FiscalPeriod.read(code, start) == period
    assert period.after.before == period
    assert period.after.first > period.last


@pytest.mark.parametrize("code", ["", None, "2026-13", "2026Q5", "0000", "٢٠٢٦", "2026-1", "9999"])
def test_a_period_nobody_counts_in_is_none(code):
    assert FiscalPeriod.read(code, 1) is None
