"""The one filter of deals: board, deal list and the links of every forecast and report go through it."""

from datetime import date, timedelta
from decimal import Decimal

import django_filters as filters
from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.fields.filters import WithCustomFilters
from accounts.fields.known import PREFIX
from accounts.models import Team, User
from accounts.visibility import visible_owner_ids
from kit import formats
from kit.filterbar import FilterBar
from kit.numbers import NumberField
from leads.label_choices import LabelFilter
from leads.models import Label
from pipeline.models import Deal, DealContact, Pipeline, Rival, Stage
from pipeline.report_filters import EMPTY_WORDS, ReadingFilter, ReportFilter
from pipeline.searching import deals_called

DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
LARGEST_WORTH = 10**18
NO_LESS = MinValueValidator(-LARGEST_WORTH)


class WorthFilter(filters.NumberFilter):
    """A number no larger than a worth can be: what a database cannot compare is no filter."""

    field_class = NumberField

    def get_max_validator(self):
        return MaxValueValidator(LARGEST_WORTH)


WORDS = ["q", "source", "currency"]
READINGS = {
    "attention": "needing_attention",
    "stale": "stale",
    "parked": "parked",
    "no_next_step": "without_next_step",
}


class DealFilter(WithCustomFilters, FilterBar, ReportFilter):
    """Narrow deals that already came from `visible_to`; amounts are in the workspace's currency, days are local."""

    q = filters.CharFilter(label=_("Search"), method="search", max_length=100)
    pipeline = filters.ModelChoiceFilter(label=_("Pipeline"), queryset=Pipeline.objects.all())
    owner = filters.ModelMultipleChoiceFilter(
        label=_("Owner"), queryset=lambda request: owners(request), widget=forms.CheckboxSelectMultiple
    )
    team = filters.ModelMultipleChoiceFilter(
        label=_("Team"), queryset=Team.objects.all(), method="of_teams", widget=forms.CheckboxSelectMultiple
    )
    label = LabelFilter(label=_("Label"), queryset=lambda request: labels())
    status = filters.MultipleChoiceFilter(
        label=_("Status"), choices=Deal.Status.choices, widget=forms.CheckboxSelectMultiple
    )
    stage = filters.ModelMultipleChoiceFilter(
        label=_("Stage"), queryset=Stage.objects.all(), widget=forms.CheckboxSelectMultiple
    )
    source = filters.CharFilter(label=_("Source"), lookup_expr="iexact")
    currency = filters.CharFilter(label=_("Currency"), lookup_expr="iexact", max_length=3)
    value_min = WorthFilter(label=_("From"), field_name="base_amount", lookup_expr="gte", validators=[NO_LESS])
    value_max = WorthFilter(label=_("To"), field_name="base_amount", lookup_expr="lte", validators=[NO_LESS])
    close_after = filters.DateFilter(label=_("From"), field_name="expected_close", lookup_expr="gte", widget=DAY)
    close_before = filters.DateFilter(label=_("Until"), field_name="expected_close", lookup_expr="lte", widget=DAY)
    attention = ReadingFilter(label=_("Needs attention"), method="reading")
    stale = ReadingFilter(label=_("Stale"), method="reading")
    parked = ReadingFilter(label=_("Parked"), method="reading")
    no_next_step = ReadingFilter(label=_("No next step"), method="reading")
    idle_min = filters.NumberFilter(label=_("Idle for days, at least"), method="idle", min_value=1, max_value=9999)
    rival = filters.CharFilter(label=_("Competitor"), method="against", max_length=80)
    committee = filters.ChoiceFilter(
        label=_("Buying committee"),
        method="of_committee",
        choices=[
            ("undecided", _("Nobody decides")),
            ("unmet", _("Decision maker not met")),
            ("single", _("Only one person")),
            ("opposed", _("Somebody is against")),
        ],
    )
    pushes_min = filters.NumberFilter(
        label=_("Times put off, at least"), field_name="pushes", lookup_expr="gte", min_value=1, max_value=9999
    )

    BAR = [
        ("user", _("Owner"), ["owner"]),
        ("tag", _("Label"), ["label"]),
        ("cal", _("Close date"), ["close_after", "close_before"]),
        ("coins", _("Value"), ["value_min", "value_max"]),
        (
            "filter",
            _("More filters"),
            [*WORDS, *READINGS, "team", "rival", "committee", "idle_min", "pushes_min"],
            ["status", "stage", *ReportFilter.base_filters],
        ),
    ]

    class Meta:
        model = Deal
        fields = []

    CUSTOM = "deal"

    @classmethod
    def outlines(cls, request):
        """A list has no columns: it also offers status and stage, which a board only keeps."""
        place = getattr(request, "resolver_match", None)
        if request.GET.get("face") != "list" and not (place and place.url_name == "deal-list"):
            return cls.with_custom(cls.BAR, request)
        *others, (icon, title, names, hidden) = cls.BAR
        return cls.with_custom([*others, (icon, title, [*names, *hidden[:2]], hidden[2:])], request)

    def search(self, deals, _name, text):
        """In title, company and contact."""
        return deals.filter(deals_called(text) | Q(title__icontains=text))

    def of_teams(self, deals, _name, teams):
        """Deals of people in these teams and their branches."""
        if not teams:
            return deals
        branches = [Q(owner__team__path__startswith=team.path) for team in teams]
        return deals.filter(Q.create(branches, connector=Q.OR))

    def reading(self, deals, name, is_wanted):
        """The queryset's own words: `?stale=1` reads `deals.stale()`."""
        return getattr(deals, READINGS[name])() if is_wanted else deals

    def against(self, deals, _name, rival):
        """Deals in which this competitor may win, too."""
        return deals.filter(Exists(Rival.objects.filter(deal=OuterRef("pk"), name__iexact=rival)))

    def of_committee(self, deals, _name, risk):
        """Deals whose buying committee bears this risk."""
        members = DealContact.objects.filter(deal=OuterRef("pk"))
        deciders = members.filter(role=DealContact.Role.DECIDES)
        match risk:
            case "undecided":
                return deals.filter(~Exists(deciders))
            case "unmet":
                return deals.filter(Exists(deciders.filter(stance=DealContact.Stance.UNMET)))
            case "single":
                others = members.filter(pk__gt=OuterRef("first"))
                first = Subquery(members.order_by("pk").values("pk")[:1])
                return deals.alias(first=first).filter(~Exists(others), first__isnull=False)
            case _:
                return deals.filter(Exists(members.filter(stance=DealContact.Stance.AGAINST)))

    def idle(self, deals, _name, days):
        """Open deals nobody did anything for in so many days."""
        limit = timezone.now() - timedelta(days=int(days))
        return deals.open().filter(touched_at__lt=limit, entered_stage_at__lt=limit)

    def words(self, name):
        """One filter in force as people say it: “Leila, Omar”, “from Tue 24 Nov”."""
        if name.startswith(PREFIX):
            return super().words(name)
        value = self.form.cleaned_data[name]
        if value is True:
            return str(self.filters[name].label)
        if name in COUNTED:
            return f"{self.filters[name].label} {say(value)}"
        bound = BOUNDS.get(name.rpartition("_")[2])
        return bound() % {"value": say(value)} if bound else say(value)


