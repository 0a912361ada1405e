"""What a report may be narrowed to."""

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from accounts.zones import today
from forecasting.filters import ScopeFilter, teams
from forecasting.periods import fiscal_start
from pipeline.filters import labels
from pipeline.models import Deal
from reports.periods import code_name, code_of, period_before, period_of, periods_offered, year_before
from reports.scopes import DealScope, sources_of

COMPARED = [
    ("before", _("Beside the period before")),
    ("year", _("Beside the year before")),
    ("none", _("Not compared")),
]
MEASURES = [("count", _("By count")), ("value", _("By value"))]


class AnySource(filters.fields.ChoiceField):
    """A source is whatever deals came from: one that nobody knows finds no deals, and none is looked up to find out."""

    def valid_value(self, value):
        return "\0" not in value and len(value) <= Deal._meta.get_field("source").max_length


class SourceFilter(filters.ChoiceFilter):
    field_class = AnySource

    @property
    def field(self):
        self.extra["choices"] = lambda: [(source, source) for source in sources_of(self.parent.request.user)]
        return super().field


class ReportFilter(ScopeFilter):
    """Whose deals, which pipeline, and the days that count; `sort` orders the open tables."""

    team = filters.ModelChoiceFilter(label=_("Team"), queryset=teams, empty_label=_("All teams"), method="unnarrowed")
    source = SourceFilter(label=_("Source"), empty_label=_("All sources"), method="unnarrowed")
    label = filters.ModelChoiceFilter(
        label=_("Label"), queryset=lambda request: labels(), empty_label=_("All labels"), method="unnarrowed"
    )
    measure = filters.ChoiceFilter(label=_("Measure"), choices=MEASURES, empty_label=None, method="unnarrowed")
    compare = filters.ChoiceFilter(label=_("Compared"), choices=COMPARED, empty_label=None, method="unnarrowed")
    period = filters.CharFilter(method="unnarrowed")

    class Meta:
        model = Deal
        fields = []

    @property
    def scope(self):
        asked = {name: self.asked(name) for name in ("pipeline", "owner", "team", "label")}
        return DealScope(self.request.user, source=self.asked("source") or "", **asked)

    @property
    def measure_asked(self):
        return self.asked("measure") or "count"

    @property
    def code_asked(self):
        """The code of the period in force."""
        return code_of(self.asked("period"))

    @property
    def period_name(self):
        return code_name(self.code_asked, fiscal_start())

    def periods(self, address):
        """What the report can be read for: (name, query, is it shown now)."""
        return periods_offered(self.code_asked, address)

    @property
    def period_asked(self):
        return period_of(self.code_asked, today())

    @property
    def period_compared(self):
        """The period before or the year before, as asked; None where all is shown or nothing beside it."""
        found = {"year": year_before, "none": lambda *_period: None}.get(self.asked("compare"), period_before)
        return found(self.period_asked, today())

    @property
    def order(self):
        """What the open tables are sorted by: the key of a column, a leading “-” from the high end."""
        return self.data.get("sort", "")
