"""The lost deals as PostgreSQL counts them in one look: by reason, stage, person and rival, now and before."""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import connection

from reports.scopes import WITHIN, within

LONG_AGO, NEVER = "-infinity", "infinity"
NOTHING = (0, Decimal(0))

# Counted finely first, so that the sets below are made of thousands of rows and not of a million deals.
TALLIES = """
WITH fine AS (
    SELECT closed_at < %(start)s::timestamptz AS is_earlier, lost_reason_id AS reason, stage_id AS stage,
           owner_id AS owner, lost_to_id AS rival, count(*) AS deals, sum(base_amount) AS amount
    FROM pipeline_deal deal
    WHERE status = 'lost' AND {within}
      AND (closed_at >= %(start)s::timestamptz AND closed_at < %(end)s::timestamptz
           OR closed_at >= %(start_before)s::timestamptz AND closed_at < %(end_before)s::timestamptz)
    GROUP BY 1, 2, 3, 4, 5
)
SELECT grouping(reason, stage, owner, rival), is_earlier, reason, stage, owner, rival, sum(deals)::int, sum(amount)
FROM fine
GROUP BY GROUPING SETS ((is_earlier), (is_earlier, reason), (is_earlier, stage), (is_earlier, owner),
                        (is_earlier, rival), (is_earlier, reason, stage))
"""
SETS = {15: (), 7: (0,), 11: (1,), 13: (2,), 14: (3,), 3: (0, 1)}  # PostgreSQL says which of the four are left out

AGES = """
SELECT floor(date_part('epoch', closed_at - opened_at) / 86400)::int, count(*), sum(base_amount)
FROM pipeline_deal deal
WHERE status = 'lost' AND {within} AND closed_at >= %(start)s::timestamptz AND closed_at < %(end)s::timestamptz
GROUP BY 1 ORDER BY 1
"""


@dataclass(frozen=True)
class Tallies:
    """{one of SETS: {its keys: (deals, amount)}} of a period, and of the one before."""

    now: dict = field(default_factory=lambda: defaultdict(dict))
    before: dict = field(default_factory=lambda: defaultdict(dict))

    def whole(self, is_earlier=False):
        return (self.before if is_earlier else self.now)[()].get((), NOTHING)

    def by(self, place):
        """[(key, deals, amount, deals before)] by the reason, stage, owner or rival, the most frequent first."""
        rows = [
            (key, *sums, self.before[(place,)].get((key,), NOTHING)[0]) for (key,), sums in self.now[(place,)].items()
        ]
        return sorted(rows, key=lambda row: (-row[1], -row[2], row[0] or 0))


def tallies_of(scope, period, before, zone):
    found = Tallies()
    for which, is_earlier, *keys, deals, amount in rows_of(TALLIES, scope, period, before, zone):
        kept = SETS[which]
        (found.before if is_earlier else found.now)[kept][tuple(keys[place] for place in kept)] = (deals, amount)
    return found


def ages_of(scope, period, zone):
    """[(whole days from opened to lost, deals, amount)], the youngest first."""
    return rows_of(AGES, scope, period, None, zone)


def median_of(ages):
    """The whole days half of the deals were lost within, None of none."""
    left = sum(deals for _days, deals, _amount in ages) / 2
    for days, deals, _amount in ages:
        left -= deals
        if left <= 0:
            return days
    return None


def rows_of(statement, scope, period, before, zone):
    start, end = period.bounds(zone)
    start_before, end_before = before.bounds(zone) if before else (NEVER, NEVER)
    asked = {"start": start or LONG_AGO, "end": end or NEVER, "start_before": start_before, "end_before": end_before}
    with connection.cursor() as cursor:
        cursor.execute(statement.format(within=WITHIN), within(scope) | asked)
        return cursor.fetchall()
