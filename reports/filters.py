"""What a report may be narrowed to."""

from dataclasses import replace

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from accounts.zones import workspace_zone
from forecasting.calendar import today
from forecasting.filters import ScopeFilter, teams
from pipeline.models import Deal
from reports.periods import code_of, period_of

MEASURES = [("count", _("By count")), ("value", _("By value"))]


class ReportFilter(ScopeFilter):
    """Whose deals, which pipeline, and the days that count; `sort` orders the open tables."""

    team = filters.ModelChoiceFilter(label=_("Team"), queryset=teams, empty_label=_("All teams"), method="unnarrowed")
    measure = filters.ChoiceFilter(label=_("Measure"), choices=MEASURES, empty_label=None, method="unnarrowed")
    period = filters.CharFilter(method="unnarrowed")

    class Meta:
        model = Deal
        fields = []

    @property
    def scope(self):
        return replace(super().scope, team=self.asked("team"))

    @property
    def measure_asked(self):
        return self.asked("measure") or "count"

    @property
    def code_asked(self):
        """The code of the period in force."""
        return code_of(self.asked("period"))

    @property
    def period_asked(self):
        return period_of(self.code_asked, today(workspace_zone()))

    @property
    def order(self):
        """What the open tables are sorted by: the key of a column, a leading “-” from the high end."""
        return self.data.get("sort", "")
