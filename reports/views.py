"""A report, as whoever asks may see it."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.rights import require
from pipeline.models import Deal
from reports.dashboards import DASHBOARDS, dashboard_or_404
from reports.files.formats import FORMATS


@require_safe
def report(request, name):
    """One report over a period and a scope, with what else it can be read for."""
    require(request.user, "forecast.see")
    dashboard = dashboard_or_404(name)
    chosen = dashboard.filter(request.GET, queryset=Deal.objects.none(), request=request)
    context = {
        "dashboard": dashboard,
        "dashboards": DASHBOARDS,
        "filter": chosen,
        "query": request.GET.urlencode(),
        "periods": chosen.periods(request.GET),
        "report": dashboard.build(chosen),
        "formats": FORMATS.values(),
    }
    return render(request, dashboard.template, context)
