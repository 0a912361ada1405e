"""How long deals stay in each stage of a pipeline, who waits there now, and what was lost from there."""

import math
from collections import defaultdict
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Sum
from django.db.models.functions import Floor, Now
from django.utils import timezone

from accounts.models import User
from accounts.zones import workspace_zone
from pipeline.models import Deal, Stage, StageVisit
from reports.scopes import WITHIN, within
from reports.stages.survival import Stays, kaplan_meier, percentile
from reports.win_rate.closed import LOST, Days, closed_in

ENOUGH_STAYS = 5

# Stays watched during a period, counted by the hours they lasted, and by the hours they were old when it began. A stay
# that a reshaping of the pipeline ended counts as watched until then and not as ended: the buyer took no step. Most
# began and ended within the period: what they are grouped by is known to the planner (visit_lengths), which then shares
# the work between processes.
STAYS = """
SELECT visit.stage_id, 0, floor(date_part('epoch', visit.left_at - visit.entered_at) / 3600), visit.exit, count(*)
FROM pipeline_stagevisit visit {of_whom}
WHERE visit.stage_id = ANY(%(stages)s) AND NOT visit.undone AND visit.entered_at >= %(start)s::timestamptz
  AND visit.left_at >= %(start)s::timestamptz AND visit.left_at < %(end)s
GROUP BY 1, 3, 4
UNION ALL
SELECT visit.stage_id, floor(date_part('epoch', %(start)s::timestamptz - visit.entered_at) / 3600),
       floor(date_part('epoch', visit.left_at - visit.entered_at) / 3600), visit.exit, count(*)
FROM pipeline_stagevisit visit {of_whom}
WHERE visit.stage_id = ANY(%(stages)s) AND NOT visit.undone AND visit.entered_at < %(start)s::timestamptz
  AND visit.left_at >= %(start)s::timestamptz AND visit.left_at < %(end)s
GROUP BY 1, 2, 3, 4
UNION ALL
SELECT visit.stage_id, greatest(0, floor(date_part('epoch', %(start)s::timestamptz - visit.entered_at) / 3600)),
       floor(date_part('epoch', %(end)s - visit.entered_at) / 3600), '', count(*)
FROM pipeline_stagevisit visit {of_whom}
WHERE visit.stage_id = ANY(%(stages)s) AND NOT visit.undone AND visit.entered_at < %(end)s
  AND (visit.left_at IS NULL OR visit.left_at >= %(end)s)
GROUP BY 1, 2, 3
"""
LONG_AGO = "-infinity"
NOT_ENDED = {"", StageVisit.Exit.RESHAPED}
OF_WHOM = f"JOIN pipeline_deal deal ON deal.id = visit.deal_id AND {WITHIN}"


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
    stays, waiting = stays_in(stages, scope, period, zone), waiting_in(scope)
    lost, stale = lost_from(scope, period, zone), stale_in(scope)
    return [
        dwelling_of(
            stage,
            stays.get(stage.pk, []),
            waiting=Waiting(waiting.get(stage.pk, {})),
            lost=lost.get(stage.pk, (0, 0)),
            stale=stale.get(stage.pk, 0),
        )
        for stage in stages
    ]


def dwelling_of(stage, stays, *, waiting, lost, stale):
    return Dwelling(
        stage=stage,
        stays=sum(one.count for one in stays if one.has_ended),
        quarter=percentile(stays, 0.25),
        median=percentile(stays, 0.5),
        three_quarters=percentile(stays, 0.75),
        ninety=percentile(stays, 0.9),
        waiting_median=kaplan_meier(stays),
        waiting=waiting,
        lost=lost[0],
        lost_amount=lost[1],
        ended_by_loss=sum(one.count for one in stays if one.is_lost),
        stale=stale,
    )


def stays_in(stages, scope, period, zone):
    """{stage id: the Stays watched in a period}."""
    start, end = period.bounds(zone)
    whose, now = within(scope), timezone.now()
    asked = whose | {"stages": [stage.pk for stage in stages], "start": start or LONG_AGO, "end": min(end or now, now)}
    is_narrowed = whose["source"] or whose["label"] or leaves_somebody_out(whose["owners"])
    found = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(STAYS.format(of_whom=OF_WHOM if is_narrowed else ""), asked)
        for stage_id, since, until, ending, count in cursor.fetchall():
            lost = ending == StageVisit.Exit.LOST
            found[stage_id].append(Stays(since / 24, until / 24, ending not in NOT_ENDED, count, lost))
    return found


def leaves_somebody_out(owners):
    """Whether anybody else owns deals: where nobody does, no stay needs its deal to be looked up."""
    if owners is None:
        return False
    others = User.objects.exclude(pk__in=owners)
    return others.filter(Exists(Deal.objects.filter(owner=OuterRef("pk")))).exists()


def waiting_in(scope):
    """{stage id: {whole days: (open deals that have stood there so long, amount)}}."""
    days = Floor(Days(Now() - F("entered_stage_at")))
    rows = scope.of(Deal.objects).open().order_by().annotate(days=days).values_list("stage_id", "days")
    found = defaultdict(dict)
    for stage_id, days, count, amount in rows.annotate(Count("pk"), Sum("base_amount")):
        found[stage_id][int(days)] = (count, amount)
    return found


def lost_from(scope, period, zone):
    """{stage id: (deals lost from there in a period, amount)}."""
    rows = closed_in(scope, period, zone).filter(LOST).values_list("stage_id")
    return {stage_id: sums for stage_id, *sums in rows.annotate(Count("pk"), Sum("base_amount"))}


def stale_in(scope):
    return dict(scope.of(Deal.objects).stale().order_by().values_list("stage_id").annotate(Count("pk")))
