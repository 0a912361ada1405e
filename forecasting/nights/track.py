"""What the stored forecasts of earlier periods said, as many days before their end, and what came."""

from django.db.models import F
from django.db.models.functions import Abs

from forecasting.models import ForecastSnapshot
from forecasting.track import MISS_KEPT, Resolved

DAYS_LIKE = 3  # quarters differ by so many days


def resolved(scope, key, period, horizon):
    """The resolved forecasts of a stored scope for earlier periods of this kind, the oldest first.

    What came is what was won after that night beyond what new deals were expected to bring.
    """
    alike = (horizon - DAYS_LIKE, horizon + DAYS_LIKE)
    rows = ForecastSnapshot.objects.filter(scope=scope, scope_id=key, period=period.kind, horizon__range=alike)
    rows = rows.filter(last__lt=period.first, actual__isnull=False)
    nearest = rows.order_by("-first", Abs(F("horizon") - horizon)).distinct("first")
    told = nearest.values_list("expected", "variance", "actual", "won", "new_business")[:MISS_KEPT]
    return [
        Resolved(float(expected), variance, max(float(actual - won - new), 0))
        for expected, variance, actual, won, new in reversed(told)
    ]
