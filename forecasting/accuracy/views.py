"""How good forecasts were, and whether the stages' probabilities hold, as whoever asks may see it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.rights import require
from accounts.zones import today, workspace_zone
from forecasting.accuracy.calibration import calibration_of
from forecasting.accuracy.filters import AccuracyFilter
from forecasting.accuracy.pictures import name_of, past_chart
from forecasting.accuracy.queries import MOMENTS, accuracy_of
from forecasting.accuracy.slippage import slippage_of
from forecasting.common import currency_of
from forecasting.models import ForecastLine
from forecasting.periods import FiscalPeriod, fiscal_start
from forecasting.queries.forecast import Scope
from forecasting.waterfall.between import Question
from forecasting.waterfall.filters import night_at
from kit import formats
from pipeline.actions.stages import edit_stage
from pipeline.models import Stage
from pipeline.queries.observed import observed_rates


@require_safe
def accuracy(request):
    """Past forecasts against what came; slippage; calibration."""
    require(request.user, "forecast.see")
    chosen = AccuracyFilter(request.GET, queryset=ForecastLine.objects.none(), request=request)
    return render(request, "forecasting/accuracy.html", accuracy_page(chosen, request.user))


def accuracy_page(chosen, user):
    """The context of the page."""
    start, currency, this_day = fiscal_start(), currency_of(), today()
    stored, period = chosen.scope_asked, FiscalPeriod.of(chosen.kind_asked, this_day, start)
    found = accuracy_of(stored, chosen.kind_asked, chosen.at_asked, currency) if stored else None
    return {
        "filter": chosen,
        "stored": stored,
        "moments": MOMENTS,
        "found": found,
        "chart": found and past_chart(found, currency, start, width=1360),
        "nights": [(name_of(night, start), night) for night in found.nights] if found else [],
        "currency": currency,
        "period": period,
        "slips": slips(user, period, this_day),
        "stages": calibration_of(Scope(user), period, this_day),
    }


def slips(user, period, this_day):
    """The slippage of this period and the four before it, as far as nights were written, the latest first."""
    found, zone = [], workspace_zone().key
    for _number in range(5):
        began = night_at(period.first)
        if began is None or began > period.last:
            break
        question = Question(user, period, began, min(period.last, this_day), this_day, zone)
        found.append((period, slippage_of(question)))
        period = period.before
    return found


@require_POST
def calibrate(request, pk):
    """Give a stage the probability that was observed."""
    require(request.user, "stages.edit")
    stage = get_object_or_404(Stage.objects.filter(retired_at=None, kind=Stage.Kind.OPEN), pk=pk)
    seen = observed_rates(stage.pipeline).get(stage.pk)
    if seen:
        edit_stage(stage, by=request.user, probability=seen.percent)
        words = _("%(stage)s counts with %(share)s now. The history of stages takes it back.")
        messages.success(request, words % {"stage": stage.name, "share": formats.percent(seen.percent / 100)})
    return redirect("forecasting:accuracy")
