"""What was due in a period when it began and was put off beyond its end while open; how often and how far."""

from collections import namedtuple

from django.db import connection

from forecasting.waterfall.between import SEEN

SLIPPED = f"""
WITH due AS (
    SELECT deal_id, base_amount, expected_close FROM forecasting_dealsnapshot side
    WHERE since <= %(began)s AND (until IS NULL OR until > %(began)s) AND status = 'open' AND {SEEN}
      AND expected_close BETWEEN %(first)s AND %(last)s
), step AS (
    SELECT row.deal_id, row.since, row.expected_close,
           lag(row.expected_close) OVER (PARTITION BY row.deal_id ORDER BY row.since) AS before
    FROM forecasting_dealsnapshot row JOIN due USING (deal_id)
    WHERE row.status = 'open' AND row.since <= %(ended)s AND (row.until IS NULL OR row.until > %(began)s)
), push AS (
    SELECT deal_id, count(*) AS times, sum(expected_close - before) AS days, max(expected_close) AS latest
    FROM step WHERE expected_close > before GROUP BY deal_id
)
SELECT count(*) AS due_count, coalesce(sum(base_amount), 0) AS due,
       count(*) FILTER (WHERE latest > %(last)s) AS slipped_count,
       coalesce(sum(base_amount) FILTER (WHERE latest > %(last)s), 0) AS slipped,
       coalesce(sum(times), 0) AS pushes, sum(days)::float8 / nullif(sum(times), 0) AS mean_days
FROM due LEFT JOIN push USING (deal_id)
"""  # noqa: S608 - made of our own words alone


class Slippage(namedtuple("Slippage", "due_count due slipped_count slipped pushes mean_days")):
    """Deals due when the period began, those put off beyond it, and all moves to a later day with their mean length."""

    @property
    def share(self):
        return float(self.slipped / self.due) if self.due else 0.0


def slippage_of(question):
    """The slippage from `question.since`, the night the period began with, up to `question.until`."""
    given = question.parameters | {"began": question.since, "ended": question.until}
    with connection.cursor() as cursor:
        cursor.execute(SLIPPED, given)
        return Slippage(*cursor.fetchone())
