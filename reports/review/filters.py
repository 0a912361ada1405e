"""Which deals a review is to be of."""

from dataclasses import replace

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from accounts.rights import LEADERS
from forecasting.filters import ScopeFilter, teams
from pipeline.models import Deal


class ReviewFilter(ScopeFilter):
    """A pipeline, a team or a rep; who leads nobody reviews their own deals."""

    team = filters.ModelChoiceFilter(label=_("Team"), queryset=teams, empty_label=_("All teams"), method="unnarrowed")

    class Meta:
        model = Deal
        fields = []

    def __init__(self, data=None, *args, request=None, **kwargs):
        super().__init__(data, *args, request=request, **kwargs)
        if not self.leads:
            for name in ("owner", "team"):
                self.filters.pop(name)

    @property
    def leads(self):
        return self.request.user.role in LEADERS

    @property
    def scope(self):
        whose = {"team": self.asked("team")} if self.leads else {"owner": self.request.user}
        return replace(super().scope, **whose)
