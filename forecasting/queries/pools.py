"""What open deals may bring in the days of a period: their chances and amounts, pooled or one by one."""

from datetime import timedelta

import numpy as np
from django.db import connection
from django.db.models import F, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from forecasting.band import SINGLY, Pool
from forecasting.calendar import month_of
from forecasting.models import OpenPool, Weight
from forecasting.queries.odds import latest_of, months_ahead, reading_of
from pipeline.models import Deal

# Nothing is learned of stages out of use: a deal left there keeps the stage's probability, like one set by hand.
AS_IF_BY_HAND = (
    "coalesce(deal.probability, CASE WHEN deal.stage_id <> ALL(%(stages)s::bigint[]) THEN stage.probability END)"
)

AMOUNTS_BY_AGE = """
SELECT owner_id, currency, stage_id, age, sum(amount)::float8 FROM forecasting_openpool
WHERE pipeline_id = %s AND age IS NOT NULL AND (%s::bigint[] IS NULL OR owner_id = ANY(%s))
GROUP BY owner_id, currency, stage_id, age
"""


def learned_months(odds, owners, this_day):
    """What the open deals without a probability of their own may bring, as (owner, currency, month, sum)."""
    with connection.cursor() as cursor:
        cursor.execute(AMOUNTS_BY_AGE, [odds.pipeline_id, owners, owners])
        rows = cursor.fetchall()
    if not rows:
        return []
    stages, ages, amounts = (np.array(column) for column in list(zip(*rows, strict=True))[2:])
    purses = sorted({row[:2] for row in rows})
    place = {purse: number for number, purse in enumerate(purses)}
    number = [place[row[:2]] for row in rows]
    reading, found = reading_of(odds.pk), []
    for month, after, until in months_ahead(this_day):
        sums = np.bincount(number, amounts * reading.chance(stages, ages, after, until), len(purses))
        found += [(*purse, month, float(amount)) for purse, amount in zip(purses, sums, strict=True)]
    return found


def open_pool(scope, period, this_day, by):
    """The open deals of a scope that may be won in a period, and whether they are taken one by one."""
    dated, aged = dated_sums(scope, by), aged_sums(scope) if by == Weight.LEARNED else []
    singly = sum(row[-3] for row in (*dated, *aged)) <= SINGLY
    if singly:
        dated, aged = one_by_one(scope, by)
    after, until = max((period.first - this_day).days, 0), max((period.last - this_day).days + 1, 0)
    return pool_of([*given(dated, period, month_of(this_day)), *learned(aged, after, until)]), singly


def dated_sums(scope, by):
    """(month, percent, how many, amount, squares) of the deals whose probability somebody gave; by stage of all."""
    rows = scope.of(OpenPool.objects).filter(age=None)
    rows = rows if by == Weight.STAGE else rows.exclude(probability=None)
    rows = rows.annotate(percent=Coalesce(F("probability"), F("stage__probability")))
    return rows.values_list("month", "percent").annotate(*SUMS).order_by("month", "percent")


def aged_sums(scope):
    """(pipeline, stage, days there, how many, amount, squares) of all others."""
    rows = scope.of(OpenPool.objects).exclude(age=None).values_list("pipeline_id", "stage_id", "age")
    return rows.annotate(*SUMS).order_by("pipeline_id", "stage_id", "age")


SUMS = Sum("count"), Sum("amount"), Sum("squares")


def one_by_one(scope, by):
    """The same two of each single deal; there are few."""
    deals = scope.of(Deal.objects).open().order_by("pk").select_related("stage")
    deals, now, dated, aged = list(deals), timezone.now(), [], []
    known = stages_known({deal.pipeline_id for deal in deals})
    for deal in deals:
        sums = 1, float(deal.base_amount), float(deal.base_amount) ** 2
        if by == Weight.LEARNED and deal.probability is None and deal.stage_id in known:
            aged.append((deal.pipeline_id, deal.stage_id, (now - deal.entered_stage_at) // timedelta(days=1), *sums))
        else:
            month = deal.expected_close and month_of(deal.expected_close)
            dated.append((month, deal.odds, *sums))
    return dated, aged


def stages_known(pipeline_ids):
    """The stages chances were learned for."""
    return {stage_id for odds_id in latest_of(pipeline_ids).values() for stage_id in reading_of(odds_id).place}


def given(dated, period, this_month):
    """(chance, how many, amount, squares) by the probabilities that were given, where the deals are expected."""
    return [(float(percent) / 100, *sums) for month, percent, *sums in dated if falls_into(month, period, this_month)]


def falls_into(month, period, this_month):
    """Whether what is expected in a month counts in a period; a month that has passed counts as this one."""
    return month is not None and period.first <= max(month, this_month) <= period.last


def learned(aged, after, until):
    """(chance, how many, amount, squares) by the latest tables."""
    rows, found = [row for row in aged if until > 0], []
    odds = latest_of({row[0] for row in rows})
    for pipeline_id, odds_id in odds.items():
        here = [row[1:] for row in rows if row[0] == pipeline_id]
        stages, ages, *_sums = zip(*here, strict=True)
        chances = reading_of(odds_id).chance(stages, ages, after, until)
        found += [(chance, *row[2:]) for chance, row in zip(np.nan_to_num(chances), here, strict=True)]
    return found


def pool_of(rows):
    """One pool of (chance, how many, amount, squares); what has no chance is left out."""
    chance, count, amount, squares = np.array([row for row in rows if row[0] > 0], float).reshape(-1, 4).T
    return Pool(chance, amount, squares, count)
