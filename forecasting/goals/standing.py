"""What was asked for and said of a period, for the scope of a page and for each rep on it."""

from dataclasses import dataclass
from decimal import Decimal

from accounts.models import Team
from forecasting.models import ForecastSnapshot
from forecasting.nights.said import Said
from forecasting.nights.scopes import NightScope
from forecasting.queries.track import stored_scope

Kind = ForecastSnapshot.Scope
USUAL_COVERAGE = Decimal(3)


@dataclass(frozen=True)
class Standing:
    """A quota with what is closed, open and likely, and what was submitted and adjusted; sums may be None."""

    quota: Decimal | None
    submission: Decimal | None
    adjustment: Decimal | None
    won: Decimal
    open_amount: Decimal
    likely: Decimal  # what open deals and new business are expected to bring

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


UNSAID = dict.fromkeys(("quota", "submission", "adjustment"))


def standing_of(forecast, scope, period):
    """The standing of the whole page, and of each rep on it by their id."""
    said, whole = Said(forecast.this_day, period), night_scope(scope)
    facts = said.of(whole) if whole else UNSAID
    likely = forecast.expected - forecast.total.won
    return standing(facts, forecast.total, likely), {
        person.pk: standing(said_of(person, said, scope), totals, totals.weighted(forecast.by))
        for person, totals in forecast.reps
    }


def said_of(person, said, scope):
    """What was asked of a rep and said by them is about all their money, whatever currency it comes in."""
    return UNSAID if scope.currency else said.of(NightScope(Kind.REP, person.pk))


def standing(facts, totals, likely):
    return Standing(**facts, won=totals.won, open_amount=totals.open_amount, likely=likely)


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
    said = Said.of_each(this_day, list(months.values()))
    found = {month: said[period].of(whole)["quota"] for month, period in months.items()}
    return {month: quota for month, quota in found.items() if quota}
