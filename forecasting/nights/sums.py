"""What the deals of a night add up to for every scope and period: sums by PostgreSQL, chances and ranges by NumPy."""

from collections import namedtuple
from decimal import Decimal

import numpy as np
from django.db import connection

from accounts.zones import midnight_after, workspace_zone
from forecasting.band import SINGLY, Pool, band
from forecasting.models import ForecastSnapshot
from forecasting.queries.arrivals import WEEKS_WATCHED, wins_of_one_a_day
from forecasting.queries.odds import latest_of, reading_of
from forecasting.queries.track import resolved_of_all
from forecasting.track import leaning, shock

Scope = ForecastSnapshot.Scope
CENT = Decimal("0.01")

# Like deals in one row. What has a probability of its own counts in its month, everything else when it may be won.
OPEN = """
SELECT pipeline_id, owner_id, team_path, stage_id, category, probability, own,
       CASE WHEN expected_close IS NOT NULL
            THEN greatest(date_trunc('month', expected_close), date_trunc('month', %(day)s::date))::date END AS month,
       greatest(extract(day FROM %(after)s - entered_at), 0)::int AS age,
       count(*) AS count, sum(base_amount) AS amount, sum(base_amount::float8 ^ 2) AS squares
FROM night WHERE status = 'open' GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
"""
WON = """
SELECT pipeline_id, owner_id, team_path, date_trunc('month', closed_on)::date AS month, count(*) AS count,
       sum(base_amount) AS amount
FROM night WHERE status = 'won' AND closed_on > %(day)s::date - 400 GROUP BY 1, 2, 3, 4
"""
ARRIVED = """
SELECT pipeline_id, owner_id, team_path, sum(base_amount) AS amount
FROM night WHERE opened_on > %(day)s::date - %(watched)s GROUP BY 1, 2, 3
"""


class Sums:
    """The table `night` summed up, as rows of like deals."""

    def __init__(self, day):
        given = {"day": day, "after": midnight_after(day, workspace_zone()), "watched": 7 * WEEKS_WATCHED}
        self.day, self.inside = day, {}
        self.open, self.won, self.arrived = (rows_of(sql, given) for sql in (OPEN, WON, ARRIVED))
        everything = [*self.open, *self.arrived]
        self.odds = {key: reading_of(odds) for key, odds in latest_of({row.pipeline_id for row in everything}).items()}

    def over(self, period):
        return SumsOfPeriod(self, period)

    def places(self, scope):
        """Which of the open rows are of a scope."""
        if scope not in self.inside:
            self.inside[scope] = [place for place, row in enumerate(self.open) if holds(scope, row)]
        return self.inside[scope]


def rows_of(sql, given):
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        kind = namedtuple("Row", [part.name for part in cursor.description])  # noqa: PYI024 - its names come with the answer
        return [kind(*row) for row in cursor.fetchall()]


class SumsOfPeriod:
    """The same for one period: each row's part in it, of which every scope takes its rows."""

    def __init__(self, sums, period):
        self.sums, self.period, self.day = sums, period, sums.day
        self.after = max((period.first - self.day).days - 1, 0)
        self.until = max((period.last - self.day).days, 0)
        self.is_due = [period.first <= row.month <= period.last if row.month else False for row in sums.open]
        self.chances = self.learned_chances()
        self.tracks = resolved_of_all(period, (period.last - self.day).days)
        self.fresh = {key: wins_of_one_a_day(one.table, self.after, self.until) for key, one in sums.odds.items()}

    def learned_chances(self):
        """Each row's chance to be won in the period; where nothing is learned its probability counts in its month."""
        chances = np.array(
            [float(row.probability) / 100 * due for row, due in zip(self.sums.open, self.is_due, strict=True)]
        )
        for pipeline_id, reading in self.sums.odds.items():
            here = [
                place for place, row in enumerate(self.sums.open) if row.pipeline_id == pipeline_id and row.own is None
            ]
            if here:
                rows = [self.sums.open[place] for place in here]
                stages, ages = [row.stage_id for row in rows], [row.age for row in rows]
                learned = reading.chance(stages, ages, self.after, self.until)
                chances[here] = np.where(np.isnan(learned), chances[here], learned)
        return chances

    def of(self, scope):
        """The columns of one ForecastSnapshot."""
        inside = self.sums.places(scope)
        due = [self.sums.open[place] for place in inside if self.is_due[place]]
        won = [row for row in self.sums.won if holds(scope, row) and self.counts(row)]
        pool, new, sure = self.pool(inside), self.new_business(scope), total(won)
        likely = self.band(pool, scope)
        return {
            "won": sure,
            "won_count": sum(row.count for row in won),
            "open_amount": total(due),
            "open_count": sum(row.count for row in due),
            "commit": total(row for row in due if row.category == "commit"),
            "best": total(row for row in due if row.category == "best"),
            "weighted": cents(sum(row.amount * row.probability / 100 for row in due)),
            "expected": cents(pool.forecast),
            "variance": pool.variance,
            "new_business": new,
            "low": sure + new + cents(likely.low),
            "middle": sure + new + cents(likely.middle),
            "high": sure + new + cents(likely.high),
        }

    def counts(self, row):
        return row.month is not None and self.period.first <= row.month <= self.period.last

    def pool(self, places):
        rows = [self.sums.open[place] for place in places if self.chances[place] > 0]
        chances = np.array([self.chances[place] for place in places if self.chances[place] > 0], float)
        amounts, squares = (np.array([float(getattr(row, name)) for row in rows]) for name in ("amount", "squares"))
        return Pool(chances, amounts, squares, np.array([row.count for row in rows], float))

    def band(self, pool, scope):
        """The range around what the open deals bring, as wide as earlier nights of this scope missed by."""
        track = self.tracks.get((scope.kind, scope.key), [])
        singly = len(pool.count) <= SINGLY and bool((pool.count == 1).all())
        return band(pool, singly, shock(pool.forecast, track), leaning(track))

    def new_business(self, scope):
        rows = [row for row in self.sums.arrived if holds(scope, row) and row.pipeline_id in self.fresh]
        return cents(sum(float(row.amount) / (7 * WEEKS_WATCHED) * self.fresh[row.pipeline_id] for row in rows))


def holds(scope, row):
    """Whether a scope has the deals of a row."""
    match scope.kind:
        case Scope.TEAM:
            return row.team_path.startswith(scope.path)
        case Scope.REP:
            return row.owner_id == scope.key
        case Scope.PIPELINE:
            return row.pipeline_id == scope.key
    return True


def total(rows):
    return sum((row.amount for row in rows), Decimal(0))


def cents(amount):
    return Decimal(amount).quantize(CENT)
