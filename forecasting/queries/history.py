"""What the stays of deals in stages teach: one aggregate per pipeline, binned by PostgreSQL."""

from dataclasses import dataclass

import numpy as np
from django.db import connection

from forecasting.odds import AGE_BINS, LOST, MOVED, WON
from pipeline.models import Deal, Stage, StageVisit

# A stay ends at `now` at the latest. What was imported is at risk only from the first exit its file knows (delayed
# entry): before that, those who left early are missing. Leaving for a stage no longer in use ends a stay unjudged,
# and so does a reshaping of the pipeline: the days were spent at risk, but the buyer took no step.
# Stays are summed by the age bins they begin to be watched and end in; what lies between, whole bins, is spread later.
EXPOSURE_AND_EXITS = """
WITH watched AS MATERIALIZED (
    SELECT batch.id, least(batch.created_at, min(visit.left_at)) AS since
    FROM leads_importbatch batch
    JOIN pipeline_deal deal ON deal.batch_id = batch.id
    JOIN pipeline_stagevisit visit ON visit.deal_id = deal.id AND NOT visit.undone
    WHERE deal.pipeline_id = %(pipeline)s
    GROUP BY batch.id
), imported AS MATERIALIZED (
    SELECT deal.id, watched.since FROM watched JOIN pipeline_deal deal ON deal.batch_id = watched.id
), stay AS (
    SELECT visit.stage_id,
           CASE WHEN visit.left_at IS NULL OR visit.left_at > %(now)s THEN NULL
                WHEN visit.exit = 'reshaped' THEN NULL
                WHEN visit.exit = 'lost' THEN -1
                WHEN visit.exit = 'won' OR target.kind IN ('won', 'retained') THEN 0
                WHEN visit.exit_to_id <> visit.stage_id THEN visit.exit_to_id
           END AS cause,
           coalesce(greatest(date_part('epoch', imported.since - visit.entered_at), 0) / 86400, 0) AS from_age,
           date_part('epoch', least(visit.left_at, %(now)s) - visit.entered_at) / 86400 AS to_age,
           power(0.5::float8, date_part('epoch', %(now)s - least(visit.left_at, %(now)s))
                 / 86400 / %(half_life)s) AS weight
    FROM pipeline_stagevisit visit
    LEFT JOIN pipeline_stage target ON target.id = visit.exit_to_id
    LEFT JOIN imported ON imported.id = visit.deal_id
    WHERE visit.stage_id = ANY(%(stages)s) AND NOT visit.undone AND visit.entered_at < %(now)s
)
SELECT stage_id, cause, width_bucket(from_age, %(bins)s::float8[]) - 1 AS first,
       width_bucket(to_age, %(bins)s::float8[]) - 1 AS last,
       sum(weight), sum(weight * from_age), sum(weight * to_age)
FROM stay WHERE to_age >= from_age
GROUP BY stage_id, cause, first, last
"""

EVIDENCE = """
SELECT count(*) FILTER (WHERE status = 'won'), count(*),
       coalesce(percentile_cont(0.5) WITHIN GROUP (ORDER BY date_part('epoch', closed_at - opened_at) / 86400)
                FILTER (WHERE status = 'won'), 0)
FROM pipeline_deal WHERE pipeline_id = %s AND status IN ('won', 'lost') AND closed_at <= %s
"""


@dataclass(frozen=True)
class Evidence:
    """How much was learned from: deals won and closed, the median days to a win."""

    won: int
    closed: int
    median_days: float

    @property
    def half_life(self):
        """After how many days a stay counts half: longer where sales take long."""
        return max(180.0, 3 * self.median_days)


def evidence(pipeline_id, now):
    """The closed deals of a pipeline up to `now`."""
    with connection.cursor() as cursor:
        cursor.execute(EVIDENCE, [pipeline_id, now])
        won, closed, median_days = cursor.fetchone()
    return Evidence(won, closed, float(median_days))


def count_closed(pipeline_id):
    """How many deals are closed by now."""
    return Deal.objects.filter(pipeline_id=pipeline_id, status__in=["won", "lost"]).count()


def open_stages(pipeline_id):
    """The stages chances are learned for, in order: those in use where a deal is still open."""
    return list(Stage.objects.standing().filter(pipeline_id=pipeline_id, kind=Stage.Kind.OPEN))


def exposure_and_exits(pipeline_id, stage_ids, now, half_life):
    """Days at risk as [stage, bin] and exits as [stage, bin, cause], each stay weighted by its age."""
    place = {stage_id: number for number, stage_id in enumerate(stage_ids)}
    exposure = np.zeros((len(place), len(AGE_BINS)))
    exits = np.zeros((len(place), len(AGE_BINS), MOVED + len(place)))
    for stage_id, cause, first, last, *sums in aggregate(pipeline_id, stage_ids, now, half_life):
        stage, column = place[stage_id], column_of(cause, place)
        exposure[stage] += spread(first, last, *sums)
        if column is not None:
            exits[stage, last, column] += sums[0]
    return exposure, exits


def spread(first, last, weight, since, until):
    """Days at risk by bin of stays watched from one bin to another; weights summed alone, times start, times end."""
    days = np.zeros(len(AGE_BINS))
    days[first + 1 : last] = weight * np.diff(AGE_BINS)[first + 1 : last]
    if first == last:
        days[last] = until - since
    else:
        days[first] = weight * AGE_BINS[first + 1] - since
        days[last] = until - weight * AGE_BINS[last]
    return days


def column_of(cause, place):
    """The cause's column: won, lost or one of the stages; None for stays not over, and for stages out of use."""
    if cause in (0, -1):
        return WON if cause == 0 else LOST
    return MOVED + place[cause] if cause in place else None


def aggregate(pipeline_id, stage_ids, now, half_life):
    with connection.cursor() as cursor:
        cursor.execute(
            EXPOSURE_AND_EXITS,
            {
                "pipeline": pipeline_id,
                "stages": list(stage_ids),
                "now": now,
                "half_life": half_life,
                "bins": list(AGE_BINS),
            },
        )
        return cursor.fetchall()


def count_visits(stage_ids, now):
    """How many stays in these stages were learned from."""
    return StageVisit.objects.standing().filter(stage_id__in=stage_ids, entered_at__lt=now).count()


STAYS_IN = """
SELECT count(*), count(left_at),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM left_at - entered_at) / 86400)
           FILTER (WHERE left_at IS NOT NULL)
FROM (SELECT entered_at, CASE WHEN left_at <= %(now)s THEN left_at END AS left_at
      FROM pipeline_stagevisit WHERE stage_id = %(stage)s AND NOT undone AND entered_at < %(now)s
      ORDER BY entered_at DESC LIMIT 10000) stay
"""


def stays_in(stage_id, now):
    """The latest stays in a stage: how many, how many are over, and the median days of those."""
    with connection.cursor() as cursor:
        cursor.execute(STAYS_IN, {"stage": stage_id, "now": now})
        return cursor.fetchone()
