"""What was asked for and said of a period, for the scope of a page and for each rep on it."""

from dataclasses import dataclass
from decimal import Decimal

from accounts.models import Team
from forecasting.models import ForecastSnapshot
from forecasting.nights.quotas import Quota
from forecasting.nights.said import said_on
from forecasting.nights.scopes import NightScope
from forecasting.queries.track import stored_scope

Kind = ForecastSnapshot.Scope
USUAL_COVERAGE = Decimal(3)


@dataclass(frozen=True)
class Standing:
    """A quota with what is closed, open and likely, and what was submitted and adjusted; sums may be None."""

    asked: Quota
    won: Decimal
    open_amount: Decimal
    likely: Decimal  # what open deals and new business are expected to bring
    submission: Decimal | None = None
    adjustment: Decimal | None = None

    @property
    def quota(self):
        return self.asked.amount

    @property
    def attainment(self):
        return float(self.won / self.quota) if self.quota else None

    @property
    def to_go(self):
        return max(self.quota - self.won, Decimal(0)) if self.quota is not None else None

    @property
    def coverage(self):
        """How many times what is open holds what is missing; None where nothing is."""
        return float(self.open_amount / self.to_go) if self.to_go else None

    @property
    def likely_coverage(self):
        """The same by what is likely to come: below 1 the quota is rather missed."""
        return float(self.likely / self.to_go) if self.to_go else None

    @property
    def needed_coverage(self):
        """How many times what is missing must be open at these chances."""
        return float(self.open_amount / self.likely) if self.likely and self.open_amount else None

    @property
    def is_thin(self):
        return self.likely_coverage is not None and self.likely_coverage < 1


def standing_of(forecast, scope, period):
    """The standing of the whole page, and of each rep on it by their id."""
    said = said_on(forecast.this_day, [period])[period]
    likely = forecast.expected - forecast.total.won
    return standing(said, night_scope(scope), forecast.total, likely), {
        person.pk: standing(said, rep_scope(person, scope), totals, forecast.leant(totals.weighted(forecast.by)))
        for person, totals in forecast.reps
    }


def standing(said, whose, totals, likely):
    sums = {"won": totals.won, "open_amount": totals.open_amount, "likely": likely}
    return Standing(said.quota(whose), **sums, **said.expected(whose)) if whose else Standing(Quota(), **sums)


def rep_scope(person, scope):
    """What was asked of a rep and said by them is about all their money, whatever currency it comes in."""
    return None if scope.currency else NightScope(Kind.REP, person.pk)


def night_scope(scope):
    """As what the scope of a page is stored each night, None for what is not."""
    stored = stored_scope(scope)
    if stored is None:
        return None
    kind, key = stored
    path = Team.objects.values_list("path", flat=True).get(pk=key) if kind == Kind.TEAM else ""
    return NightScope(kind, key, path)


def quotas_by_month(scope, months, this_day):
    """What was asked for each month, as {month: sum}; months nobody set one for are missing."""
    whole = night_scope(scope)
    if whole is None:
        return {}
    said = said_on(this_day, list(months.values()))
    found = {month: said[period].quota(whole).amount for month, period in months.items()}
    return {month: quota for month, quota in found.items() if quota}
