"""A report, as whoever asks may see it."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.rights import require
from pipeline.models import Deal
from reports.dashboards import DASHBOARDS, dashboard_or_404
from reports.files.formats import FORMATS
from reports.keeping import at_hand, takes_long, tell_anew
from reports.panels import Report

ANEW = "anew"


@require_safe
def reports(request):
    """The door to the reports: the first of them."""
    require(request.user, "forecast.see")
    return redirect("reports:report", DASHBOARDS[0].name)


@require_safe
def report(request, name):
    """One report over a period and a scope, with what else it can be read for."""
    require(request.user, "forecast.see")
    dashboard = dashboard_or_404(name)
    chosen = dashboard.filter(request.GET, queryset=Deal.objects.none(), request=request)
    kept = kept_or_told(dashboard, chosen, is_anew=ANEW in request.GET)
    asked = request.GET.copy()
    asked.pop(ANEW, None)
    context = {
        "dashboard": dashboard,
        "dashboards": DASHBOARDS,
        "filter": chosen,
        "query": asked.urlencode(),
        "periods": chosen.periods(asked),
        "kept": kept,
        "report": kept.report if kept else Report(),
        "formats": FORMATS.values(),
    }
    return render(request, dashboard.template, context)


def kept_or_told(dashboard, chosen, *, is_anew):
    """The report as kept, fresh or not; told now where that is quick or wanted; None where it had better come later."""
    if is_anew:
        return tell_anew(dashboard, chosen)
    kept = at_hand(dashboard, chosen)
    return kept or (None if dashboard.can_wait and takes_long(dashboard, chosen) else tell_anew(dashboard, chosen))
