"""The reports there are, in the order of their tabs."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from reports.activity.page import activity_report
from reports.builder.filters import BuilderFilter
from reports.builder.page import built_report
from reports.filters import ReportFilter
from reports.forecast.filters import ForecastReportFilter
from reports.forecast.page import forecast_report
from reports.lost.page import lost_report
from reports.pace import with_room
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
    tell: Callable
    filter: type = ReportFilter
    template: str = "reports/report.html"
    has_tab: bool = True
    can_wait: bool = True  # its page may come before its figures

    def build(self, chosen):
        with with_room():
            return self.tell(chosen)


DASHBOARDS = [
    Dashboard("win-rate", _("Win rate"), win_rate_report),
    Dashboard("activity", _("Activity"), activity_report),
    Dashboard("sources", _("Sources"), sources_report, SourcesFilter),
    Dashboard("lost", _("Lost deals"), lost_report),
    Dashboard("stages", _("Time in stage"), stages_report),
    Dashboard("seasons", _("Seasons"), seasons_report),
    Dashboard("build", _("Build"), built_report, BuilderFilter, "reports/builder/page.html", can_wait=False),
    Dashboard("forecast", _("Forecast"), forecast_report, ForecastReportFilter, has_tab=False),
]


def dashboard_or_404(name):
    """The report of a name, as an address says it."""
    found = next((dashboard for dashboard in DASHBOARDS if dashboard.name == name), None)
    if not found:
        raise Http404
    return found
