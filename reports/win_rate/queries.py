"""Everything the win-rate page says of a period, found by one function for screen, export and paper alike."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.db.models import Count, F, Q

from accounts.fields.known import Kind, fields_of
from accounts.zones import today, workspace_zone
from forecasting.calendar import Period
from forecasting.queries import links
from pipeline.models import Deal, Pipeline
from reports.ended.months import written_of
from reports.periods import period_name
from reports.rates import Rate
from reports.win_rate import breakdowns as rows
from reports.win_rate import closed
from reports.win_rate.bottleneck import bottleneck_of
from reports.win_rate.closed import Cycle
from reports.win_rate.funnel import funnel_of, medians_of
from reports.win_rate.groups import WHOLE, rates_by_all
from reports.win_rate.velocity import Velocity, velocity_of

COHORT_DAYS = 90


@dataclass(frozen=True)
class Before:
    """The same figures of the period it is compared with; `medians` are days by stage, where enough stays ended."""

    period: Period
    rate: Rate
    cycle: float | None
    medians: dict

    @cached_property
    def name(self):
        return period_name(self.period)


@dataclass(frozen=True)
class Cohort:
    """Deals opened in a period, long enough ago to be judged, and how many of them were won within COHORT_DAYS."""

    opened: int
    won: int
    last: date | None
    url: str
    days: int = COHORT_DAYS

    @property
    def share(self):
        return self.won / self.opened if self.opened else None


@dataclass(frozen=True)
class WinRate:
    """Rates, funnel, cycle and reasons of the deals closed in a period."""

    period: Period
    pipeline: Pipeline | None
    rate: Rate
    before: Before | None
    cohort: Cohort
    url: str
    won_url: str
    lost_url: str
    base: dict
    funnel: list
    entered_filters: dict
    won_here: int
    won_here_url: str
    by_rep: list
    by_team: list
    by_source: list
    by_label: list
    by_label_at_birth: list
    by_label_at_close: list
    by_product: list
    by_industry: list
    by_size: list
    by_field: dict  # {name of a custom field: its groups}
    by_time: list
    cycle: Cycle
    reasons: list
    velocity: Velocity

    @property
    def bottleneck(self):
        """What holds deals up most, None where no stage has enough stays that ended."""
        return bottleneck_of(self.funnel, self.before.medians if self.before else {})


def win_rate_of(scope, period, compared=None):
    """What became of the deals of a scope that closed in a period, beside another period if one is given."""
    zone, base = workspace_zone(), scope.link
    deals = closed.closed_in(scope, period, zone)
    rates = rates_by_all(deals, zone, written_of(scope, period, zone))
    cycle = closed.cycle_of(deals)
    rate = rates[WHOLE][None]
    pipeline = scope.pipeline or Pipeline.objects.first()
    before = before_of(scope, compared, pipeline, zone) if compared else None
    own = base | {"pipeline": pipeline and pipeline.pk}
    return WinRate(
        period=period,
        pipeline=pipeline,
        rate=rate,
        before=before,
        cohort=cohort_of(scope, period, zone),
        url=links.closed_in(period, **base),
        won_url=links.won_in(period, **base),
        lost_url=links.lost_in(period, **base),
        base=base,
        funnel=funnel_of(pipeline, period, zone, scope) if pipeline else [],
        entered_filters=base | {"pipeline": None, "entered_after": period.first, "entered_before": period.last},
        won_here=rates["pipeline"].get(pipeline and pipeline.pk, Rate()).won,
        won_here_url=links.won_in(period, **own),
        cycle=cycle,
        velocity=velocity_of(scope, deals, rates["month"], rate, cycle, before, zone),
        **breakdowns_of(deals, rates, scope, period),
    )


def breakdowns_of(deals, rates, scope, period):
    base, labels = scope.link, closed.rates_by_label_then(deals, rates["label"])
    return {
        "by_rep": rows.by_rep(rates["owner"], period, base),
        "by_team": rows.by_team(rates["team"], period, base, scope.team),
        "by_source": rows.by_word(rates["source"], "source", period, base),
        "by_label": rows.by_label(rates["label"], period, base),
        **{f"by_{moment}": rows.by_label(then, period, base, moment) for moment, then in labels.items()},
        "by_product": rows.by_word(rates["product"], "product", period, base),
        "by_industry": rows.by_word(rates["industry"], "industry", period, base),
        "by_size": rows.by_size(rates["size"], period, base),
        "by_field": {field.name: closed.by_field(deals, field, period, base) for field in fields_that_group()},
        "by_time": rows.by_time(rates["month"], base),
        "reasons": rows.reasons_of(rates["reason"], period, base),
    }


def before_of(scope, period, pipeline, zone):
    rate, cycle = closed.figures_of(closed.closed_in(scope, period, zone))
    return Before(period, rate, cycle, medians_of(pipeline, period, zone, scope) if pipeline else {})


def cohort_of(scope, period, zone):
    """Only deals that had their days count, whatever became of them: nobody is left out for being slow."""
    judged = today(zone) - timedelta(days=COHORT_DAYS + 1)
    until = Period(period.first, min(period.last or judged, judged))
    start, end = until.bounds(zone)
    opened = scope.of(Deal.objects).filter(opened_at__lt=end)
    opened = opened.filter(opened_at__gte=start) if start else opened
    soon = closed.WON & Q(closed_at__lte=F("opened_at") + timedelta(days=COHORT_DAYS))
    asked = {"opened": Count("*"), "won": Count(closed.EACH, filter=soon)}
    parts = [opened.filter(part).aggregate(**asked) for part in in_parts(start)]
    found = {name: sum(part[name] for part in parts) for name in asked}
    address = links.deals_url(opened_after=until.first, opened_before=until.last, **scope.link)
    return Cohort(**found, last=until.last, url=address)


def in_parts(start):
    """All deals opened since a moment, in parts that an index holds each: open, closed since, and closed oddly."""
    is_open, dated = Q(status=Deal.Status.OPEN), Q(closed_at__isnull=False)
    since = Q(closed_at__gte=start) if start else dated
    odd = [~is_open & ~dated] + ([~is_open & Q(closed_at__lt=start) & Q(closed_at__lt=F("opened_at"))] if start else [])
    return [is_open, ~is_open & dated & since, *odd]


def fields_that_group():
    """The custom fields of deals that have few values."""
    return [field for field in fields_of("deal") if field.kind in (Kind.CHOICE, Kind.YES_NO, Kind.PERSON)]
