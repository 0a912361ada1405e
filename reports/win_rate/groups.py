"""All breakdowns of the closed deals in one statement: the deals are read once, whatever they are grouped by."""

from collections import defaultdict
from decimal import Decimal

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BigIntegerField, BooleanField, ExpressionWrapper, F, Value
from django.db.models.functions import Cast, Coalesce, TruncMonth

from reports.rates import Rate
from reports.win_rate.closed import WON

FACTS = {
    "pipeline": F("pipeline_id"),
    "owner": F("owner_id"),
    "team": F("owner__team_id"),
    "label": F("label_id"),
    "source": F("source"),
    "product": F("product"),
    "industry": Coalesce("company__industry", Value("")),
    "size": Coalesce("company__size", Value("")),
    "reason": F("lost_reason_id"),
}
KEYS = [*FACTS, "month"]
COLUMNS = [f"by_{key}" for key in KEYS]
GROUPS = """
SELECT GROUPING({keys}), {keys}, count(*) FILTER (WHERE is_won), count(*) FILTER (WHERE NOT is_won),
    coalesce(sum(cents) FILTER (WHERE is_won), 0), coalesce(sum(cents) FILTER (WHERE NOT is_won), 0),
    coalesce(sum(cents::float8 * cents), 0)
FROM ({deals}) AS deal GROUP BY GROUPING SETS ((), {sets})
"""
WHOLE = "whole"


def rates_by_all(deals, zone):
    """{a key: {its value: Rate}} of closed deals for each of KEYS, and under WHOLE that of all."""
    found = defaultdict(dict, {WHOLE: {None: Rate()}})
    for grouping, *rest in rows_of(deals, zone):
        values, sums = rest[: len(KEYS)], rest[len(KEYS) :]
        name, value = next(
            ((name, values[place]) for place, name in enumerate(KEYS) if not grouping >> (len(KEYS) - 1 - place) & 1),
            (WHOLE, None),
        )
        found[name][value] = rate_of(*sums)
    return found


def rows_of(deals, zone):
    try:
        told, values = what_they_say(deals, zone).query.sql_with_params()
    except EmptyResultSet:
        return []
    keys, sets = ", ".join(COLUMNS), ", ".join(f"({column})" for column in COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute(GROUPS.format(keys=keys, deals=told, sets=sets), values)
        return cursor.fetchall()


def what_they_say(deals, zone):
    """The keys and outcome of each deal, its amount in cents: whole numbers are summed several times faster."""
    keys = FACTS | {"month": TruncMonth("closed_at", tzinfo=zone)}
    return deals.order_by().values(
        is_won=ExpressionWrapper(WON, output_field=BooleanField()),
        cents=Cast(F("base_amount") * 100, BigIntegerField()),
        **{f"by_{key}": fact for key, fact in keys.items()},
    )


def rate_of(won, lost, won_cents, lost_cents, squares):
    return Rate(won, lost, Decimal(won_cents) / 100, Decimal(lost_cents) / 100, Decimal(squares) / 10_000)
