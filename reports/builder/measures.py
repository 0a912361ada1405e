"""What a report may show: each measure with the day that counts, how it is summed up, and what it leaves out."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Count, F, Q, Sum
from django.utils.translation import gettext_lazy as _

from accounts.zones import workspace_zone
from pipeline.models import PROBABILITY, Deal
from reports.panels import Kind
from reports.rates import COUNT, VALUE, Rate
from reports.win_rate.closed import LENGTH, LOST, RATE, WON, Percentile

MOST_MEASURES = 3
OPEN_ONE, WON_ONE, LOST_ONE = (status.value for status in (Deal.Status.OPEN, Deal.Status.WON, Deal.Status.LOST))


@dataclass(frozen=True)
class Clock:
    """The day deals count on; `bound` is what the list of deals calls it, `about` which deals have one."""

    field: str
    bound: str
    about: Q
    is_of_period: bool = True

    def deals_of(self, scope, period):
        """The deals of a scope that count in a period; those that are open count as they stand."""
        deals = scope.of(Deal.objects).filter(self.about).order_by()
        start, end = period.bounds(workspace_zone()) if self.is_of_period else (None, None)
        deals = deals.filter(**{f"{self.field}__gte": start}) if start else deals
        return deals.filter(**{f"{self.field}__lt": end}) if end else deals

    def begun(self, trunc):
        """The month or quarter a deal counts in, as the workspace has them."""
        return trunc(self.field, tzinfo=workspace_zone()) if self.is_of_period else trunc(self.field)

    def asking(self, period):
        """The filters of the list of deals for the days of a period."""
        return {f"{self.bound}_after": period.first, f"{self.bound}_before": period.last}

    def asking_period(self, period):
        return self.asking(period) if self.is_of_period else {}


OPENED = Clock("opened_at", "opened", Q())
CLOSED = Clock("closed_at", "closed", WON | LOST)
WON_THEN = Clock("closed_at", "closed", WON)  # of its own, so that only deals won are put in order for a median
NOW = Clock("expected_close", "close", Q(status=OPEN_ONE), is_of_period=False)


@dataclass(frozen=True)
class Measure:
    """One figure of some deals; `parts` is what the database adds up for it, `of(parts)` the figure, None for nothing.

    Parts can be added over groups, unless it `is_whole`; `statuses` are those of the deals behind the figure.
    """

    key: str
    name: str
    kind: Kind
    clock: Clock
    statuses: tuple
    parts: dict
    of: Callable
    sentence: str
    share: str = ""  # how a rate is counted
    is_whole: bool = False


def part(name):
    return lambda parts: parts.get(name) or 0


def rate_in(parts):
    return Rate(**{name: parts.get(name) or 0 for name in RATE})


def share(measure):
    def of(parts):
        rate = rate_in(parts)
        return rate.of(measure) if rate.closed else None

    return of


def mean_won(parts):
    return rate_in(parts).mean_won if parts.get("won") else None


def only(*names):
    return {name: RATE[name] for name in names}


def opened():
    words = _("Deals by the day they were opened, whatever became of them since.")
    parts = {"opened": Count("pk")}
    statuses = (OPEN_ONE, WON_ONE, LOST_ONE)
    value = _("The values of deals by the day they were opened, in the workspace’s currency, as they are now.")
    return [
        Measure("opened", _("Deals opened"), Kind.NUMBER, OPENED, statuses, parts, part("opened"), words),
        Measure(
            "opened_value", _("Opened value"), Kind.MONEY, OPENED, statuses,
            {"opened_value": Sum("base_amount", default=0)}, part("opened_value"), value,
        ),
    ]  # fmt: skip


def closed():
    return [
        Measure(
            "won", _("Deals won"), Kind.NUMBER, CLOSED, (WON_ONE,), only("won"), part("won"),
            _("Deals by the day they were won. What was reopened since is not in it."),
        ),
        Measure(
            "lost", _("Deals lost"), Kind.NUMBER, CLOSED, (LOST_ONE,), only("lost"), part("lost"),
            _("Deals by the day they were lost. What was reopened since is not in it."),
        ),
        Measure(
            "won_value", _("Won value"), Kind.MONEY, CLOSED, (WON_ONE,), only("won_amount"), part("won_amount"),
            _("Values of the deals won in the period, in the workspace’s currency at the rate of the day of winning."),
        ),
        Measure(
            "lost_value", _("Lost value"), Kind.MONEY, CLOSED, (LOST_ONE,), only("lost_amount"), part("lost_amount"),
            _("Values of the deals lost in the period, in the workspace’s currency at the rate of the day of losing."),
        ),
    ]  # fmt: skip


def rates():
    both = (WON_ONE, LOST_ONE)
    return [
        Measure(
            "rate", _("Win rate"), Kind.SHARE, CLOSED, both, RATE, share(COUNT),
            _("Deals won ÷ deals won or lost, by the day they closed. Open deals are not in it."), COUNT,
        ),
        Measure(
            "value_rate", _("Win rate by value"), Kind.SHARE, CLOSED, both, RATE, share(VALUE),
            _("Won value ÷ won and lost value, by the day deals closed. Open deals are not in it."), VALUE,
        ),
        Measure(
            "mean", _("Mean won value"), Kind.MONEY, CLOSED, (WON_ONE,), only("won", "won_amount"), mean_won,
            _("Won value ÷ deals won. Lost and open deals are not in it."),
        ),
        Measure(
            "cycle", _("Median cycle"), Kind.DAYS, WON_THEN, (WON_ONE,),
            {"cycle": Percentile(LENGTH, 0.5)}, lambda parts: parts.get("cycle"),
            _("Half of the deals won took fewer days from opened to won. Lost and open deals are not in it."),
            is_whole=True,
        ),
    ]  # fmt: skip


def standing():
    return [
        Measure(
            "open", _("Open deals"), Kind.NUMBER, NOW, (OPEN_ONE,), {"open": Count("pk")}, part("open"),
            _("Deals open at this moment, parked ones too, whatever the period; in months by their expected close."),
        ),
        Measure(
            "open_value", _("Open value"), Kind.MONEY, NOW, (OPEN_ONE,),
            {"open_value": Sum("base_amount", default=0)}, part("open_value"),
            _("Values of the deals open at this moment, whatever the period; in months by their expected close."),
        ),
        Measure(
            "weighted", _("Weighted value"), Kind.MONEY, NOW, (OPEN_ONE,),
            {"weighted": Sum(F("base_amount") * PROBABILITY / 100, default=0)}, part("weighted"),
            _("Each open deal’s value × its own probability, or its stage’s where it has none; whatever the period."),
        ),
    ]  # fmt: skip


MEASURES = {measure.key: measure for measure in [*opened(), *closed(), *rates(), *standing()]}
