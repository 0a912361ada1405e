"""All breakdowns of the closed deals in one statement, whatever they are grouped by."""

from collections import defaultdict
from decimal import Decimal

from django.core.exceptions import EmptyResultSet
from django.db import connection

from accounts.models import User
from reports.ended.deals import with_sums
from reports.rates import Rate
from reports.win_rate.groupings import KEYS, KINDS, grouped, what_they_say

# Two statements, so that the database can give each to a process.
HALVES = [("owner", "label"), ("industry", "source", "product")]
WHOLE = "whole"


def rates_by_all(deals, zone, written=None):
    """{a key: {its value: Rate}} of closed deals for each of KEYS and their owners' teams, under WHOLE that of all.

    Where what is `written` down of some of their months is given, only the deals of the others are counted.
    """
    sums = defaultdict(lambda: (0, 0, 0, 0, 0.0))
    for name, value, more in told_of(deals, zone, written):
        sums[name, value] = tuple(map(sum, zip(sums[name, value], more, strict=True)))
    found = defaultdict(dict, {WHOLE: {None: Rate()}})
    for (name, value), told in sums.items():
        found[name][value] = rate_of(*told)
    return found


def told_of(deals, zone, written):
    """(key, one of its values, sums of deals) as often as they add up to all deals of the value."""
    teams = dict(User.objects.values_list("pk", "team"))
    for kind, *rest in rows_of(deals, zone, written):
        values, sums = dict(zip(KEYS, rest, strict=False)), rest[len(KEYS) :]
        yield from ((key, values[key], sums) for key in KINDS[kind])
        if kind == "owner":
            yield "team", teams[values["owner"]], sums
            yield WHOLE, None, sums


def rows_of(deals, zone, written):
    try:
        told, values = what_they_say(deals, zone).query.sql_with_params()
    except EmptyResultSet:
        return []
    statement, values = with_sums(written, told, values, by_halves) if written else (by_halves(told), values * 2)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def by_halves(deals):
    return " UNION ALL ".join(grouped(deals, *(KINDS[kind] for kind in half)) for half in HALVES)


def rate_of(won, lost, won_cents, lost_cents, squares):
    return Rate(won, lost, Decimal(won_cents) / 100, Decimal(lost_cents) / 100, Decimal(squares) / 10_000)
