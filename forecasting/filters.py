"""What the forecast and the reports may be narrowed to."""

from dataclasses import replace

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from accounts.queries import teams_of
from accounts.zones import today
from forecasting.chances.choice import weight_of
from forecasting.models import ForecastLine, PeriodKind, Weight
from forecasting.periods import FiscalPeriod, fiscal_start
from forecasting.queries.forecast import Scope
from pipeline.filters import owners
from pipeline.models import Pipeline

WEIGHTS = Weight.choices


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


def teams(request):
    return teams_of(request.user)


def currencies_dealt_in():
    """The currencies that deals of the forecast are in."""
    known = ForecastLine.objects.exclude(currency="").order_by("currency").values_list("currency", flat=True)
    return [(currency, currency) for currency in known.distinct()]


class ForecastFilter(ScopeFilter):
    """One month, quarter or year, weighted by the learned chances or by those of the stages."""

    period = filters.CharFilter(method="unnarrowed")
    quarter = filters.CharFilter(method="unnarrowed")  # what addresses kept from before the months and years say
    team = filters.ModelChoiceFilter(label=_("Team"), queryset=teams, empty_label=_("All teams"), method="unnarrowed")
    currency = filters.ChoiceFilter(
        label=_("Currency"), choices=currencies_dealt_in, empty_label=_("All currencies"), method="unnarrowed"
    )
    by = filters.ChoiceFilter(label=_("Weighted"), choices=WEIGHTS, empty_label=None, method="unnarrowed")

    class Meta:
        model = ForecastLine
        fields = []

    def __init__(self, data=None, *args, request=None, **kwargs):
        if not data.get("by"):
            data = data.copy()
            data["by"] = weight_of(request.user).value
        super().__init__(data, *args, request=request, **kwargs)

    @property
    def by_asked(self):
        return self.asked("by") or Weight.LEARNED

    @property
    def period_asked(self):
        start = fiscal_start()
        asked = FiscalPeriod.read(self.asked("period") or self.asked("quarter"), start)
        return asked or FiscalPeriod.of(PeriodKind.QUARTER, today(), start)

    @property
    def scope(self):
        return replace(super().scope, team=self.asked("team"), currency=self.asked("currency") or "")
