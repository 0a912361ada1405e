"""What a goal takes, as whoever asks may see it."""

from django import forms
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.rights import require
from forecasting.common import currency_of
from forecasting.filters import ForecastFilter
from forecasting.goals.pace import pace_of, share_by_now
from forecasting.goals.planner import plan_of
from forecasting.goals.standing import standing_of
from forecasting.models import ForecastLine
from forecasting.page import places
from forecasting.queries.forecast import forecast_of
from kit.numbers import NumberField


class GoalForm(forms.Form):
    """A goal to try out; the quota without one."""

    goal = NumberField(
        label=_("Goal"), required=False, min_value=0, max_digits=17, decimal_places=2,
        error_messages=dict.fromkeys(
            ["invalid", "min_value", "max_digits", "max_whole_digits"], _("Write a sum, like 120,000.")
        ),
    )  # fmt: skip


@require_safe
def goals(request):
    """Attainment, pace and coverage of a period, and how many more deals each stage needs for a goal."""
    require(request.user, "forecast.see")
    chosen = ForecastFilter(request.GET, queryset=ForecastLine.objects.none(), request=request)
    return render(request, "forecasting/goals.html", goals_page(chosen, request.GET))


def goal_of(address, quota):
    """The form, and the goal in it; the quota without one."""
    form = GoalForm(address if address.get("goal") else {"goal": quota})
    return form, (form.cleaned_data.get("goal") if form.is_valid() else None) or quota


def goals_page(chosen, address):
    """The context of the page."""
    scope, period = chosen.scope, chosen.period_asked
    forecast = forecast_of(scope, period, chosen.by_asked)
    standing, _of_reps = standing_of(forecast, scope, period)
    form, goal = goal_of(address, standing.quota)
    share = share_by_now(scope, period, forecast.this_day) if forecast.day else None
    return places(period, address) | {
        "filter": chosen,
        "form": form,
        "forecast": forecast,
        "standing": standing,
        "currency": currency_of(),
        "period": period,
        "goal": goal,
        "chance": goal and forecast.reaching(goal),
        "usual": share,
        "pace": pace_of(forecast.total.won, goal, share),
        "plan": goal and plan_of(scope, period, goal, forecast),
    }
