"""The closed and the open deals of a period by their own currency."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, Sum

from accounts.zones import workspace_zone
from forecasting.calendar import month_of
from pipeline.models import Deal, ExchangeRate

NOTHING = Decimal(0)


@dataclass(frozen=True)
class InCurrency:
    """What one currency holds, in its own money and in the workspace's; `rate` is what open deals are valued at."""

    currency: str
    won: Decimal
    won_base: Decimal
    open_amount: Decimal
    open_base: Decimal
    count: int
    rate: Decimal | None

    @property
    def frozen_rate(self):
        """What closed deals were worth on the average, each at the rate of its day."""
        return self.won_base / self.won if self.won else None


def split_of(scope, period, this_day, base):
    """Each currency the period has anything in, the one that holds most first."""
    is_won, is_open = won_in(period), open_in(period, this_day)
    rows = scope.of(Deal.objects).filter(is_won | is_open).order_by().values("currency")
    sums = rows.annotate(
        won=Sum("amount", filter=is_won, default=NOTHING),
        won_base=Sum("base_amount", filter=is_won, default=NOTHING),
        open_amount=Sum("amount", filter=is_open, default=NOTHING),
        open_base=Sum("base_amount", filter=is_open, default=NOTHING),
        count=Count("pk"),
    )
    rates = rates_on(this_day) | {base: Decimal(1)}
    found = [InCurrency(**row, rate=rates.get(row["currency"])) for row in sums]
    return sorted(found, key=lambda one: (-(one.won_base + one.open_base), one.currency))


def won_in(period):
    start, end = period.bounds(workspace_zone())
    return Q(status=Deal.Status.WON, closed_at__gte=start, closed_at__lt=end)


def open_in(period, this_day):
    """What is expected in the period; in the current one also what should have closed before."""
    is_open = Q(status=Deal.Status.OPEN, expected_close__lte=period.last)
    if period.last < this_day:
        return is_open & Q(pk=None)
    return is_open & Q(expected_close__gte=period.first) if period.first > month_of(this_day) else is_open


def rates_on(day):
    """The rate of each currency on a day."""
    known = ExchangeRate.objects.filter(since__lte=day).order_by("currency", "-since").distinct("currency")
    return dict(known.values_list("currency", "rate"))
