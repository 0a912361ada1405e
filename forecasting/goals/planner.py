"""What it takes to reach a goal: what each stage brings at today's chances, and how many more deals it needs."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from math import ceil

import numpy as np
from django.db.models import Avg, F, Sum
from django.db.models.functions import Coalesce

from forecasting.calendar import month_of
from forecasting.models import OpenPool, Weight
from forecasting.queries.odds import latest_of, reading_of
from forecasting.queries.pools import aged_sums, falls_into
from pipeline.models import Deal, Stage

NOTHING = Decimal(0)


@dataclass(frozen=True)
class StagePlan:
    """What is open in a stage, the chance of it to be won in the period, and what more it needs alone."""

    stage: Stage
    count: int
    amount: Decimal
    chance: float
    more_deals: int | None = None
    more_amount: Decimal | None = None

    @property
    def brings(self):
        return self.amount * Decimal(self.chance)


@dataclass(frozen=True)
class Plan:
    """The way to a goal: what is won, what the stages bring, and what is missing then."""

    goal: Decimal
    won: Decimal
    new_business: Decimal
    mean_won: Decimal
    stages: list

    @property
    def brings(self):
        return sum((row.brings for row in self.stages), NOTHING)

    @property
    def missing(self):
        return max(self.goal - self.won - self.new_business - self.brings, NOTHING)

    @property
    def times(self):
        """How many times as much must be open, with the same mix of stages; None where nothing is open."""
        left = max(self.goal - self.won - self.new_business, NOTHING)
        return float(left / self.brings) if self.brings else None


def plan_of(scope, period, goal, forecast):
    """The plan for a goal, by the chances the forecast of the page goes by."""
    found = stages_open(scope, period, forecast.this_day, forecast.by)
    plan = Plan(goal, forecast.total.won, forecast.new_business, mean_won(scope), found)
    return Plan(goal, plan.won, plan.new_business, plan.mean_won, [needing(row, plan) for row in found])


def needing(row, plan):
    """The row with what closes the gap if this stage alone had more; a deal is as large as those won."""
    if not plan.missing or not row.chance or not plan.mean_won:
        return row
    amount = plan.missing / Decimal(row.chance)
    return StagePlan(row.stage, row.count, row.amount, row.chance, ceil(amount / plan.mean_won), amount)


def stages_open(scope, period, this_day, by):
    """Every open stage in use of the pipelines meant, in the order of the boards."""
    sums = by_probability(scope, period, this_day) if by == Weight.STAGE else by_history(scope, period, this_day)
    stages = Stage.objects.standing().filter(kind=Stage.Kind.OPEN, pipeline__retired_at=None)
    stages = stages.filter(pipeline=scope.pipeline) if scope.pipeline else stages
    rows = stages.select_related("pipeline").order_by("pipeline__position", "pipeline_id", "position", "id")
    return [plan_of_stage(stage, sums.get(stage.pk), by, period, this_day) for stage in rows]


def plan_of_stage(stage, sums, by, period, this_day):
    count, amount, brought = sums or (0, 0.0, 0.0)
    chance = brought / amount if amount else fresh_chance(stage, by, period, this_day)
    return StagePlan(stage, count, Decimal(amount).quantize(Decimal("0.01")), float(chance))


def fresh_chance(stage, by, period, this_day):
    """The chance of a deal that came here today, for a stage where none stands."""
    odds = latest_of([stage.pipeline_id]).get(stage.pipeline_id)
    if by == Weight.STAGE or odds is None:
        return float(stage.probability) / 100
    chance = float(reading_of(odds).chance([stage.pk], [0], *days_of(period, this_day))[0])
    return float(stage.probability) / 100 if np.isnan(chance) else chance


def days_of(period, this_day):
    return max((period.first - this_day).days, 0), max((period.last - this_day).days + 1, 0)


def by_probability(scope, period, this_day, *, only_own=False):
    """(deals, amount, what they bring) by stage of what is expected in the period, by the probabilities people set."""
    found = defaultdict(lambda: [0, 0.0, 0.0])
    rows = scope.of(OpenPool.objects).filter(age=None)
    rows = rows.exclude(probability=None) if only_own else rows
    rows = rows.annotate(percent=Coalesce(F("probability"), F("stage__probability")))
    sums = rows.order_by().values_list("stage_id", "month", "percent").annotate(Sum("count"), Sum("amount"))
    for stage_id, month, percent, count, amount in sums:
        if falls_into(month, period, month_of(this_day)):
            add(found[stage_id], count, float(amount), float(percent) / 100)
    return found


def by_history(scope, period, this_day):
    """The same of all open deals by what was learned; with a probability of their own, where they are expected."""
    found, rows = by_probability(scope, period, this_day, only_own=True), list(aged_sums(scope))
    odds, days = latest_of({row[0] for row in rows}), days_of(period, this_day)
    for pipeline_id, stage_id, age, count, amount, _squares in rows:
        if pipeline_id in odds:
            chance = reading_of(odds[pipeline_id]).chance([stage_id], [age], *days)[0]
            add(found[stage_id], count, float(amount), float(np.nan_to_num(chance)))
    return found


def add(sums, count, amount, chance):
    sums[0] += count
    sums[1] += amount
    sums[2] += amount * chance


def mean_won(scope):
    """What a won deal is worth on the average."""
    return scope.of(Deal.objects).won().aggregate(mean=Avg("base_amount"))["mean"] or NOTHING
