"""What the stored forecasts of earlier periods, as many days before their end, say about the next one."""

from collections import defaultdict

from django.db.models import F
from django.db.models.functions import Abs

from accounts.models import Visibility
from accounts.visibility import visibility_of
from forecasting.models import ForecastSnapshot, PeriodKind
from forecasting.track import MISS_KEPT, Resolved
from pipeline.rates import workspace_currency

SAID = ("expected", "variance", "actual", "won", "new_business")
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
    return resolved_of_all(period, horizon, scope=scope, scope_id=scope_id).get((scope, scope_id), [])


def resolved_of_all(period, horizon, **whose):
    """{(scope, its id): its resolved forecasts}, of every stored scope in one question."""
    kind, alike = KINDS.get(len(period.months), ""), (horizon - DAYS_LIKE, horizon + DAYS_LIKE)
    rows = ForecastSnapshot.objects.filter(period=kind, horizon__range=alike, **whose)
    rows = rows.filter(last__lt=period.first, actual__isnull=False, currency=workspace_currency())
    nearest = rows.order_by("scope", "scope_id", "-first", Abs(F("horizon") - horizon))
    told = defaultdict(list)
    for scope, key, *figures in nearest.distinct("scope", "scope_id", "first").values_list("scope", "scope_id", *SAID):
        told[scope, key].append(figures)
    return {whose: [came(*figures) for figures in reversed(latest[:MISS_KEPT])] for whose, latest in told.items()}


def came(expected, variance, actual, won, new):
    return Resolved(float(expected), variance, max(float(actual - won - new), 0))


def stored_scope(scope):
    """As what a scope is stored each night, as (scope, id); None for what is not."""
    kinds = ForecastSnapshot.Scope
    reach = visibility_of(scope.user)
    if scope.currency:
        return None
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
