"""The filters that only the numbers of forecasts and reports ask for, so that each opens exactly its deals."""

from datetime import timedelta

import django_filters as filters
from django import forms
from django.db.models import F, Q
from django.db.models.functions import Now
from django.db.models.lookups import Exact
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.zones import midnight, midnight_after, workspace_zone
from leads.models import Company, Label
from pipeline.categories import CATEGORY
from pipeline.models import IS_AWAKE, Category, Competitor, LostReason, Stage
from pipeline.queries.labels import carried
from pipeline.queries.touches import MARKS, TOUCHES, mark

EMPTY = {
    "close": Q(expected_close=None),
    "source": Q(source=""),
    "product": Q(product=""),
    "label": Q(label=None),
    "label_at_birth": ~carried("label_at_birth"),
    "label_at_close": ~carried("label_at_close"),
    "reason": Q(lost_reason=None),
    "competitor": Q(lost_to=None),
    "industry": Q(company=None) | Q(company__industry=""),
    "size": Q(company=None) | Q(company__size=""),
}
EMPTY |= {f"{touch}_{name}": Exact(mark(touch, name, "lead__"), "") for touch in TOUCHES for name in MARKS}
EMPTY_WORDS = [
    ("close", _("no close date")),
    ("source", _("no source")),
    ("product", _("no product")),
    ("label", _("no label")),
    ("label_at_birth", _("no label as it began")),
    ("label_at_close", _("no label as it closed")),
    ("reason", _("no reason given")),
    ("competitor", _("no competitor named")),
    ("industry", _("no industry")),
    ("size", _("company size unknown")),
    ("first_source", _("no source at the first touch")),
    ("first_campaign", _("no campaign at the first touch")),
    ("last_source", _("no source at the last touch")),
    ("last_campaign", _("no campaign at the last touch")),
]


class ReadingFilter(filters.Filter):
    """A tick: on, or not asked for."""

    field_class = forms.BooleanField


class DaysFilter(filters.NumberFilter):
    """A number of whole days."""

    def __init__(self, *args, **options):
        super().__init__(*args, min_value=0, max_value=99_999, decimal_places=0, **options)


class ReportFilter(filters.FilterSet):
    """Days are those of the workspace, as in the reports; `entered` with its days means a stay begun then."""

    closed_after = filters.DateFilter(label=_("Closed from"), method="since")
    closed_before = filters.DateFilter(label=_("Closed until"), method="until")
    opened_after = filters.DateFilter(label=_("Opened from"), method="since")
    opened_before = filters.DateFilter(label=_("Opened until"), method="until")
    product = filters.CharFilter(label=_("Product"), lookup_expr="iexact")
    industry = filters.CharFilter(label=_("Industry"), field_name="company__industry", lookup_expr="iexact")
    size = filters.MultipleChoiceFilter(label=_("Employees"), field_name="company__size", choices=Company.Size.choices)
    lost_reason = filters.ModelMultipleChoiceFilter(label=_("Lost because"), queryset=LostReason.objects.all())
    lost_to = filters.ModelMultipleChoiceFilter(label=_("Lost to"), queryset=Competitor.objects.all())
    label_at_birth = filters.ModelMultipleChoiceFilter(
        label=_("Label as it began"), queryset=Label.objects.all(), method="labelled_then"
    )
    label_at_close = filters.ModelMultipleChoiceFilter(
        label=_("Label as it closed"), queryset=Label.objects.all(), method="labelled_then"
    )
    category = filters.MultipleChoiceFilter(
        label=_("Forecast category"), choices=Category.choices, method="of_category"
    )
    lacking = filters.MultipleChoiceFilter(label=_("Without"), choices=EMPTY_WORDS, method="with_nothing")
    entered = filters.ModelChoiceFilter(label=_("Reached"), queryset=Stage.objects.all(), method="reached")
    entered_after = filters.DateFilter(label=_("Reached from"), method="as_asked")
    entered_before = filters.DateFilter(label=_("Reached until"), method="as_asked")
    stage_days_min = DaysFilter(label=_("Days in its stage, at least"), method="standing_for")
    stage_days_max = DaysFilter(label=_("Days in its stage, at most"), method="standing_for")
    lead_after = filters.DateFilter(label=_("Its lead came from"), method="from_leads_since")
    lead_before = filters.DateFilter(label=_("Its lead came until"), method="from_leads_until")
    first_source = filters.CharFilter(label=_("Source at the first touch"), method="touched_by", max_length=80)
    first_campaign = filters.CharFilter(label=_("Campaign at the first touch"), method="touched_by", max_length=120)
    last_source = filters.CharFilter(label=_("Source at the last touch"), method="touched_by", max_length=80)
    last_campaign = filters.CharFilter(label=_("Campaign at the last touch"), method="touched_by", max_length=120)
    late_step = ReadingFilter(label=_("Next step overdue"), method="with_late_step")
    age_min = DaysFilter(label=_("Days from opened to closed, at least"), method="closed_after_days")
    age_max = DaysFilter(label=_("Days from opened to closed, at most"), method="closed_after_days")

    def since(self, deals, name, day):
        return deals.filter(**{f"{name.partition('_')[0]}_at__gte": midnight(day, workspace_zone())})

    def until(self, deals, name, day):
        return deals.filter(**{f"{name.partition('_')[0]}_at__lt": midnight_after(day, workspace_zone())})

    def with_nothing(self, deals, _name, parts):
        return deals.filter(*(EMPTY[part] for part in parts))

    def of_category(self, deals, _name, categories):
        return deals.alias(counts_as=CATEGORY).filter(counts_as__in=categories) if categories else deals

    def labelled_then(self, deals, name, labels):
        return deals.filter(carried(name, labels)) if labels else deals

    def reached(self, deals, _name, stage):
        """Deals with a stay in the stage that began on one of the days asked for."""
        visits, zone = stage.visits.standing(), workspace_zone()
        if first := self.form.cleaned_data.get("entered_after"):
            visits = visits.filter(entered_at__gte=midnight(first, zone))
        if last := self.form.cleaned_data.get("entered_before"):
            visits = visits.filter(entered_at__lt=midnight_after(last, zone))
        return deals.filter(pk__in=visits.values("deal_id"))

    def from_leads_since(self, deals, _name, day):
        return deals.filter(lead__created_at__gte=midnight(day, workspace_zone()))

    def from_leads_until(self, deals, _name, day):
        return deals.filter(lead__created_at__lt=midnight_after(day, workspace_zone()))

    def touched_by(self, deals, name, word):
        """Deals whose lead bears this mark, in whatever letters."""
        return deals.alias(**{f"is_{name}": mark(*name.split("_"), "lead__")}).filter(**{f"is_{name}__iexact": word})

    def with_late_step(self, deals, _name, is_wanted):
        return deals.filter(IS_AWAKE, next_step_at__lt=Now()) if is_wanted else deals

    def standing_for(self, deals, name, days):
        """Deals that have stood in their stage for so many whole days."""
        if name.endswith("min"):
            return deals.filter(entered_stage_at__lte=timezone.now() - timedelta(days=int(days)))
        return deals.filter(entered_stage_at__gt=timezone.now() - timedelta(days=int(days) + 1))

    def closed_after_days(self, deals, name, days):
        """Closed deals by the whole days from opened to closed."""
        if name.endswith("min"):
            return deals.filter(closed_at__gte=F("opened_at") + timedelta(days=int(days)))
        return deals.filter(closed_at__lt=F("opened_at") + timedelta(days=int(days) + 1))

    def as_asked(self, deals, _name, _day):
        return deals  # read together with `entered`
