"""Learn from what happened, and keep every open deal's chances and every month's forecast true."""

from django.db import connection, transaction
from django.utils import timezone

from accounts.zones import workspace_zone
from forecasting.models import LearnedOdds
from forecasting.odds import shrink
from forecasting.queries import history
from forecasting.queries.odds import chances_of, latest_odds
from pipeline.models import Pipeline

REFIT_AFTER = 0.1  # history counts as changed when its closed deals grew or shrank by more than this share

STORE_CHANCES = """
INSERT INTO forecasting_dealodds (deal_id, eventual, in_time, computed_at)
SELECT deal_id, eventual, in_time, now()
FROM unnest(%s::bigint[], %s::float8[], %s::float8[]) AS fresh (deal_id, eventual, in_time)
ON CONFLICT (deal_id) DO UPDATE
SET eventual = excluded.eventual, in_time = excluded.in_time, computed_at = excluded.computed_at
"""

FORGET_CHANCES = """
DELETE FROM forecasting_dealodds odds USING pipeline_deal deal
WHERE deal.id = odds.deal_id AND deal.pipeline_id = %(pipeline)s AND deal.status <> 'open'
  AND (%(owners)s::bigint[] IS NULL OR deal.owner_id = ANY(%(owners)s))
"""

FORGET_LINES = """
DELETE FROM forecasting_forecastline
WHERE pipeline_id = %(pipeline)s AND (%(owners)s::bigint[] IS NULL OR owner_id = ANY(%(owners)s))
"""

STORE_LINES = """
INSERT INTO forecasting_forecastline (pipeline_id, owner_id, month, won, won_count, open_amount, open_count,
                                      weighted_by_stage, weighted_learned, computed_at)
SELECT deal.pipeline_id, deal.owner_id,
       date_trunc('month', CASE deal.status WHEN 'won' THEN deal.closed_at AT TIME ZONE %(zone)s
                                            ELSE deal.expected_close END)::date AS closes_in,
       coalesce(sum(deal.base_amount) FILTER (WHERE deal.status = 'won'), 0),
       count(*) FILTER (WHERE deal.status = 'won'),
       coalesce(sum(deal.base_amount) FILTER (WHERE deal.status = 'open'), 0),
       count(*) FILTER (WHERE deal.status = 'open'),
       coalesce(sum(deal.base_amount * coalesce(deal.probability, stage.probability) / 100)
                FILTER (WHERE deal.status = 'open'), 0),
       coalesce(sum(deal.base_amount * coalesce(deal.probability / 100, odds.in_time::numeric))
                FILTER (WHERE deal.status = 'open'), 0),
       now()
FROM pipeline_deal deal
JOIN pipeline_stage stage ON stage.id = deal.stage_id
LEFT JOIN forecasting_dealodds odds ON odds.deal_id = deal.id
WHERE deal.pipeline_id = %(pipeline)s AND deal.status IN ('open', 'won')
  AND (%(owners)s::bigint[] IS NULL OR deal.owner_id = ANY(%(owners)s))
GROUP BY deal.pipeline_id, deal.owner_id, closes_in
"""


def recompute_everything(pipeline):
    """Learn a pipeline's chances anew and write all its deals' chances and forecast lines."""
    with transaction.atomic():
        lock(pipeline.pk)
        refit(pipeline)
        recompute(pipeline.pk)


def refit(pipeline):
    """Learn the hazards of a pipeline from all its history up to now; returns the stored LearnedOdds."""
    now, stages = timezone.now(), history.open_stages(pipeline.pk)
    evidence = history.evidence(pipeline.pk, now)
    stage_ids = [stage.pk for stage in stages]
    exposure, exits = history.exposure_and_exits(pipeline.pk, stage_ids, now, evidence.half_life)
    defaults = [float(stage.probability) / 100 for stage in stages]
    return LearnedOdds.objects.create(
        pipeline=pipeline,
        fitted_at=now,
        stages=stage_ids,
        hazards=shrink(exposure, exits, defaults).tolist() if stages else [],
        evidence={
            "won": evidence.won,
            "closed": evidence.closed,
            "visits": history.count_visits(stage_ids, now),
            "half_life": evidence.half_life,
            "defaults": defaults,
        },
    )


def recompute(pipeline_id, owners=None):
    """Write the chances of the open deals and the forecast lines of a pipeline, or of some owners in it, from scratch.

    Nothing is added up on top of what was there, so what is stored cannot drift from the deals.
    """
    with transaction.atomic():
        lock(pipeline_id)
        odds = latest_odds(pipeline_id)
        if odds is None or is_outdated(odds):
            odds, owners = refit(Pipeline.objects.get(pk=pipeline_id)), None
        fresh, scope = chances_of(odds, owners), {"pipeline": pipeline_id, "owners": owners}
        with connection.cursor() as cursor:
            cursor.execute(FORGET_CHANCES, scope)
            cursor.execute(STORE_CHANCES, [fresh.deal_ids, fresh.eventual, fresh.in_time])
            cursor.execute(FORGET_LINES, scope)
            cursor.execute(STORE_LINES, scope | {"zone": workspace_zone().key})


def is_outdated(odds):
    """Whether the stages or their probabilities are others now, or the history has changed much since."""
    stages = history.open_stages(odds.pipeline_id)
    if odds.stages != [stage.pk for stage in stages]:
        return True
    if odds.evidence["defaults"] != [float(stage.probability) / 100 for stage in stages]:
        return True
    closed = history.evidence(odds.pipeline_id, timezone.now()).closed
    return abs(closed - odds.evidence["closed"]) > REFIT_AFTER * odds.evidence["closed"]


def lock(pipeline_id):
    """Let one at a time write the forecast of a pipeline."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('forecast'), %s)", [pipeline_id])
