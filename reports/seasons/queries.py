"""What was won in each month of all years, and the share of a year each month makes."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Sum
from django.db.models.functions import TruncMonth

from accounts.zones import today, workspace_zone
from forecasting.calendar import Period, last_of, month_of, shift
from forecasting.queries import links
from pipeline.models import Deal
from reports.rates import VALUE


@dataclass(frozen=True)
class Month:
    """The deals won in a month, with their address."""

    first: date
    count: int = 0
    amount: Decimal = Decimal(0)
    url: str = ""

    def of(self, measure):
        return self.amount if measure == VALUE else self.count


@dataclass(frozen=True)
class Season:
    """A month of the year: the share of a year it makes, on average over `years`, and the ends between them."""

    number: int
    share: float
    low: float
    high: float
    years: int


@dataclass(frozen=True)
class Seasons:
    """Every month from the first win to this one, {first day: Month}."""

    months: dict
    this_month: date

    @property
    def years(self):
        """From the latest back."""
        return sorted({first.year for first in self.months}, reverse=True)

    @property
    def whole_years(self):
        """The years that are over and of which every month is known."""
        return [year for year in self.years if year < self.this_month.year and date(year, 1, 1) in self.months]

    def year(self, number):
        """The months of a year, None for those before the first win and those still to come."""
        return [self.months.get(date(number, month, 1)) for month in range(1, 13)]

    def a_year_before(self, month):
        return self.months.get(shift(month.first, -12))

    def seasons(self, measure):
        """Each month's share of its year, over the whole years in which anything was won."""
        shares = [shares_of(self.year(year), measure) for year in self.whole_years]
        shares = [share for share in shares if share]
        return [season_of(place, [share[place] for share in shares]) for place in range(12)] if shares else []


def shares_of(months, measure):
    sums = [float(month.of(measure)) for month in months]
    whole = sum(sums)
    return [part / whole for part in sums] if whole else []


def season_of(place, shares):
    return Season(place + 1, sum(shares) / len(shares), min(shares), max(shares), len(shares))


def seasons_of(scope):
    """All months of a scope's wins, in the zone of the workspace; those without a win between them, too."""
    zone, base = workspace_zone(), scope.link
    this_month = month_of(today(zone))
    won = scope.of(Deal.objects).won().filter(closed_at__isnull=False).order_by()
    rows = won.annotate(month=TruncMonth("closed_at", tzinfo=zone)).values_list("month")
    sums = {month.date(): (count, amount) for month, count, amount in rows.annotate(Count("pk"), Sum("base_amount"))}
    first = month_of(min(sums)) if sums else None
    months = Period(first, max(this_month, *sums)).months if first else []
    return Seasons({month: month_with(month, sums.get(month), base) for month in months}, this_month)


def month_with(first, sums, base):
    count, amount = sums or (0, Decimal(0))
    return Month(first, count, amount, links.won_in(Period(first, last_of(first)), **base))
