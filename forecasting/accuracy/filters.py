"""Whose forecasts are looked back on, of which kind of period, and when they were made."""

import django_filters as filters
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from forecasting.accuracy.queries import MOMENTS
from forecasting.accuracy.scopes import scopes_of
from forecasting.models import ForecastLine, PeriodKind

HALF, QUARTER = "50", PeriodKind.QUARTER


class AccuracyFilter(filters.FilterSet):
    """A stored scope, a kind of period, and a moment before its end."""

    of = filters.CharFilter(method="unnarrowed")
    kind = filters.ChoiceFilter(label=_("Periods"), choices=PeriodKind.choices, empty_label=None, method="unnarrowed")
    at = filters.ChoiceFilter(label=_("Forecast made"), choices=MOMENTS, empty_label=None, method="unnarrowed")

    class Meta:
        model = ForecastLine
        fields = []

    def unnarrowed(self, queryset, _name, _value):
        return queryset

    def asked(self, name):
        """A valid answer to one filter, None without one."""
        self.form.is_valid()
        return self.form.cleaned_data.get(name) or None

    @cached_property
    def scopes(self):
        return scopes_of(self.request.user)

    @property
    def scope_asked(self):
        """The scope asked for, else the widest this reader sees; None for who sees nobody."""
        asked = self.asked("of")
        return next((one for one in self.scopes if one.code == asked), self.scopes[0] if self.scopes else None)

    @property
    def kind_asked(self):
        return self.asked("kind") or QUARTER

    @property
    def at_asked(self):
        return self.asked("at") or HALF
