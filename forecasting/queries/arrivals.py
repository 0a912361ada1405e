"""New business: what deals that do not exist yet may bring, if they keep arriving as they did."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
from django.db.models import Sum

from forecasting.models import Arrivals
from forecasting.queries.odds import latest_of, reading_of

WEEKS_WATCHED = 8


@dataclass(frozen=True)
class NewBusiness:
    """What may come, from so many deals of that sum that began on and after `since`."""

    amount: Decimal
    count: int
    opened: Decimal
    since: date


def new_business(scope, period, this_day):
    """What deals not created yet may bring by the end of a period; None for periods past."""
    if period.last < this_day:
        return None
    since = this_day - timedelta(weeks=WEEKS_WATCHED)
    rows = scope.of(Arrivals.objects).filter(day__gte=since).values_list("pipeline_id")
    rows = list(rows.annotate(Sum("count"), Sum("amount")).order_by())
    odds, days = latest_of([pipeline_id for pipeline_id, *_ in rows]), 7 * WEEKS_WATCHED
    until, after = (period.last - this_day).days + 1, max((period.first - this_day).days, 0)
    worth = sum(
        float(amount) / days * wins_of_one_a_day(reading_of(odds[pipeline_id]).table, after, until)
        for pipeline_id, _count, amount in rows
        if pipeline_id in odds
    )
    amount = sum((amount for *_, amount in rows), Decimal(0))
    return NewBusiness(Decimal(round(worth)), sum(count for _, count, _ in rows), amount, since)


def wins_of_one_a_day(table, after, until):
    """Won shares of one arrival a day in the first stage, summed over the days from `after` to `until`."""
    ahead = np.minimum(np.arange(max(after, 1), max(until, 1)), len(table) - 1)
    return float(table[ahead, 0, 0].sum())
