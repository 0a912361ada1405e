"""What the forecast and the reports may be narrowed to."""

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from accounts.zones import workspace_zone
from forecasting.calendar import Period, Quarter, month_of, shift, today
from forecasting.models import ForecastLine
from forecasting.queries.forecast import LEARNED, STAGE, Scope
from pipeline.filters import owners
from pipeline.models import Deal, Pipeline

WEIGHTS = [(LEARNED, _("By your history")), (STAGE, _("By stage"))]
MEASURES = [("count", _("By count")), ("value", _("By value"))]
LAST_12, ALL = "last12", "all"


class ScopeFilter(filters.FilterSet):
    """Whose deals and which pipeline; everything else narrows further."""

    pipeline = filters.ModelChoiceFilter(
        label=_("Pipeline"), queryset=Pipeline.objects.all(), empty_label=_("All pipelines")
    )
    owner = filters.ModelChoiceFilter(label=_("Rep"), queryset=owners, empty_label=_("All reps"))

    def asked(self, name):
        """A valid answer to one filter, None without one."""
        self.form.is_valid()
        return self.form.cleaned_data.get(name) or None

    @property
    def scope(self):
        return Scope(self.request.user, self.asked("pipeline"), self.asked("owner"))

    def unnarrowed(self, queryset, _name, _value):
        return queryset


class ForecastFilter(ScopeFilter):
    """One quarter, weighted by the learned chances or by those of the stages."""

    quarter = filters.CharFilter(method="unnarrowed")
    by = filters.ChoiceFilter(label=_("Weighted"), choices=WEIGHTS, empty_label=None, method="unnarrowed")

    class Meta:
        model = ForecastLine
        fields = []

    @property
    def by_asked(self):
        return self.asked("by") or LEARNED

    @property
    def quarter_asked(self):
        return Quarter.read(self.asked("quarter")) or Quarter.of(today(workspace_zone()))


class WinRateFilter(ScopeFilter):
    """The deals closed in a period: a quarter, the last twelve months, or all."""

    period = filters.CharFilter(method="unnarrowed")
    measure = filters.ChoiceFilter(label=_("Measure"), choices=MEASURES, empty_label=None, method="unnarrowed")

    class Meta:
        model = Deal
        fields = []

    @property
    def measure_asked(self):
        return self.asked("measure") or "count"

    @property
    def code_asked(self):
        """The code of the period in force."""
        code = self.asked("period")
        return code if code == ALL or Quarter.read(code) else LAST_12

    @property
    def period_asked(self):
        return period_of(self.code_asked, today(workspace_zone()))


def period_of(code, this_day):
    """The days a code stands for; the last twelve months end today and begin with a month."""
    if code == ALL:
        return Period(None, None)
    return Quarter.read(code) or Period(shift(month_of(this_day), -11), this_day)