COUNTED = {"idle_min", "pushes_min", "stage_days_min", "stage_days_max", "age_min", "age_max"}
# what asks for deals wherever they ended, or looks for one: beside these the list shows open deals alone
ENDS = {"status", "q", "stage", *ReportFilter.base_filters}


def statuses_listed(data):
    """The statuses a list shows for what its address asks."""
    asked = [status for status in data.getlist("status") if status in Deal.Status.values]
    is_wide = any(any(data.getlist(name)) for name in ENDS & set(data))
    return asked or ([*Deal.Status.values] if is_wide else [Deal.Status.OPEN.value])


def listed(deals, data):
    """What of these deals the list shows before its filter."""
    shown = statuses_listed(data)
    return deals if len(shown) == len(Deal.Status) else deals.filter(status__in=shown)


BOUNDS = {
    "after": lambda: gettext("from %(value)s"),
    "min": lambda: gettext("from %(value)s"),
    "before": lambda: gettext("until %(value)s"),
    "max": lambda: gettext("up to %(value)s"),
}


def say(value):
    match value:
        case date():
            return formats.day(value)
        case Decimal():
            return formats.number(value)
        case User():
            return value.get_short_name()
        case str():
            return str(dict([*Deal.Status.choices, *EMPTY_WORDS]).get(value, value))
        case _ if hasattr(value, "__iter__"):
            return ", ".join(str(say(one)) for one in value)
        case _:
            return str(value)


def owners(request):
    """The people whose deals this viewer may see: those who left stay as long as deals bear their name."""
    ids = visible_owner_ids(request.user)
    people = User.objects.filter(Q(is_active=True) | Exists(Deal.objects.filter(owner=OuterRef("pk"))))
    return people if ids is None else people.filter(pk__in=ids)


def labels():
    """The labels in use, and those retired that deals still bear."""
    return Label.objects.filter(Q(retired_at=None) | Exists(Deal.objects.filter(label=OuterRef("pk"))))
