"""The deals opened before and after a change, over equally long windows and judged at the same age."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.db.models import Case, Count, F, FloatField, IntegerField, Q, Sum, Value, When
from django.db.models.functions import Cast, Floor, Greatest

from accounts.zones import midnight, today, workspace_zone
from forecasting.queries import links
from pipeline.models import Deal, Pipeline, Stage
from reports.experiments.intervals import Estimate, decided_within, mean_of, median_of, share_of
from reports.experiments.steps import steps_of
from reports.pace import with_room
from reports.scopes import DealScope
from reports.win_rate.closed import LOST, WON, Days

STATUSES = ("open", "won", "lost")


@dataclass(frozen=True)
class Window:
    """Deals opened from `first` to `last`, as they stood at the end of the day `seen`."""

    first: date
    last: date
    seen: date

    @property
    def bounds(self):
        zone, day = workspace_zone(), timedelta(days=1)
        return [midnight(moment, zone) for moment in (self.first, self.last + day, self.seen + day)]


def windows_of(experiment):
    """(before, after) of a change, None while it has not begun."""
    this_day = today()
    if experiment.began_on > this_day:
        return None
    last = min(experiment.ended_on or this_day, this_day)
    long = last - experiment.began_on + timedelta(days=1)
    after = Window(experiment.began_on, last, this_day)
    return Window(after.first - long, after.last - long, after.seen - long), after


@dataclass(frozen=True)
class Side:
    """What became of the deals opened in a window; `counts` are (outcome, days, deals, amount, squares)."""

    window: Window
    counts: list
    link: dict
    steps: dict  # {stage id: (went on, lost there)}

    def count(self, *outcomes):
        return sum(row[2] for row in self.counts if row[0] in outcomes)

    @cached_property
    def opened(self):
        return self.count(*STATUSES)

    @cached_property
    def won(self):
        return self.count("won")

    @cached_property
    def closed(self):
        return self.count("won", "lost")

    @property
    def open(self):
        return self.opened - self.closed

    @property
    def rate(self):
        return share_of(self.won, self.closed)

    @property
    def amounts(self):
        """(deals won, their amounts, the sum of all squared amounts)"""
        won = [row for row in self.counts if row[0] == "won"]
        return self.won, float(sum(row[3] for row in won)), float(sum(row[4] for row in won))

    @property
    def mean(self):
        return mean_of(*self.amounts)

    @property
    def cycle(self):
        return median_of([(days, deals) for outcome, days, deals, *_sums in self.counts if outcome == "won"])

    @property
    def decision(self) -> Estimate:
        found = {}
        for outcome, days, deals, *_sums in self.counts:
            decided, still = found.get(days, (0, 0))
            found[days] = (decided, still + deals) if outcome == "open" else (decided + deals, still)
        return decided_within([(days, *both) for days, both in found.items()])

    @property
    def url(self):
        return links.deals_url(status=STATUSES, **self.opened_then)

    def closed_url(self, *statuses):
        return links.deals_url(status=statuses, closed_before=self.window.seen, **self.opened_then)

    @property
    def opened_then(self):
        return {"opened_after": self.window.first, "opened_before": self.window.last, **self.link}


def side_of(scope, window, pipeline):
    """The deals of a scope opened in a window, and how those of a pipeline went from stage to stage."""
    asked = DealScope(scope.user, pipeline, scope.owner, scope.team)
    return Side(window, counts_of(scope, window), scope.link, steps_of(asked, window) if pipeline else {})


def counts_of(scope, window):
    start, end, seen = window.bounds
    deals = scope.of(Deal.objects).filter(opened_at__gte=start, opened_at__lt=end).order_by()
    won, lost = WON & Q(closed_at__lt=seen), LOST & Q(closed_at__lt=seen)
    until = Case(When(won | lost, then=F("closed_at")), default=Value(seen))
    rows = deals.annotate(
        outcome=Case(When(won, then=Value("won")), When(lost, then=Value("lost")), default=Value("open")),
        days=Cast(Greatest(Floor(Days(until - F("opened_at"))), 0.0, output_field=FloatField()), IntegerField()),
    ).values_list("outcome", "days")
    sums = {
        "deals": Count("pk"),
        "total": Sum("base_amount"),
        "squares": Sum(F("base_amount") * F("base_amount")),
    }
    return list(rows.annotate(**sums).order_by("days"))


@dataclass(frozen=True)
class Comparison:
    """A change with both of its sides."""

    before: Side
    after: Side
    pipeline: Pipeline | None
    stages: list


def comparison_of(experiment, user):
    """The deals before and after a change that a user may see, None while it has not begun."""
    if not (windows := windows_of(experiment)):
        return None
    scope = DealScope(user, experiment.pipeline, team=experiment.team)
    pipeline = experiment.pipeline or Pipeline.objects.standing().first()
    with with_room():
        before, after = (side_of(scope, window, pipeline) for window in windows)
    stages = Stage.objects.filter(pipeline=pipeline, kind=Stage.Kind.OPEN).order_by("position", "id")
    seen = [stage for stage in stages if stage.pk in before.steps or stage.pk in after.steps]
    return Comparison(before, after, pipeline, seen)
