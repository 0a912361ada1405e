"""Write down what the pages of the forecast read: all of it summed by PostgreSQL, whatever the number of deals."""

from datetime import timedelta

import numpy as np
from django.db import connection
from django.utils import timezone

from accounts.zones import today, workspace_zone
from forecasting.odds import FAR, OLDEST
from forecasting.queries.arrivals import WEEKS_WATCHED
from forecasting.queries.odds import months_ahead, reading_of
from forecasting.queries.pools import AS_IF_BY_HAND, learned_months
from pipeline.categories import category_sql

OF_OWNERS = "(%(owners)s::bigint[] IS NULL OR deal.owner_id = ANY(%(owners)s))"
IS_LATE = "deal.status = 'open' AND deal.expected_close < %(day)s::date"
CATEGORY = category_sql("deal.category", "stage.category", "stage.probability")
IS_COMMIT, IS_BEST = (f"deal.status = 'open' AND {CATEGORY} = '{category}'" for category in ("commit", "best"))

FORGET_CHANCES = f"""
DELETE FROM forecasting_dealodds odds USING pipeline_deal deal
WHERE deal.id = odds.deal_id AND deal.pipeline_id = %(pipeline)s AND deal.status <> 'open' AND {OF_OWNERS}
  AND (%(deals)s::bigint[] IS NULL OR deal.id = ANY(%(deals)s))
"""  # noqa: S608 - made of words of this house

# Both chances stand in arrays by stage and age, `in_time` also by the month whose end is asked, the last for “ever”.
STORE_CHANCES = f"""
INSERT INTO forecasting_dealodds (deal_id, eventual, in_time, computed_at)
SELECT id, coalesce(table_of.eventual[row], by_stage), coalesce(table_of.in_time[row + cells * ahead], by_stage), now()
FROM (
    SELECT deal.id, stage.probability::float8 / 100 AS by_stage,
           (array_position(%(stages)s::bigint[], deal.stage_id) - 1) * %(oldest)s + 1
               + least(greatest(floor(date_part('epoch', %(now)s - deal.entered_stage_at) / 86400), 0),
                       %(oldest)s - 1)::int AS row,
           CASE WHEN deal.expected_close IS NULL THEN %(months)s - 1 ELSE
               least(greatest((extract(year FROM deal.expected_close) - extract(year FROM %(day)s::date)) * 12
                   + extract(month FROM deal.expected_close) - extract(month FROM %(day)s::date), 0),
                   %(months)s - 1)::int END AS ahead
    FROM pipeline_deal deal JOIN pipeline_stage stage ON stage.id = deal.stage_id
    WHERE deal.pipeline_id = %(pipeline)s AND deal.status = 'open' AND {OF_OWNERS}
      AND (%(deals)s::bigint[] IS NULL OR deal.id = ANY(%(deals)s))
) open_deal,
    (SELECT %(eventual)s::float8[] AS eventual, %(in_time)s::float8[] AS in_time, %(cells)s::int AS cells) table_of
ON CONFLICT (deal_id) DO UPDATE
SET eventual = excluded.eventual, in_time = excluded.in_time, computed_at = excluded.computed_at
"""  # noqa: S608 - made of words of this house

FORGET = """
DELETE FROM {table} WHERE pipeline_id = %(pipeline)s AND (%(owners)s::bigint[] IS NULL OR owner_id = ANY(%(owners)s))
"""

STORE_POOLS = f"""
INSERT INTO forecasting_openpool (pipeline_id, owner_id, stage_id, currency, age, month, probability, count, amount,
                                  squares)
SELECT deal.pipeline_id, deal.owner_id, deal.stage_id, deal.currency,
       least(greatest(floor(date_part('epoch', %(now)s - deal.entered_stage_at) / 86400), 0), %(oldest)s - 1)::int,
       NULL::date, NULL::numeric, count(*), sum(deal.base_amount), sum(deal.base_amount::float8 ^ 2)
FROM pipeline_deal deal
WHERE deal.pipeline_id = %(pipeline)s AND deal.status = 'open' AND {OF_OWNERS}
  AND deal.probability IS NULL AND deal.stage_id = ANY(%(stages)s)
GROUP BY 1, 2, 3, 4, 5
UNION ALL
SELECT deal.pipeline_id, deal.owner_id, deal.stage_id, deal.currency, NULL::int,
       date_trunc('month', deal.expected_close)::date,
       {AS_IF_BY_HAND}, count(*), sum(deal.base_amount), sum(deal.base_amount::float8 ^ 2)
FROM pipeline_deal deal JOIN pipeline_stage stage ON stage.id = deal.stage_id
WHERE deal.pipeline_id = %(pipeline)s AND deal.status = 'open' AND {OF_OWNERS}
GROUP BY 1, 2, 3, 4, 5, 6, 7
"""  # noqa: S608 - made of words of this house

