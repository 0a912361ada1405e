"""Which two days are compared, and whose deals of which period."""

from datetime import timedelta

import django_filters as filters
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.queries import teams_of
from accounts.zones import today, workspace_zone
from forecasting.models import ForecastLine, Night
from forecasting.periods import FiscalPeriod, fiscal_start
from forecasting.waterfall.between import Question
from leads.filters import owners
from pipeline.models import Deal, Pipeline

A_WEEK = timedelta(days=7)
DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")


def teams(request):
    return teams_of(request.user)


class ChangesFilter(filters.FilterSet):
    """From the end of one day to the end of another; without days, the last week."""

    since = filters.DateFilter(label=_("From the evening of"), widget=DAY, method="unnarrowed")
    until = filters.DateFilter(label=_("To the evening of"), widget=DAY, method="unnarrowed")
    period = filters.CharFilter(method="unnarrowed")
    team = filters.ModelChoiceFilter(label=_("Team"), queryset=teams, empty_label=_("All teams"), method="unnarrowed")
    owner = filters.ModelChoiceFilter(label=_("Rep"), queryset=owners, empty_label=_("All reps"), method="unnarrowed")
    pipeline = filters.ModelChoiceFilter(
        label=_("Pipeline"), queryset=Pipeline.objects.all(), empty_label=_("All pipelines"), method="unnarrowed"
    )
    currency = filters.ChoiceFilter(
        label=_("Currency"), choices=lambda: currencies(), empty_label=_("All currencies"), method="unnarrowed"
    )

    class Meta:
        model = ForecastLine
        fields = []

    def unnarrowed(self, queryset, _name, _value):
        return queryset

    def asked(self, name):
        """A valid answer to one filter, None without one."""
        self.form.is_valid()
        return self.form.cleaned_data.get(name) or None

    @property
    def period_asked(self):
        start = fiscal_start()
        here = FiscalPeriod.of("quarter", today(), start)
        return FiscalPeriod.read(self.asked("period"), start) or here

    @property
    def question(self):
        """What is asked, None before the first night was written; days without a night give way to the next."""
        zone = workspace_zone()
        this_day = today(zone)
        until = min(self.asked("until") or this_day, this_day)
        until = until if until == this_day else night_at(until)
        since = until and night_at(min(self.asked("since") or until - A_WEEK, until - timedelta(days=1)))
        if since is None or until is None:
            return None
        names = ("pipeline", "owner", "team", "currency")
        narrowed = {name: self.asked(name) for name in names}
        return Question(self.request.user, self.period_asked, since, until, this_day, zone.key, **narrowed)

    def given_way(self, question):
        """The evenings asked for that nothing stands of, with those taken instead: [(asked, taken)]."""
        pairs = [(self.asked("since"), question.since), (self.asked("until"), question.until)]
        return [pair for pair in pairs if pair[0] and pair[0] != pair[1]]


def night_at(day):
    """The last night written on or before a day, else the first."""
    nights = Night.objects.values_list("day", flat=True)
    return nights.filter(day__lte=day).order_by("-day").first() or nights.order_by("day").first()


def currencies():
    """The currencies deals are in."""
    known = Deal.objects.order_by("currency").values_list("currency", flat=True).distinct()
    return [(code, code) for code in known]
