"""How far deals came: who entered each stage in a period, who went on, and how long they stayed."""

import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.utils import timezone

from pipeline.models import Stage
from reports.ended.stays import ever_ended
from reports.scopes import of_such, within
from reports.win_rate.ever import told_by_sums
from reports.win_rate.stays import (
    ANY_EXIT,
    CAME_BACK,
    CLEAR,
    LENGTHS,
    LOOKED_UP,
    NO_FURTHER,
    PARTS,
    RESHAPED,
    STEPPED,
    told_of,
)

FATES = ("went_on", "lost", "young", "waiting")
FATE_OF_EXIT = {"moved": "went_on", "won": "went_on", "lost": "lost", "": "waiting"}
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
    ended = ever_ended(asked)
    lengths = lengths_of(asked, ended)
    asked["young_since"] = [young_since(lengths.get(stage.pk)) for stage in stages]
    fates = fates_of(asked, ended)
    found = [reach_of(stage, fates, lengths.get(stage.pk, Lengths())) for stage in stages]
    return [reach for reach in found if not reach.stage.retired_at or reach.entered]


def fates_of(asked, ended):
    """{(stage id, one of FATES): how many deals}."""
    fates, unclear, steps = defaultdict(int), set(), []
    order = {pk: place for place, pk in enumerate(asked["order"])}
    parts = PARTS | {"came_back": CAME_BACK, "of_whom": of_such(asked)}
    told = told_of(CLEAR, asked, parts) if ended is None else told_by_sums(ended, asked, parts)
    for stage_id, exit_, to, count, young, deals in told:
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


def lengths_of(asked, ended=None):
    counts = defaultdict(Counter)
    for stage_id, hours, count in counted(asked) if ended is None else of_steps(ended):
        counts[stage_id][hours / 24] += count
    return {stage_id: Lengths(sorted((+found).items())) for stage_id, found in counts.items() if +found}


def counted(asked):
    parts = PARTS | {"of_whom": of_such(asked)}
    for which, sign in ((ANY_EXIT, 1), (RESHAPED, -1)):
        for stage_id, hours, count in told_of(LENGTHS, asked, parts | {"which": which}):
            yield stage_id, hours, sign * count


def of_steps(ended):
    return ((stage_id, hours, count) for stage_id, exit_, _to, hours, count in ended if exit_ != "reshaped")


def open_stages(pipeline):
    return Stage.objects.filter(pipeline=pipeline, kind=Stage.Kind.OPEN)


def asked_of(stages, period, zone, scope):
    start, end = period.bounds(zone)
    asked = {"pipeline": None, "stages": [stage.pk for stage in stages], "start": start, "end": end, "zone": str(zone)}
    return within(scope) | asked


def order_of_stages():
    """All stages, those further down later."""
    return list(Stage.objects.order_by("position", "id").values_list("pk", flat=True))