STORE_ARRIVALS = f"""
INSERT INTO forecasting_arrivals (pipeline_id, owner_id, currency, day, count, amount)
SELECT deal.pipeline_id, deal.owner_id, deal.currency, (deal.opened_at AT TIME ZONE %(zone)s)::date AS began, count(*),
       sum(deal.base_amount)
FROM pipeline_deal deal
WHERE deal.pipeline_id = %(pipeline)s AND {OF_OWNERS}
  AND deal.opened_at >= (%(since)s::date)::timestamp AT TIME ZONE %(zone)s
GROUP BY deal.pipeline_id, deal.owner_id, deal.currency, began
"""  # noqa: S608 - made of words of this house

STORE_LINES = f"""
INSERT INTO forecasting_forecastline (pipeline_id, owner_id, currency, month, won, won_count, open_amount, open_count,
                                      weighted_by_stage, weighted_learned, late_amount, late_count, commit_amount,
                                      best_amount, computed_at)
SELECT %(pipeline)s, owner_id, currency, month, coalesce(sum(won), 0), coalesce(sum(won_count), 0),
       coalesce(sum(open_amount), 0), coalesce(sum(open_count), 0), coalesce(sum(by_stage), 0),
       coalesce(sum(learned), 0), coalesce(sum(late_amount), 0), coalesce(sum(late_count), 0),
       coalesce(sum(commit_amount), 0), coalesce(sum(best_amount), 0), now()
FROM (
    SELECT deal.owner_id, deal.currency,
           date_trunc('month', CASE deal.status WHEN 'won' THEN deal.closed_at AT TIME ZONE %(zone)s
                                                ELSE deal.expected_close END)::date AS month,
           sum(deal.base_amount) FILTER (WHERE deal.status = 'won') AS won,
           count(*) FILTER (WHERE deal.status = 'won') AS won_count,
           sum(deal.base_amount) FILTER (WHERE deal.status = 'open') AS open_amount,
           count(*) FILTER (WHERE deal.status = 'open') AS open_count,
           sum(deal.base_amount * coalesce(deal.probability, stage.probability) / 100)
               FILTER (WHERE deal.status = 'open') AS by_stage,
           sum(deal.base_amount * {AS_IF_BY_HAND} / 100) FILTER (WHERE deal.status = 'open') AS learned,
           sum(deal.base_amount) FILTER (WHERE {IS_LATE}) AS late_amount,
           count(*) FILTER (WHERE {IS_LATE}) AS late_count,
           sum(deal.base_amount) FILTER (WHERE {IS_COMMIT}) AS commit_amount,
           sum(deal.base_amount) FILTER (WHERE {IS_BEST}) AS best_amount
    FROM pipeline_deal deal JOIN pipeline_stage stage ON stage.id = deal.stage_id
    WHERE deal.pipeline_id = %(pipeline)s AND deal.status IN ('open', 'won') AND {OF_OWNERS}
    GROUP BY deal.owner_id, deal.currency, 3
    UNION ALL
    SELECT owner_id, currency, month, 0, 0, 0, 0, 0, learned, 0, 0, 0, 0
    FROM unnest(%(who)s::bigint[], %(coin)s::text[], %(when)s::date[], %(sums)s::float8[]::numeric[])
        AS later (owner_id, currency, month, learned)
) part
GROUP BY owner_id, currency, month
"""  # noqa: S608 - made of words of this house


def keep_chances(odds, owners, deals):
    """The learned chances of each open deal; those of deals that are closed are forgotten."""
    reading, facts = reading_of(odds.pk), facts_of(odds, owners)
    ends = [*(until for _month, _after, until in months_ahead(facts["day"])), FAR]
    facts |= {
        "deals": deals,
        "months": len(ends),
        "cells": reading.table[0].size,
        "eventual": reading.table[FAR].ravel().tolist(),
        "in_time": np.concatenate([reading.table[until].ravel() for until in ends]).tolist(),
    }
    run(FORGET_CHANCES, STORE_CHANCES, facts=facts)


def keep_pools(odds, owners):
    """The open deals summed up by what their chances depend on."""
    run(FORGET.format(table="forecasting_openpool"), STORE_POOLS, facts=facts_of(odds, owners))


def keep_arrivals(odds, owners):
    """The deals of the last weeks by the day they began."""
    facts = facts_of(odds, owners)
    since = facts["day"] - timedelta(weeks=WEEKS_WATCHED)
    run(FORGET.format(table="forecasting_arrivals"), STORE_ARRIVALS, facts=facts | {"since": since})


def keep_lines(odds, owners):
    """Each owner's months by currency; the pools must have been kept before."""
    facts = facts_of(odds, owners)
    later = learned_months(odds, owners, facts["day"])
    who, coin, when, sums = (list(column) for column in zip(*later, strict=True)) if later else ([], [], [], [])
    facts |= {"who": who, "coin": coin, "when": when, "sums": sums}
    run(FORGET.format(table="forecasting_forecastline"), STORE_LINES, facts=facts)


def facts_of(odds, owners):
    zone = workspace_zone()
    return {
        "pipeline": odds.pipeline_id,
        "owners": owners,
        "stages": odds.stages,
        "now": timezone.now(),
        "zone": zone.key,
        "day": today(zone),
        "oldest": OLDEST,
    }


def run(*statements, facts):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement, facts)
