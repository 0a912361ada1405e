"""All breakdowns of the closed deals in one statement, whatever they are grouped by."""

from collections import defaultdict
from decimal import Decimal

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BigIntegerField, BooleanField, ExpressionWrapper, F, TextField, Value
from django.db.models.functions import Cast, Coalesce, TruncMonth

from accounts.models import User
from reports.rates import Rate
from reports.win_rate.closed import WON

# What has few values is grouped together and added up afterwards, which takes a fraction of a grouping each. The two
# halves are statements of their own, so that the database can give each to a process.
HALVES = [
    [("owner", "month"), ("pipeline", "label", "reason")],
    [("industry", "size"), ("source",), ("product",)],
]
FACTS = {
    "owner": F("owner_id"),
    "pipeline": F("pipeline_id"),
    "label": F("label_id"),
    "reason": F("lost_reason_id"),
    "industry": Coalesce("company__industry", Value("")),
    "size": Coalesce("company__size", Value("")),
    "source": F("source"),
    "product": F("product"),
}
TYPES = {"owner": "bigint", "pipeline": "bigint", "label": "bigint", "reason": "bigint", "month": "timestamp"}
KEYS = [*FACTS, "month"]
# OFFSET '0' keeps the deals a table of their own: else the planner expects as many months as moments, and sorts a
# million deals where counting them by groups is quicker. Both halves have the same types, else they run one by one.
GROUPS = """
SELECT {half}, GROUPING({own}), {keys}, count(*) FILTER (WHERE is_won), count(*) FILTER (WHERE NOT is_won),
    coalesce(sum(cents) FILTER (WHERE is_won), 0), coalesce(sum(cents) FILTER (WHERE NOT is_won), 0),
    coalesce(sum(cents::float8 * cents), 0)
FROM ({deals} OFFSET '0') AS deal GROUP BY GROUPING SETS ({sets})
"""
WHOLE = "whole"


def rates_by_all(deals, zone):
    """{a key: {its value: Rate}} of closed deals for each of KEYS and their owners' teams, under WHOLE that of all."""
    sums = defaultdict(lambda: (0, 0, 0, 0, 0.0))
    for name, value, more in told_of(deals, zone):
        sums[name, value] = tuple(map(sum, zip(sums[name, value], more, strict=True)))
    found = defaultdict(dict, {WHOLE: {None: Rate()}})
    for (name, value), told in sums.items():
        found[name][value] = rate_of(*told)
    return found


def told_of(deals, zone):
    """(key, one of its values, sums of deals) as often as they add up to all deals of the value."""
    teams = dict(User.objects.values_list("pk", "team"))
    for half, grouping, *rest in rows_of(deals, zone):
        values, sums = dict(zip(KEYS, rest, strict=False)), rest[len(KEYS) :]
        names = grouped_by(half, grouping)
        yield from ((name, values[name], sums) for name in names)
        if "owner" in names:
            yield "team", teams[values["owner"]], sums
            yield WHOLE, None, sums


def grouped_by(half, grouping):
    """The keys that a row is a group of: the database tells them by a bit for each, unset if it is."""
    own = keys_of(half)
    return next(keys for keys in HALVES[half] if not grouping >> (len(own) - 1 - own.index(keys[0])) & 1)


def keys_of(half):
    return [key for keys in HALVES[half] for key in keys]


def rows_of(deals, zone):
    try:
        told, values = what_they_say(deals, zone).query.sql_with_params()
    except EmptyResultSet:
        return []
    statements = [statement_of(half, told) for half, _sets in enumerate(HALVES)]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(statements), values * len(statements))
        return cursor.fetchall()


def statement_of(half, deals):
    own = keys_of(half)
    keys = [f"by_{key}" if key in own else f"NULL::{TYPES.get(key, 'text')}" for key in KEYS]
    sets = [f"({columns_of(keys)})" for keys in HALVES[half]]
    return GROUPS.format(half=half, own=columns_of(own), keys=", ".join(keys), deals=deals, sets=", ".join(sets))


def columns_of(keys):
    return ", ".join(f"by_{key}" for key in keys)


def what_they_say(deals, zone):
    """The keys and outcome of each deal, its amount in cents: whole numbers are summed several times faster."""
    keys = {key: Cast(fact, TextField()) if key not in TYPES else fact for key, fact in FACTS.items()}
    return deals.order_by().values(
        is_won=ExpressionWrapper(WON, output_field=BooleanField()),
        cents=Cast(F("base_amount") * 100, BigIntegerField()),
        by_month=TruncMonth("closed_at", tzinfo=zone),
        **{f"by_{key}": fact for key, fact in keys.items()},
    )


def rate_of(won, lost, won_cents, lost_cents, squares):
    return Rate(won, lost, Decimal(won_cents) / 100, Decimal(lost_cents) / 100, Decimal(squares) / 10_000)
