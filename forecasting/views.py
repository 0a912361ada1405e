"""The forecast and the win rate, as whoever asks may see them."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.rights import require
from forecasting.filters import ForecastFilter, WinRateFilter
from forecasting.models import ForecastLine
from forecasting.pages import forecast_page, win_rate_page
from forecasting.queries.forecast import forecast_of
from forecasting.queries.win_rate import win_rate_of
from pipeline.models import Deal


@require_safe
def forecast(request):
    """A quarter: what is closed, what the open deals are worth, and how sure that is."""
    require(request.user, "forecast.see")
    chosen = ForecastFilter(request.GET, queryset=ForecastLine.objects.none(), request=request)
    found = forecast_of(chosen.scope, chosen.period_asked, chosen.by_asked)
    return render(request, "forecasting/forecast.html", forecast_page(found, chosen, request.GET))


@require_safe
def win_rate(request):
    """What became of the deals closed in a period."""
    require(request.user, "forecast.see")
    chosen = WinRateFilter(request.GET, queryset=Deal.objects.none(), request=request)
    found = win_rate_of(chosen.scope, chosen.period_asked)
    return render(request, "forecasting/win_rate.html", win_rate_page(found, chosen, request.GET))
