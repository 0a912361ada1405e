"""The periods a report can be read for: a quarter, the last twelve months, or all."""

from datetime import timedelta

from django.utils.translation import gettext as _

from accounts.zones import today
from forecasting.calendar import Period, Quarter, last_of, month_of, shift
from forecasting.common import with_value
from forecasting.periods import fiscal_start
from kit import formats

LAST_12, ALL = "last12", "all"
QUARTERS_OFFERED = 8


def code_of(asked):
    """The code of a period asked for; nonsense means the last twelve months."""
    return asked if asked == ALL or Quarter.read(asked) else LAST_12


def period_of(code, this_day):
    """The days a code stands for; the last twelve months end today and begin with a month."""
    if code == ALL:
        return Period(None, None)
    return Quarter.read(code) or Period(shift(month_of(this_day), -11), this_day)


def period_before(period, this_day):
    """What a period is compared with: as much of the quarter before as has passed, or a year earlier; None of all."""
    if period.first is None:
        return None
    if not isinstance(period, Quarter):
        return year_before(period, this_day)
    passed = min(period.last, this_day) - period.first
    return Period(period.before.first, min(period.before.first + passed, period.before.last))


def year_before(period, this_day):
    """As much of the same days a year earlier as has passed; None of all."""
    return period.first and Period(shift(period.first, -12), a_year_before(min(period.last, this_day)))


def period_name(period):
    """A period as one says what something is compared with: “Q3 2026”, “Dec 2024 to Nov 2025”."""
    quarter = Quarter.of(period.first)
    if quarter.first == period.first and period.last <= quarter.last:
        return quarter_name(quarter, fiscal_start())
    return by_months(period)


def quarter_name(quarter, start):
    """A quarter of the calendar as “Q4 2026”, by its months where the forecast counts from another month, `start`."""
    if start > 1:
        return by_months(quarter)
    return _("Q%(number)s %(year)s") % {"number": quarter.number, "year": quarter.first.year}


def by_months(period):
    return _("%(first)s to %(last)s") % {"first": formats.month(period.first), "last": formats.month(period.last)}


def a_year_before(day):
    month = shift(month_of(day), -12)
    return min(month + timedelta(days=day.day - 1), last_of(month))


def periods_offered(code_asked, address):
    """What a report can be read for: (name, query, is it shown now)."""
    first = Quarter.read(code_asked) or Quarter.of(today())
    codes = [LAST_12, ALL, *(quarter.code for quarter in quarters_around(first))]
    start = fiscal_start()
    return [(code_name(code, start), with_value(address, period=code), code == code_asked) for code in codes]


def code_name(code, start):
    """A code as people say it: “Last 12 months”, “Q4 2026”."""
    return {LAST_12: _("Last 12 months"), ALL: _("All")}.get(code) or quarter_name(Quarter.read(code), start)


def quarters_around(chosen):
    """The quarter asked for with those before it that have a code, and the two after while they have begun."""
    newest, this_quarter = chosen, Quarter.of(today())
    for _step in range(2):
        newest = newest.after if newest.after.first <= this_quarter.first else newest
    found = [newest]
    while len(found) < QUARTERS_OFFERED and Quarter.read(found[-1].before.code):
        found.append(found[-1].before)
    return found
