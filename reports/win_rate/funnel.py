"""How far deals came: who entered each stage in a period, who went on, and how long they stayed."""

from dataclasses import dataclass

from django.db import connection

from pipeline.models import Stage
from reports.scopes import WITHIN, within

# A deal went on if it was won or later entered a stage further down. Those that did neither and are still open are
# left out of the share until they have waited longer than nine in ten do there. Where a reshaping of the pipeline put
# a deal it did not enter by itself: such stays neither begin a row nor count as going on, nor is their length a stay's.
FUNNEL = """
WITH time AS (
    SELECT visit.stage_id,
           percentile_cont(0.5) WITHIN GROUP (ORDER BY stay.days) AS median,
           percentile_cont(0.9) WITHIN GROUP (ORDER BY stay.days) AS ninety,
           count(*) AS stays
    FROM pipeline_stagevisit visit JOIN pipeline_deal deal ON deal.id = visit.deal_id,
         LATERAL (SELECT extract(epoch FROM visit.left_at - visit.entered_at) / 86400 AS days) AS stay
    WHERE visit.stage_id = ANY(%(stages)s) AND NOT visit.undone AND visit.left_at IS NOT NULL
      AND visit.exit <> 'reshaped'
      AND (%(start)s::timestamptz IS NULL OR visit.left_at >= %(start)s)
      AND (%(end)s::timestamptz IS NULL OR visit.left_at < %(end)s)
      AND {within}
    GROUP BY visit.stage_id
), entry AS (
    SELECT visit.stage_id, visit.deal_id, min(visit.entered_at) AS entered_at
    FROM pipeline_stagevisit visit JOIN pipeline_deal deal ON deal.id = visit.deal_id
    WHERE visit.stage_id = ANY(%(stages)s) AND NOT visit.undone AND {own_step}
      AND (%(start)s::timestamptz IS NULL OR visit.entered_at >= %(start)s)
      AND (%(end)s::timestamptz IS NULL OR visit.entered_at < %(end)s)
      AND {within}
    GROUP BY visit.stage_id, visit.deal_id
), furthest AS (
    SELECT visit.deal_id, stage.position, stage.id, max(visit.entered_at) AS last_entered
    FROM pipeline_stagevisit visit JOIN pipeline_stage stage ON stage.id = visit.stage_id
    WHERE NOT visit.undone AND visit.deal_id IN (SELECT deal_id FROM entry) AND {own_step}
    GROUP BY visit.deal_id, stage.position, stage.id
), outcome AS (
    SELECT entry.stage_id, deal.status, deal.base_amount, now() - entry.entered_at AS age,
           deal.status = 'won' OR EXISTS (
               SELECT FROM furthest WHERE furthest.deal_id = entry.deal_id
                 AND furthest.last_entered >= entry.entered_at
                 AND (furthest.position, furthest.id) > (stage.position, stage.id)) AS went_on
    FROM entry JOIN pipeline_stage stage ON stage.id = entry.stage_id
    JOIN pipeline_deal deal ON deal.id = entry.deal_id
)
SELECT outcome.stage_id, count(*), sum(outcome.base_amount),
       count(*) FILTER (WHERE went_on),
       count(*) FILTER (WHERE NOT went_on AND outcome.status = 'lost'),
       count(*) FILTER (WHERE NOT went_on AND outcome.status = 'open'
                          AND age < make_interval(secs => coalesce(time.ninety, 1e6)::float8 * 86400)),
       min(time.median), min(time.ninety), coalesce(min(time.stays), 0)
FROM outcome LEFT JOIN time ON time.stage_id = outcome.stage_id
GROUP BY outcome.stage_id
"""
OWN_STEP = """NOT EXISTS (
    SELECT FROM pipeline_stagevisit brought WHERE brought.deal_id = visit.deal_id AND NOT brought.undone
      AND brought.exit = 'reshaped' AND brought.exit_to_id = visit.stage_id AND brought.left_at = visit.entered_at)"""


@dataclass(frozen=True)
class Reach:
    """One stage in a period: deals that entered it, went on, were lost from it; `young` ones are judged later."""

    stage: Stage
    entered: int = 0
    amount: object = 0
    went_on: int = 0
    lost: int = 0
    young: int = 0
    median: float | None = None
    ninety: float | None = None
    stays: int = 0

    @property
    def judged(self):
        return self.entered - self.young

    @property
    def share(self):
        """The share of the judged that went on, None while there is nothing to judge."""
        return self.went_on / self.judged if self.judged else None

    @property
    def waiting(self):
        return self.entered - self.went_on - self.lost


def funnel_of(pipeline, period, zone, scope):
    """One Reach for each open stage of a pipeline, in order, and for each removed one deals entered in the period;
    a deal that went on to another pipeline still counts."""
    stages = list(Stage.objects.filter(pipeline=pipeline, kind=Stage.Kind.OPEN).order_by("position", "id"))
    start, end = period.bounds(zone)
    asked = within(scope) | {"pipeline": None, "stages": [stage.pk for stage in stages], "start": start, "end": end}
    with connection.cursor() as cursor:
        cursor.execute(FUNNEL.format(own_step=OWN_STEP, within=WITHIN), asked)
        found = {stage_id: rest for stage_id, *rest in cursor.fetchall()}
    return [Reach(stage, *found.get(stage.pk, ())) for stage in stages if not stage.retired_at or stage.pk in found]
