"""What the stored forecasts of earlier periods, as many days before their end, say about the next one."""

from django.db.models import F
from django.db.models.functions import Abs

from accounts.models import Visibility
from accounts.visibility import visibility_of
from forecasting.models import ForecastSnapshot, PeriodKind
from forecasting.track import MISS_KEPT, Resolved
from pipeline.rates import workspace_currency

DAYS_LIKE = 3  # quarters differ by so many days
KINDS = {1: PeriodKind.MONTH, 3: PeriodKind.QUARTER, 12: PeriodKind.YEAR}


def track_of(scope, period, horizon):
    """The resolved forecasts of a scope for earlier periods of this kind, none where it is not stored."""
    whose = stored_scope(scope)
    return resolved(*whose, period, horizon) if whose else []


def resolved(scope, scope_id, period, horizon):
    """The resolved forecasts of a stored scope for earlier periods of this kind, the oldest first.

    What came is what was won after that night beyond what new deals were expected to bring.
    """
    kind, alike = KINDS.get(len(period.months), ""), (horizon - DAYS_LIKE, horizon + DAYS_LIKE)
    rows = ForecastSnapshot.objects.filter(scope=scope, scope_id=scope_id, period=kind, horizon__range=alike)
    rows = rows.filter(last__lt=period.first, actual__isnull=False, currency=workspace_currency())
    nearest = rows.order_by("-first", Abs(F("horizon") - horizon)).distinct("first")
    told = nearest.values_list("expected", "variance", "actual", "won", "new_business")[:MISS_KEPT]
    return [
        Resolved(float(expected), variance, max(float(actual - won - new), 0))
        for expected, variance, actual, won, new in reversed(told)
    ]


def stored_scope(scope):
    """As what a scope is stored each night, as (scope, id); None for what is not."""
    kinds = ForecastSnapshot.Scope
    reach = visibility_of(scope.user)
    if scope.team:
        return None if scope.pipeline or scope.owner else (kinds.TEAM, scope.team.pk)
    if scope.owner:
        return None if scope.pipeline else (kinds.REP, scope.owner.pk)
    if reach == Visibility.EVERYONE:
        return (kinds.PIPELINE, scope.pipeline.pk) if scope.pipeline else (kinds.HOUSE, 0)
    if scope.pipeline:
        return None
    team = reach == Visibility.TEAM and scope.user.team_id
    return (kinds.TEAM, team) if team else (kinds.REP, scope.user.pk)
