"""How far deals came: who entered each stage in a period, who went on, and how long they stayed."""

import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.db import connection
from django.utils import timezone

from pipeline.models import Stage
from reports.scopes import THEIRS, of_such, within

# How long the stays lasted that ended in a period, counted by the hour: no million is put in order. The database
# keeps statistics of what is grouped by here (visit_lengths), without which it does not share the work between its
# processes. A stay that a reshaping of the pipeline ended says nothing of its stage: they are few, have an index of
# their own, and are taken off, for asking each stay how it ended would take half as long again.
LENGTHS = """
SELECT visit.stage_id, floor(date_part('epoch', visit.left_at - visit.entered_at) / 3600), count(*)
FROM pipeline_stagevisit visit {of_whom}
WHERE visit.stage_id = ANY(%(stages)s) AND NOT visit.undone AND visit.left_at IS NOT NULL AND {which}
  AND (%(start)s::timestamptz IS NULL OR visit.left_at >= %(start)s)
  AND (%(end)s::timestamptz IS NULL OR visit.left_at < %(end)s) AND {theirs}
GROUP BY 1, 2
"""
ANY_EXIT, RESHAPED = "true", "visit.exit = 'reshaped'"
# Where reshapings put deals, and when: such stays neither begin a row nor count as going on.
BROUGHT = """SELECT brought.deal_id, brought.exit_to_id, brought.left_at FROM pipeline_stagevisit brought
        WHERE brought.exit = 'reshaped' AND NOT brought.undone AND brought.exit_to_id IS NOT NULL"""
ENTERED = """visit.stage_id = ANY(%(stages)s) AND NOT visit.undone
  AND (%(start)s::timestamptz IS NULL OR visit.entered_at >= %(start)s)
  AND (%(end)s::timestamptz IS NULL OR visit.entered_at < %(end)s)
  AND (visit.deal_id, visit.stage_id, visit.entered_at) NOT IN ({brought}) AND {theirs}"""
# What a stay does not say by itself: it ended with a step that led no further, or its deal came back to a stage or to
# life, so that it may be counted already or the end was none.
CAME_BACK = """(visit.again OR visit.exit = 'reshaped'
    OR visit.exit IN ('won', 'lost') AND visit.deal_id IN (SELECT deal_id FROM pipeline_stagevisit WHERE again))"""
NO_FURTHER = "visit.exit = 'moved' AND (visit.stage_id, coalesce(visit.exit_to_id, 0)) IN ({steps})"
# Nearly all stays say by themselves what became of the deal, and are only counted.
CLEAR = """
SELECT visit.stage_id, visit.exit, visit.exit_to_id, count(*),
    count(*) FILTER (WHERE visit.exit = '' AND NOT visit.again AND visit.entered_at > (
        (%(young_since)s::timestamptz[])[array_position(%(stages)s, visit.stage_id)])),
    array_agg(visit.deal_id) FILTER (WHERE {came_back})
FROM pipeline_stagevisit visit {of_whom}
WHERE {entered}
GROUP BY 1, 2, 3
"""
# Those who made such a step, if there are any.
STEPPED = "SELECT DISTINCT visit.deal_id FROM pipeline_stagevisit visit {of_whom} WHERE {entered} AND {no_further}"
# For the others what came later is looked up. A deal went on if it was won or later entered a stage further down. Those
# that did neither and are still open are left out of the share until they have waited longer than nine in ten do there.
LOOKED_UP = """
SELECT visit.stage_id, CASE
        WHEN deal.status = 'won' OR EXISTS (
            SELECT FROM pipeline_stagevisit later
            WHERE later.deal_id = visit.deal_id AND NOT later.undone AND later.entered_at >= visit.entered_at
              AND array_position(%(order)s, later.stage_id) > array_position(%(order)s, visit.stage_id)
              AND (later.deal_id, later.stage_id, later.entered_at) NOT IN ({brought})) THEN 'went_on'
        WHEN deal.status = 'lost' THEN 'lost'
        WHEN visit.entered_at > (%(young_since)s::timestamptz[])[array_position(%(stages)s, visit.stage_id)]
            THEN 'young'
        ELSE 'waiting' END AS fate, count(*)
FROM pipeline_stagevisit visit JOIN pipeline_deal deal ON deal.id = visit.deal_id
WHERE {entered} AND visit.deal_id = ANY(%(unclear)s) AND ({came_back} OR {no_further})
  AND (NOT visit.again OR NOT EXISTS (
      SELECT FROM pipeline_stagevisit earlier
      WHERE earlier.deal_id = visit.deal_id AND earlier.stage_id = visit.stage_id AND NOT earlier.undone
        AND earlier.entered_at < visit.entered_at
        AND (%(start)s::timestamptz IS NULL OR earlier.entered_at >= %(start)s)
        AND (earlier.deal_id, earlier.stage_id, earlier.entered_at) NOT IN ({brought})))
GROUP BY 1, 2
"""
FATES = ("went_on", "lost", "young", "waiting")
FATE_OF_EXIT = {"moved": "went_on", "won": "went_on", "lost": "lost", "": "waiting"}
PARTS = {"brought": BROUGHT, "entered": ENTERED.format(brought=BROUGHT, theirs=THEIRS), "theirs": THEIRS}
ENOUGH_STAYS = 5
EVER = datetime(1, 1, 2, tzinfo=UTC)


