"""What people had said of a period by a day, added up for every scope."""

from decimal import Decimal

from forecasting.models import Entry, ForecastSnapshot

Kind, Scope = Entry.Kind, ForecastSnapshot.Scope


class Said:
    """The entries in force on a day about a period, over all pipelines or about one."""

    def __init__(self, day, period):
        self.entries = entries_of(day, [period])[period]

    @classmethod
    def of_each(cls, day, periods):
        """The same of several periods in one question, as {period: Said}."""
        found = {}
        for period, entries in entries_of(day, periods).items():
            found[period] = cls.__new__(cls)
            found[period].entries = entries
        return found

    def of(self, scope):
        """Quota, submission and adjustment of a scope, None where nobody said anything."""
        return {
            "quota": self.own(Kind.QUOTA, scope) if self.own(Kind.QUOTA, scope) is not None else self.quotas(scope),
            "submission": self.people(Kind.SUBMISSION, scope),
            "adjustment": self.own(Kind.ADJUSTMENT, scope),
        }

    def own(self, kind, scope):
        """What was said of this very scope."""
        return next((one.base_amount for one in self.entries if one.kind == kind and is_about(one, scope)), None)

    def quotas(self, scope):
        """The quotas of its teams that lie in no other team with a quota, and of people in none of them."""
        if scope.kind not in (Scope.HOUSE, Scope.TEAM):
            return None
        said = [one for one in self.entries if one.kind == Kind.QUOTA and lies_in(one, scope)]
        paths = sorted({one.team.path for one in said if one.team})
        tops = {path for path in paths if not any(path != other and path.startswith(other) for other in paths)}
        counted = [one for one in said if one.team and one.team.path in tops]
        counted += [one for one in said if one.owner and not one.owner.team_path.startswith(tuple(tops) or ("-",))]
        return total(counted)

    def people(self, kind, scope):
        return total([one for one in self.entries if one.kind == kind and one.owner and lies_in(one, scope)])


def entries_of(day, periods):
    """The entries in force on a day about each of these periods."""
    first, last = min(one.first for one in periods), max(one.last for one in periods)
    held = Entry.objects.filter(first__gte=first, last__lte=last).in_force(day).select_related("owner__team", "team")
    found = {period: [] for period in periods}
    by_days = {(period.first, period.last): period for period in periods}
    for entry in held:
        if entry.amount is not None and (entry.first, entry.last) in by_days:
            found[by_days[entry.first, entry.last]].append(entry)
    return found


def is_about(entry, scope):
    match scope.kind:
        case Scope.PIPELINE:
            return entry.pipeline_id == scope.key and not entry.owner_id and not entry.team_id
        case Scope.REP:
            return entry.owner_id == scope.key and not entry.pipeline_id
        case Scope.TEAM:
            return entry.team_id == scope.key and not entry.pipeline_id
    return not (entry.owner_id or entry.team_id or entry.pipeline_id)


def lies_in(entry, scope):
    """Whether what was said of a person or a team is part of a scope."""
    if scope.kind == Scope.PIPELINE:
        return entry.pipeline_id == scope.key
    if entry.pipeline_id:
        return False
    if scope.kind == Scope.REP:
        return entry.owner_id == scope.key
    whose = entry.team or entry.owner
    if whose is None:
        return False
    path = entry.team.path if entry.team else entry.owner.team_path
    return scope.kind == Scope.HOUSE or path.startswith(scope.path)


def total(entries):
    return sum((one.base_amount for one in entries), Decimal(0)) if entries else None
