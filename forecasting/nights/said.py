"""What people had said of a period by a day, added up for every scope."""

from collections import defaultdict
from decimal import Decimal

from forecasting.models import Entry, ForecastSnapshot
from forecasting.nights.quotas import place_of, quota_of

Kind, Scope = Entry.Kind, ForecastSnapshot.Scope


class Said:
    """The entries in force on a day about a period and its parts: {kind: {(first, last): {whose: entry}}}."""

    def __init__(self, period, held):
        self.period, self.held = period, held

    def of(self, scope):
        """Quota, submission and adjustment of a scope as sums, None where nobody said anything."""
        return {"quota": self.quota(scope).amount} | self.expected(scope)

    def quota(self, scope):
        """The Quota of a scope."""
        return quota_of(self.held[Kind.QUOTA], scope, self.period)

    def expected(self, scope):
        """What was submitted and adjusted for a scope."""
        adjusted = self.about(Kind.ADJUSTMENT).get(scope.whose)
        return {"submission": self.submitted(scope), "adjustment": adjusted and adjusted.base_amount}

    def submitted(self, scope):
        said = [one for one in self.about(Kind.SUBMISSION).values() if lies_in(one, scope)]
        return sum((one.base_amount for one in said), Decimal(0)) if said else None

    def about(self, kind):
        return self.held[kind].get((self.period.first, self.period.last), {})


def said_on(day, periods):
    """{period: what was Said of it by a day}, in one question."""
    held = held_on(day, periods)
    return {period: Said(period, held) for period in periods}


def held_on(day, periods):
    """The entries in force on a day about these periods and what lies between them."""
    first, last = min(one.first for one in periods), max(one.last for one in periods)
    found = defaultdict(lambda: defaultdict(dict))
    within = Entry.objects.filter(first__gte=first, last__lte=last)
    for entry in within.in_force(day).select_related("owner__team", "team"):
        if entry.amount is not None:
            whose = entry.pipeline_id, entry.owner_id, entry.team_id
            found[entry.kind][entry.first, entry.last][whose] = entry
    return found


def lies_in(entry, scope):
    """Whether what a person submitted is part of a scope."""
    if scope.kind == Scope.PIPELINE:
        return entry.pipeline_id == scope.key
    if entry.pipeline_id:
        return False
    return entry.owner_id == scope.key if scope.kind == Scope.REP else place_of(entry).startswith(scope.path)