@dataclass(frozen=True)
class Lengths:
    """How many stays lasted how many days, the shortest first."""

    counts: list = field(default_factory=list)

    @property
    def stays(self):
        return sum(count for _days, count in self.counts)

    def below(self, share):
        """The days within which this share of the stays ended, between the two nearest; None without stays."""
        if not self.counts:
            return None
        place = share * (self.stays - 1)
        low, high = self.at(math.floor(place)), self.at(math.ceil(place))
        return low + (high - low) * (place - math.floor(place))

    def at(self, place):
        """The days of the stay at a place in the order, counted from nought."""
        for days, count in self.counts:
            if place < count:
                return days
            place -= count
        return None


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
    stages = list(open_stages(pipeline).order_by("position", "id"))
    asked = asked_of(stages, period, zone, scope) | {"order": order_of_stages()}
    lengths = lengths_of(asked)
    asked["young_since"] = [young_since(lengths.get(stage.pk)) for stage in stages]
    fates = fates_of(asked)
    found = [reach_of(stage, fates, lengths.get(stage.pk, Lengths())) for stage in stages]
    return [reach for reach in found if not reach.stage.retired_at or reach.entered]


def fates_of(asked):
    """{(stage id, one of FATES): how many deals}."""
    fates, unclear, steps = defaultdict(int), set(), []
    order = {pk: place for place, pk in enumerate(asked["order"])}
    parts = PARTS | {"came_back": CAME_BACK, "of_whom": of_such(asked)}
    for stage_id, exit_, to, count, young, deals in told_of(CLEAR, asked, parts):
        doubtful = deals or []
        unclear.update(doubtful)
        fates[stage_id, "young"] += young
        if exit_ == "moved" and order.get(to, -1) <= order[stage_id]:
            steps.append((stage_id, to or 0))
        else:
            fates[stage_id, FATE_OF_EXIT.get(exit_)] += count - young - len(doubtful)
    return looked_up(fates, unclear, steps, asked, parts)


def looked_up(fates, unclear, steps, asked, parts):
    """The same with the deals whose stays leave doubt: some came back, others made one of these steps."""
    parts["no_further"] = NO_FURTHER.format(steps=", ".join(str(step) for step in steps)) if steps else "false"
    if steps:
        unclear.update(deal_id for (deal_id,) in told_of(STEPPED, asked, parts))
    for stage_id, fate, count in told_of(LOOKED_UP, asked | {"unclear": list(unclear)}, parts):
        fates[stage_id, fate] += count
    return fates


def told_of(statement, asked, parts):
    with connection.cursor() as cursor:
        cursor.execute(statement.format(**parts), asked)
        return cursor.fetchall()


def reach_of(stage, fates, lengths):
    went_on, lost, young, waiting = (fates.get((stage.pk, fate), 0) for fate in FATES)
    return Reach(
        stage, went_on + lost + young + waiting, went_on, lost, young,
        lengths.below(0.5), lengths.below(0.9), lengths.stays,
    )  # fmt: skip


def young_since(lengths):
    """The moment from which on whoever entered a stage is not judged yet."""
    ninety = lengths and lengths.below(0.9)
    return timezone.now() - timedelta(days=ninety) if ninety is not None else EVER


def medians_of(pipeline, period, zone, scope):
    """{stage: median days} of the stays in open stages that ended in a period, where there were enough."""
    found = lengths_of(asked_of(open_stages(pipeline), period, zone, scope))
    return {pk: lengths.below(0.5) for pk, lengths in found.items() if lengths.stays >= ENOUGH_STAYS}


def lengths_of(asked):
    counts, parts = defaultdict(Counter), PARTS | {"of_whom": of_such(asked)}
    for which, sign in ((ANY_EXIT, 1), (RESHAPED, -1)):
        for stage_id, hours, count in told_of(LENGTHS, asked, parts | {"which": which}):
            counts[stage_id][hours / 24] += sign * count
    return {stage_id: Lengths(sorted((+found).items())) for stage_id, found in counts.items() if +found}


def open_stages(pipeline):
    return Stage.objects.filter(pipeline=pipeline, kind=Stage.Kind.OPEN)


def asked_of(stages, period, zone, scope):
    start, end = period.bounds(zone)
    return within(scope) | {"pipeline": None, "stages": [stage.pk for stage in stages], "start": start, "end": end}


def order_of_stages():
    """All stages, those further down later."""
    return list(Stage.objects.order_by("position", "id").values_list("pk", flat=True))
