"""How far deals came: who entered each stage in a period, who went on, and how long they stayed."""

from dataclasses import dataclass

from django.db import connection

from pipeline.models import Stage
from reports.scopes import WITHIN, within

# A deal went on if it was won or later entered a stage further down. Those that did neither and are still open are
# left out of the share until they have waited longer than nine in ten do there. Where a reshaping of the pipeline put
# a deal it did not enter by itself: such stays neither begin a row nor count as going on, nor is their length a stay's.
#
# Most stays say by themselves that the deal moved on, or still waits; only for the others what came later is looked
# up. The lengths of stays are counted by the hour: no million of them is put in order.
FUNNEL = """
WITH hours AS (
    SELECT visit.stage_id, floor(extract(epoch FROM visit.left_at - visit.entered_at)::float8 / 3600) AS hour,
           count(*) AS stays
    FROM pipeline_stagevisit visit {time_of}
    WHERE visit.stage_id = ANY(%(stages)s) AND NOT visit.undone AND visit.left_at IS NOT NULL
      AND visit.exit <> 'reshaped'
      AND (%(start)s::timestamptz IS NULL OR visit.left_at >= %(start)s)
      AND (%(end)s::timestamptz IS NULL OR visit.left_at < %(end)s)
    GROUP BY 1, 2
), ranked AS (
    SELECT stage_id, hour / 24 AS days, sum(stays) OVER (PARTITION BY stage_id) AS stays,
           sum(stays) OVER (PARTITION BY stage_id ORDER BY hour) AS upto
    FROM hours
), time AS (
    SELECT stage_id, min(stays) AS stays, {median} AS median, {ninety} AS ninety FROM ranked GROUP BY stage_id
), outcome AS (
    SELECT visit.stage_id, deal.status, now() - visit.entered_at AS age, CASE
        WHEN {ahead} OR deal.status = 'won' THEN true
        WHEN visit.left_at IS NULL THEN false
        WHEN visit.exit = 'lost' AND deal.status = 'lost' AND deal.closed_at = visit.left_at THEN false
        ELSE EXISTS (
            SELECT FROM pipeline_stagevisit later
            WHERE later.deal_id = visit.deal_id AND NOT later.undone AND later.entered_at >= visit.entered_at
              AND array_position(%(order)s, later.stage_id) > array_position(%(order)s, visit.stage_id)
              AND NOT EXISTS ({brought_later})) END AS went_on
    FROM pipeline_stagevisit visit {entry_of}
    WHERE visit.stage_id = ANY(%(stages)s) AND NOT visit.undone
      AND (%(start)s::timestamptz IS NULL OR visit.entered_at >= %(start)s)
      AND (%(end)s::timestamptz IS NULL OR visit.entered_at < %(end)s)
      AND NOT EXISTS ({brought})
      AND (NOT visit.again OR NOT EXISTS (
          SELECT FROM pipeline_stagevisit earlier
          WHERE earlier.deal_id = visit.deal_id AND earlier.stage_id = visit.stage_id AND NOT earlier.undone
            AND (earlier.entered_at, earlier.id) < (visit.entered_at, visit.id)
            AND (%(start)s::timestamptz IS NULL OR earlier.entered_at >= %(start)s)
            AND NOT EXISTS ({brought_earlier})))
)
SELECT outcome.stage_id, count(*),
       count(*) FILTER (WHERE went_on),
       count(*) FILTER (WHERE NOT went_on AND outcome.status = 'lost'),
       count(*) FILTER (WHERE NOT went_on AND coalesce(outcome.status, 'open') = 'open'
                          AND age < make_interval(secs => coalesce(time.ninety, 1e6) * 86400)),
       min(time.median), min(time.ninety), coalesce(min(time.stays), 0)
FROM outcome LEFT JOIN time ON time.stage_id = outcome.stage_id
GROUP BY outcome.stage_id
"""
# The stay went straight on to a stage further down.
AHEAD = """(visit.exit = 'moved'
            AND array_position(%(order)s, visit.exit_to_id) > array_position(%(order)s, visit.stage_id))"""
# Where everybody's deals are meant, one is only looked at if its stay does not say by itself what became of it.
EVERYBODYS = f"""LEFT JOIN pipeline_deal deal
        ON deal.id = visit.deal_id AND visit.left_at IS NOT NULL AND NOT coalesce({AHEAD}, false)"""
SOMEBODYS = f"JOIN pipeline_deal deal ON deal.id = visit.deal_id AND {WITHIN}"


def brought(visit):
    """The reshaping that put a deal where this stay began."""
    return f"""SELECT FROM pipeline_stagevisit brought WHERE brought.exit = 'reshaped' AND NOT brought.undone
          AND brought.deal_id = {visit}.deal_id AND brought.exit_to_id = {visit}.stage_id
          AND brought.left_at = {visit}.entered_at"""


def share_of(part):
    """The length below which this part of the stays lie, between the two nearest."""
    place, above = f"{part} * (stays - 1)", "min(days) FILTER (WHERE upto > "
    low, high = f"{above}floor({place}))", f"{above}ceil({place}))"
    return f"({low} + ({high} - {low}) * min({place} - floor({place})))::float8"


@dataclass(frozen=True)
class Reach:
    """One stage in a period: deals that entered it, went on, were lost from it; `young` ones are judged later."""

    stage: Stage
    entered: int = 0
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
    asked = within(scope) | {"pipeline": None}
    is_narrow = any(value is not None for value in asked.values())
    asked |= {"stages": [stage.pk for stage in stages], "start": start, "end": end, "order": order_of_stages()}
    with connection.cursor() as cursor:
        cursor.execute(NARROW if is_narrow else WIDE, asked)
        found = {stage_id: rest for stage_id, *rest in cursor.fetchall()}
    return [Reach(stage, *found.get(stage.pk, ())) for stage in stages if not stage.retired_at or stage.pk in found]


def order_of_stages():
    """All stages, those further down later."""
    return list(Stage.objects.order_by("position", "id").values_list("pk", flat=True))


PARTS = {
    "ahead": AHEAD, "brought": brought("visit"), "brought_later": brought("later"),
    "brought_earlier": brought("earlier"), "median": share_of("0.5"), "ninety": share_of("0.9"),
}  # fmt: skip
NARROW = FUNNEL.format(**PARTS, time_of=SOMEBODYS, entry_of=SOMEBODYS)
WIDE = FUNNEL.format(**PARTS, time_of="", entry_of=EVERYBODYS)
