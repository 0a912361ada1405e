"""The reports there are, in the order of their tabs."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from reports.activity.page import activity_report
from reports.builder.filters import BuilderFilter
from reports.builder.page import built_report
from reports.filters import ReportFilter
from reports.lost.page import lost_report
from reports.seasons.page import seasons_report
from reports.sources.filters import SourcesFilter
from reports.sources.page import sources_report
from reports.stages.page import stages_report
from reports.win_rate.page import win_rate_report


@dataclass(frozen=True)
class Dashboard:
    """A report with an address: `build(chosen)` makes a Report of what its filter asks for."""

    name: str
    title: str
    build: Callable
    filter: type = ReportFilter
    template: str = "reports/report.html"


DASHBOARDS = [
    Dashboard("win-rate", _("Win rate"), win_rate_report),
    Dashboard("activity", _("Activity"), activity_report),
    Dashboard("sources", _("Sources"), sources_report, SourcesFilter),
    Dashboard("lost", _("Lost deals"), lost_report),
    Dashboard("stages", _("Time in stage"), stages_report),
    Dashboard("seasons", _("Seasons"), seasons_report),
    Dashboard("build", _("Build"), built_report, BuilderFilter, "reports/builder/page.html"),
]


def dashboard_or_404(name):
    """The report of a name, as an address says it."""
    found = next((dashboard for dashboard in DASHBOARDS if dashboard.name == name), None)
    if not found:
        raise Http404
    return found
