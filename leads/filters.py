"""What people look for among leads, companies and contacts."""

from datetime import timedelta

import django_filters as filters
from django import forms
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.fields.filters import WithCustomFilters
from accounts.models import User
from accounts.visibility import visible_owner_ids
from kit import formats
from kit.filterbar import FilterBar
from leads.label_choices import LabelFilter
from leads.models import Label, Lead, Qualification
from leads.queries import PLANNED
from leads.searching import is_called


def owners_for(reader):
    """The people whose leads this reader may see."""
    ids = visible_owner_ids(reader)
    return User.objects.active() if ids is None else User.objects.active().filter(pk__in=ids)


def owners(request):
    return owners_for(request.user)


def sources_for(reader):
    """Every source the leads this reader may see have come from, in order of name."""
    known = Lead.objects.visible_to(reader).exclude(source="").order_by("source")
    return [(source, source) for source in known.values_list("source", flat=True).distinct()]


def labels():
    """The labels in use, and those retired that leads still carry."""
    return Label.objects.filter(Q(retired_at=None) | Exists(Lead.objects.filter(label=OuterRef("pk"))))


class TicksFilter(filters.MultipleChoiceFilter):
    """Ticks of which any may hold."""

    def __init__(self, *args, **options):
        super().__init__(*args, **({"widget": forms.CheckboxSelectMultiple, "distinct": False} | options))


class AnySource(filters.fields.MultipleChoiceField):
    """Sources are whatever leads came from: one that is not known finds nothing, and none is looked up to find out."""

    def valid_value(self, value):
        return "\0" not in value and len(value) <= Lead._meta.get_field("source").max_length


class SourceFilter(TicksFilter):
    field_class = AnySource

    @property
    def field(self):
        self.extra["choices"] = lambda: sources_for(self.parent.request.user)
        return super().field


TOUCHES = [
    ("never", _("Not called yet")),
    ("week", _("In the last 7 days")),
    ("month", _("7 to 30 days ago")),
    ("older", _("More than 30 days ago")),
    ("late", _("Follow-up overdue")),
]


def touched(word):
    """What one word about the last touch means, as a condition on leads."""
    now = timezone.now()
    week, month = now - timedelta(days=7), now - timedelta(days=30)
    late = Lead.objects.filter(PLANNED, follow_ups__due_at__lt=Now())
    return {
        "never": Q(last_touch_at=None),
        "week": Q(last_touch_at__gte=week),
        "month": Q(last_touch_at__lt=week, last_touch_at__gte=month),
        "older": Q(last_touch_at__lt=month),
        "late": Q(pk__in=late.values("pk")),
    }[word]


BANT = {topic: Qualification._meta.get_field(topic).verbose_name for topic in Qualification.TOPICS}


def answers():
    """What one may ask of the four answers: that one is confirmed, or that it is still unknown."""
    known = [
        (topic, gettext("%(topic)s confirmed") % {"topic": str(name).capitalize()}) for topic, name in BANT.items()
    ]
    return known + [
        (f"-{topic}", gettext("%(topic)s unknown") % {"topic": str(name).capitalize()}) for topic, name in BANT.items()
    ]


class LeadFilter(WithCustomFilters, FilterBar, filters.FilterSet):
    """Narrow leads that already came from `visible_to`."""

    q = filters.CharFilter(label=_("Search"), method="search", max_length=100)
    owner = filters.ModelMultipleChoiceFilter(
        label=_("Owner"),
        queryset=owners,
        widget=forms.CheckboxSelectMultiple,
        null_label=_("Nobody yet"),
        distinct=False,
    )
    label = LabelFilter(label=_("Label"), queryset=lambda request: labels(), distinct=False)
    source = SourceFilter(label=_("Source"))
    touch = TicksFilter(label=_("Last touch"), choices=TOUCHES, method="by_touch")
    bant = TicksFilter(label=_("BANT"), choices=answers, method="by_answers")
    status = TicksFilter(label=_("Status"), choices=Lead.Status.choices)
    score_min = filters.NumberFilter(
        label=_("Score from"), field_name="score", lookup_expr="gte", min_value=-1000, max_value=1000
    )
    score_max = filters.NumberFilter(
        label=_("Score up to"), field_name="score", lookup_expr="lte", min_value=-1000, max_value=1000
    )

    class Meta:
        model = Lead
        fields = []

    CUSTOM = "lead"
    BAR = [
        ("user", _("Owner"), ["owner"]),
        ("tag", _("Label"), ["label"]),
        ("globe", _("Source"), ["source"]),
        ("later", _("Last touch"), ["touch"]),
        ("filter", _("More filters"), ["q", "score_min", "score_max", "bant", "status"]),
    ]

    def search(self, leads, _name, text):
        """In name, company, e-mail and notes."""
        return leads.filter(
            is_called("lead", text)
            | Q(name__icontains=text)
            | Q(company_name__icontains=text)
            | Q(email__icontains=text)
            | Q(notes__icontains=text)
        )

    def by_touch(self, leads, _name, words):
        """Any of these."""
        return leads.filter(Q.create([touched(word) for word in words], connector=Q.OR)) if words else leads

    def by_answers(self, leads, _name, words):
        """All of these."""
        known, unknown = Qualification.Answer.CONFIRMED, Qualification.Answer.UNKNOWN
        asked = [(word.removeprefix("-"), unknown if word[0] == "-" else known) for word in words]
        return leads.filter(*[Q((f"qualification__{topic}", answer)) for topic, answer in asked])

    def words(self, name):
        """One filter in force as people say it: “Leila, Omar”, “Score from 60”."""
        if name not in self.base_filters:
            return super().words(name)
        value = self.form.cleaned_data[name]
        if name in ("score_min", "score_max"):
            return f"{self.filters[name].label} {formats.number(value)}"
        if name == "owner":
            return ", ".join(one.get_short_name() if one != "null" else gettext("Nobody yet") for one in value)
        if name in SAID:
            return ", ".join(str(dict(SAID[name]()).get(one, one)) for one in value)
        return super().words(name)


SAID = {"touch": lambda: TOUCHES, "bant": answers, "status": lambda: Lead.Status.choices}
