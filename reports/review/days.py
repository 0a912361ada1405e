"""The days one pushes a deal to, or asks a next step by, with one key."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from forecasting.calendar import last_of, month_of, shift

THREE_YEARS = timedelta(days=3 * 366)


def reach():
    return timezone.localdate() + THREE_YEARS


def push_days(deal):
    """`(name, day)` later than the deal is expected now, the nearest first."""
    today = timezone.localdate()
    base = max(today, deal.expected_close or today)
    month = month_of(base)
    quarter = shift(month, 2 - (month.month - 1) % 3)
    known = [
        (_("Two weeks later"), base + timedelta(days=14)),
        (_("End of that month"), last_of(month)),
        (_("End of the month after"), last_of(shift(month, 1))),
        (_("End of that quarter"), last_of(quarter)),
        (_("End of the quarter after"), last_of(shift(quarter, 3))),
    ]
    later = {day: name for name, day in reversed(known) if day > base}
    return sorted(((name, day) for day, name in later.items()), key=lambda pair: pair[1])


def in_a_week():
    return timezone.localdate() + timedelta(days=7)


def step_days():
    """`(name, day)` to ask a next step by."""
    today = timezone.localdate()
    return [
        (_("Tomorrow"), today + timedelta(days=1)),
        (_("In three days"), today + timedelta(days=3)),
        (_("In a week"), in_a_week()),
    ]
