"""How long deals stay in each stage of a pipeline, who waits there now, and what was lost from there."""

import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Count, F, Sum
from django.db.models.functions import Floor, Now
from django.utils import timezone

from accounts.zones import workspace_zone
from pipeline.models import Deal, Stage
from reports.scopes import THEIRS, of_such, within
from reports.stages.survival import Watched, kaplan_meier
from reports.win_rate.closed import LOST, Days, closed_in
from reports.win_rate.funnel import Lengths

ENOUGH_STAYS = 5

# Stays that ended in a period, counted by the hours they had lasted. A stay that a reshaping of the pipeline ended is
# watched until then and did not end: the buyer took no step. The database keeps statistics of what is grouped by
# here (visit_lengths), without which it does not share the work between its processes.
ENDED = """
SELECT visit.stage_id, floor(date_part('epoch', visit.left_at - visit.entered_at) / 3600), count(*),
    count(*) FILTER (WHERE visit.exit <> 'reshaped'), count(*) FILTER (WHERE visit.exit = 'lost')
{of_stays} AND visit.left_at >= %(start)s::timestamptz AND visit.left_at < %(end)s
GROUP BY 1, 2
"""
# Those that went on, by the hours they had lasted as it ended.
WENT_ON = """
SELECT visit.stage_id, floor(date_part('epoch', %(end)s - visit.entered_at) / 3600), count(*)
{of_stays} AND visit.entered_at < %(end)s AND visit.left_at {left}
GROUP BY 1, 2
"""
# Those that had begun before it, by the hours they were old as it began.
BEGUN = """
SELECT visit.stage_id, floor(date_part('epoch', %(start)s::timestamptz - visit.entered_at) / 3600), count(*)
{of_stays} AND visit.entered_at < %(start)s AND visit.left_at {left}
GROUP BY 1, 2
"""
OF_STAYS = """FROM pipeline_stagevisit visit {of_whom}
WHERE visit.stage_id = ANY(%(stages)s) AND NOT visit.undone AND {theirs}"""
LONG_AGO = "-infinity"


@dataclass(frozen=True)
class Waiting:
    """Open deals standing in a stage now, by whole days: {days: (deals, amount)}."""

    by_days: dict = field(default_factory=dict)

    def between(self, low=0, high=math.inf):
        """How many have stood there for `low` whole days or more, up to `high`."""
        return sum(count for days, (count, _amount) in self.by_days.items() if low <= days <= high)

    @property
    def amount(self):
        return sum(amount for _count, amount in self.by_days.values())


@dataclass(frozen=True)
class Dwelling:
    """One stage in a period: how long its stays lasted, who waits there now, what was lost from there."""

    stage: Stage
    stays: int
    quarter: float | None
    median: float | None
    three_quarters: float | None
    ninety: float | None
    waiting_median: float | None  # with those still open, after Kaplan and Meier
    waiting: Waiting
    lost: int
    lost_amount: object
    ended_by_loss: int
    stale: int

    @property
    def knows(self):
        """Whether enough stays ended to say what is usual."""
        return self.stays >= ENOUGH_STAYS

    @property
    def usual(self):
        """The whole days half of the stays that ended took at most."""
        return max(round(self.median), 1) if self.knows else None

    @property
    def long(self):
        """The whole days nine in ten of them took at most."""
        return max(math.ceil(self.ninety), self.usual + 1) if self.knows else None

    @property
    def open(self):
        return self.waiting.between()

    @property
    def waits_long(self):
        return self.waiting.between(self.long) if self.knows else None

    @property
    def leak(self):
        """The share of those that left who were lost, None where nobody left."""
        left = self.stays - self.ended_by_loss + self.lost
        return self.lost / left if left else None

    @property
    def likely(self):
        """What a deal that enters may expect: with the open stays if half of all have ended, else without."""
        return self.median if self.waiting_median is None else self.waiting_median


def dwellings_of(scope, period):
    """One Dwelling for each open stage in use of the scope's pipeline, in order."""
    zone = workspace_zone()
    stages = list(Stage.objects.standing().filter(pipeline=scope.pipeline, kind=Stage.Kind.OPEN))
    (stays, losses), waiting = stays_in(stages, scope, period, zone), waiting_in(scope)
    lost, stale = lost_from(scope, period, zone), stale_in(scope)
    return [
        dwelling_of(
            stage,
            stays[stage.pk],
            losses[stage.pk],
            waiting=Waiting(waiting.get(stage.pk, {})),
            lost=lost.get(stage.pk, (0, 0)),
            stale=stale.get(stage.pk, 0),
        )
        for stage in stages
    ]


def dwelling_of(stage, stays, ended_by_loss, *, waiting, lost, stale):
    lengths = Lengths(sorted(stays.ended.items()))
    return Dwelling(
        stage=stage,
        stays=lengths.stays,
        quarter=lengths.below(0.25),
        median=lengths.below(0.5),
        three_quarters=lengths.below(0.75),
        ninety=lengths.below(0.9),
        waiting_median=kaplan_meier(stays),
        waiting=waiting,
        lost=lost[0],
        lost_amount=lost[1],
        ended_by_loss=ended_by_loss,
        stale=stale,
    )


def stays_in(stages, scope, period, zone):
    """{stage id: the stays Watched in a period}, and {stage id: how many of them were lost}."""
    (start, end), now = period.bounds(zone), timezone.now()
    asked = within(scope) | {"pipeline": None, "stages": [stage.pk for stage in stages]}
    asked |= {"start": start or LONG_AGO, "end": min(end or now, now)}
    found, lost = defaultdict(Watched), Counter()
    for stage_id, hours, count, ended, of_lost in told_of(ENDED, asked):
        found[stage_id].until[hours / 24] += count
        found[stage_id].since[0] += count
        found[stage_id].ended[hours / 24] += ended
        lost[stage_id] += of_lost
    for stage_id, hours, count in both(WENT_ON, ">= %(end)s", asked):
        found[stage_id].until[hours / 24] += count
        found[stage_id].since[0] += count
    for stage_id, hours, count in both(BEGUN, ">= %(start)s", asked) if start else ():
        found[stage_id].since[hours / 24] += count
        found[stage_id].since[0] -= count
    return found, lost


def both(statement, left, asked):
    """What is said of stays that ended later, and of those that still go on: an index holds each."""
    return [*told_of(statement, asked, left=left), *told_of(statement, asked, left="IS NULL")]


def told_of(statement, asked, **parts):
    of_stays = OF_STAYS.format(of_whom=of_such(asked), theirs=THEIRS)
    with connection.cursor() as cursor:
        cursor.execute(statement.format(of_stays=of_stays, **parts), asked)
        return cursor.fetchall()


def waiting_in(scope):
    """{stage id: {whole days: (open deals that have stood there so long, amount)}}."""
    days = Floor(Days(Now() - F("entered_stage_at")))
    rows = scope.of(Deal.objects).open().order_by().annotate(days=days).values_list("stage_id", "days")
    found = defaultdict(dict)
    for stage_id, days, count, amount in rows.annotate(count=Count("*"), amount=Sum("base_amount")):
        found[stage_id][int(days)] = (count, amount)
    return found


def lost_from(scope, period, zone):
    """{stage id: (deals lost from there in a period, amount)}."""
    rows = closed_in(scope, period, zone).filter(LOST).values_list("stage_id")
    return {stage_id: sums for stage_id, *sums in rows.annotate(count=Count("*"), amount=Sum("base_amount"))}


def stale_in(scope):
    return dict(scope.of(Deal.objects).stale().order_by().values_list("stage_id").annotate(Count("pk")))
