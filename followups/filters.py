"""What people look for among promises: whose they are, when they are due, what kind of thing they are."""

import django_filters as filters
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.queries import teams_of
from followups.models import FollowUp, FollowUpKind
from kit.filterbar import FilterBar
from leads.filters import owners

TICKS = {"widget": forms.CheckboxSelectMultiple}
DUE = [("overdue", _("Overdue")), ("coming", _("Still to come")), ("done", _("Done"))]
ABOUT = [("deals", _("Deals")), ("leads", _("Leads"))]


def teams(request):
    return teams_of(request.user)


class FollowUpFilter(FilterBar, filters.FilterSet):
    """Narrow follow-ups that already came from `visible_to`; without a word of when, to what is worth doing."""

    q = filters.CharFilter(label=_("Search follow-ups"), field_name="title", lookup_expr="icontains", max_length=100)
    owner = filters.ModelMultipleChoiceFilter(label=_("Owner"), queryset=owners, **TICKS)
    team = filters.ModelChoiceFilter(label=_("Team"), queryset=teams, method="within", empty_label=_("All teams"))
    due = filters.ChoiceFilter(label=_("Due"), choices=DUE, method="by_due", empty_label=_("Everything planned"))
    kind = filters.ModelMultipleChoiceFilter(label=_("Kind"), queryset=FollowUpKind.objects.all(), **TICKS)
    about = filters.ChoiceFilter(label=_("About"), choices=ABOUT, method="by_about", empty_label=_("Deals and leads"))

    class Meta:
        model = FollowUp
        fields = []

    BAR = [
        ("user", _("Owner"), ["owner", "team"]),
        ("later", _("Due"), ["due"]),
        ("list", _("Kind"), ["kind"]),
        ("handshake", _("About"), ["about"]),
        ("search", _("Search"), ["q"]),
    ]

    def filter_queryset(self, queryset):
        found = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("due") else found.worth_doing().order_by("due_at", "pk")

    def within(self, follow_ups, _name, team):
        return follow_ups.filter(owner__team__path__startswith=team.path)

    def by_due(self, follow_ups, _name, word):
        if word == "done":
            return follow_ups.filter(done_at__isnull=False).order_by("-done_at", "-pk")
        promised = follow_ups.worth_doing().order_by("due_at", "pk")
        return promised.overdue() if word == "overdue" else promised.filter(due_at__gte=timezone.now())

    def by_about(self, follow_ups, _name, word):
        return follow_ups.filter(deal__isnull=word == "leads")
