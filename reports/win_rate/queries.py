"""Everything the win-rate page says of a period, found by one function for screen, export and paper alike."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count

from accounts.fields.known import Kind, fields_of
from accounts.models import User
from accounts.zones import workspace_zone
from forecasting.calendar import Period
from forecasting.queries import links
from pipeline.models import Deal, Pipeline, Stage
from reports.rates import Rate
from reports.win_rate import closed
from reports.win_rate.closed import Cycle
from reports.win_rate.funnel import funnel_of

ENOUGH_STAYS = 5


@dataclass(frozen=True)
class Velocity:
    """Value won a day: qualified open deals × mean won amount × win rate ÷ median days to a win."""

    open_deals: int
    open_url: str
    win_rate: float
    mean_won: Decimal
    cycle: float

    @property
    def a_day(self):
        """In the workspace's currency, None while a factor is missing."""
        if not self.cycle:
            return None
        return Decimal(self.open_deals) * self.mean_won * Decimal(self.win_rate) / Decimal(self.cycle)


@dataclass(frozen=True)
class WinRate:
    """Rates, funnel, cycle and reasons of the deals closed in a period."""

    period: Period
    pipeline: Pipeline | None
    rate: Rate
    url: str
    won_url: str
    lost_url: str
    funnel: list
    entered_filters: dict
    won_here: int
    won_here_url: str
    by_rep: list
    by_source: list
    by_label: list
    by_label_at_birth: list
    by_label_at_close: list
    by_product: list
    by_field: dict  # {name of a custom field: its groups}
    by_time: list
    cycle: Cycle
    reasons: list
    velocity: Velocity

    @property
    def slowest(self):
        """The stage in use that deals stay in longest, None where no stage has enough stays that ended."""
        known = [reach for reach in self.funnel if reach.stays >= ENOUGH_STAYS and not reach.stage.retired_at]
        return max(known, key=lambda reach: reach.median, default=None)


def win_rate_of(scope, period):
    """What became of the deals of a scope that closed in a period."""
    zone, base = workspace_zone(), scope.link
    deals = closed.closed_in(scope, period, zone)
    rate, cycle = closed.rate_of(deals), closed.cycle_of(deals)
    pipeline = scope.pipeline or Pipeline.objects.first()
    own = scope.link | {"pipeline": pipeline and pipeline.pk}
    return WinRate(
        period=period,
        pipeline=pipeline,
        rate=rate,
        url=links.closed_in(period, **base),
        won_url=links.won_in(period, **base),
        lost_url=links.lost_in(period, **base),
        funnel=funnel_of(pipeline, period, zone, scope) if pipeline else [],
        entered_filters=base | {"pipeline": None, "entered_after": period.first, "entered_before": period.last},
        won_here=deals.filter(closed.WON, pipeline=pipeline).count(),
        won_here_url=links.won_in(period, **own),
        by_rep=in_order(closed.by_rep(deals, people(), period, base)),
        by_source=in_order(closed.by_word(deals, "source", period, base)),
        by_label=closed.by_label(deals, period, base),
        by_label_at_birth=closed.by_label_at(deals, "label_at_birth", period, base),
        by_label_at_close=closed.by_label_at(deals, "label_at_close", period, base),
        by_product=in_order(closed.by_word(deals, "product", period, base)),
        by_field={field.name: closed.by_field(deals, field, period, base) for field in fields_that_group()},
        by_time=closed.by_time(deals, zone, base),
        cycle=cycle,
        reasons=closed.reasons_of(deals, period, base),
        velocity=velocity_of(scope, rate, cycle, base),
    )


def fields_that_group():
    """The custom fields of deals that have few values."""
    return [field for field in fields_of("deal") if field.kind in (Kind.CHOICE, Kind.YES_NO, Kind.PERSON)]


def people():
    return User.objects.in_bulk()


def in_order(groups):
    """The highest rate first; those on few deals come after all others."""
    return sorted(groups, key=lambda group: (group.rate.is_small, -group.rate.by_count, -group.rate.closed, group.name))


def velocity_of(scope, rate, cycle, base):
    stages = qualified_stages(scope.pipeline)
    deals = scope.of(Deal.objects).open().filter(stage__in=stages)
    address = links.deals_url(status="open", stage=[stage.pk for stage in stages], **base)
    return Velocity(deals.aggregate(n=Count("pk"))["n"], address, rate.by_count, rate.mean_won, cycle.median)


def qualified_stages(pipeline):
    """The open stages from the first one on that asks for qualification; all of them where none does."""
    stages = Stage.objects.standing().filter(kind=Stage.Kind.OPEN).select_related("gate")
    stages = list(stages.filter(pipeline=pipeline) if pipeline else stages)
    gates = {stage.pipeline_id: stage.position for stage in reversed(stages) if asks_for_qualification(stage)}
    return [stage for stage in stages if stage.position >= gates.get(stage.pipeline_id, 0)]


def asks_for_qualification(stage):
    gate = getattr(stage, "gate", None)
    return bool(gate) and any(str(key).startswith("bant:") for key in gate.requirements)
