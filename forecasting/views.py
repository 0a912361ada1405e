"""The forecast, as whoever asks may see them."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.rights import require
from forecasting.filters import ForecastFilter
from forecasting.models import ForecastLine
from forecasting.page import forecast_page
from forecasting.queries.forecast import forecast_of


@require_safe
def forecast(request):
    """A quarter: what is closed, what the open deals are worth, and how sure that is."""
    require(request.user, "forecast.see")
    chosen = ForecastFilter(request.GET, queryset=ForecastLine.objects.none(), request=request)
    found = forecast_of(chosen.scope, chosen.period_asked, chosen.by_asked)
    return render(request, "forecasting/forecast.html", forecast_page(found, chosen, request.GET))
