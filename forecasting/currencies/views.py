"""The currencies of a period, alone or as a part of the forecast page."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.rights import require
from accounts.zones import today
from forecasting.common import currency_of, with_value
from forecasting.currencies.split import split_of
from forecasting.filters import ForecastFilter
from forecasting.models import ForecastLine

PAGE, PART = "forecasting/currencies.html", "forecasting/_currencies.html"


@require_safe
def currencies(request):
    """What the period holds in each currency."""
    require(request.user, "forecast.see")
    chosen = ForecastFilter(request.GET, queryset=ForecastLine.objects.none(), request=request)
    period, base = chosen.period_asked, currency_of()
    rows = split_of(chosen.scope, period, today(), base)
    template = PART if request.GET.get("part") else PAGE
    rows = [(row, with_value(request.GET, currency=row.currency, part="")) for row in rows]
    return render(request, template, {"rows": rows, "period": period, "currency": base})
