"""The reports there are, in the order of their tabs."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from reports.win_rate.page import win_rate_report


@dataclass(frozen=True)
class Dashboard:
    """A report with an address: `build(chosen)` makes a Report of what a ReportFilter asks for."""

    name: str
    title: str
    build: Callable


DASHBOARDS = [
    Dashboard("win-rate", _("Win rate"), win_rate_report),
]


def dashboard_or_404(name):
    """The report of a name, as an address says it."""
    found = next((dashboard for dashboard in DASHBOARDS if dashboard.name == name), None)
    if not found:
        raise Http404
    return found
