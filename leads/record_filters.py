"""What people look for among companies and contacts."""

import django_filters as filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.fields.filters import WithCustomFilters
from kit.filterbar import FilterBar
from leads.filters import owners
from leads.models import Company, Contact
from leads.searching import is_called

TICKS = {"widget": forms.CheckboxSelectMultiple}
DEALS = [("open", _("With open deals")), ("won", _("With won deals")), ("none", _("Without deals"))]


def owner_filter():
    return filters.ModelMultipleChoiceFilter(label=_("Owner"), queryset=owners, null_label=_("Nobody yet"), **TICKS)


def part_of(column, label):
    return filters.CharFilter(label=label, field_name=column, lookup_expr="icontains", max_length=100)


class KnownWords(filters.fields.MultipleChoiceField):
    """Words that records bear: one that none bears finds nothing."""

    def valid_value(self, value):
        return "\0" not in value and len(value) <= 80


class WordFilter(filters.MultipleChoiceFilter):
    """Ticks of the words the reader's own records bear in a column, looked up when the sheet is drawn."""

    field_class = KnownWords

    @property
    def field(self):
        self.extra["choices"] = lambda: self.words()  # a form copies its fields, but not what a function holds
        return super().field

    def words(self):
        known = self.model.objects.visible_to(self.parent.request.user)
        column = (
            known.exclude(**{self.field_name: ""}).order_by(self.field_name).values_list(self.field_name, flat=True)
        )
        return [(word, word) for word in column.distinct()]


class CompanyFilter(WithCustomFilters, FilterBar, filters.FilterSet):
    """Narrow companies that already came from `visible_to`."""

    q = filters.CharFilter(label=_("Search companies"), method="search", max_length=100)
    owner = owner_filter()
    industry = WordFilter(label=_("Industry"), **TICKS)
    size = filters.MultipleChoiceFilter(label=_("Employees"), choices=Company.Size, **TICKS)
    country = WordFilter(label=_("Country"), **TICKS)
    deals = filters.ChoiceFilter(label=_("Deals"), choices=DEALS, method="by_deals", empty_label=_("Any"))

    class Meta:
        model = Company
        fields = []

    CUSTOM = "company"
    BAR = [
        ("user", _("Owner"), ["owner"]),
        ("building", _("Industry"), ["industry"]),
        ("users", _("Employees"), ["size"]),
        ("globe", _("Country"), ["country"]),
        ("handshake", _("Deals"), ["deals"]),
        ("search", _("Search"), ["q"]),
    ]

    def search(self, companies, _name, text):
        """In name, website, industry and city."""
        return companies.filter(
            is_called("company", text)
            | Q(name__icontains=text)
            | Q(domain__icontains=text)
            | Q(industry__icontains=text)
            | Q(city__icontains=text)
        )

    def by_deals(self, companies, _name, word):
        """By the deals that the reader sees."""
        deals = Company.deals.rel.related_model.objects.visible_to(self.request.user).filter(company__isnull=False)
        if word == "none":
            return companies.exclude(pk__in=deals.values("company"))
        return companies.filter(pk__in=deals.filter(status=word).values("company"))


class ContactFilter(WithCustomFilters, FilterBar, filters.FilterSet):
    """Narrow contacts that already came from `visible_to`."""

    q = filters.CharFilter(label=_("Search contacts"), method="search", max_length=100)
    owner = owner_filter()
    decides = filters.BooleanFilter(label=_("Decision makers only"), method="only_deciders", widget=forms.CheckboxInput)
    company = filters.CharFilter(
        label=_("Company"), field_name="company__name", lookup_expr="icontains", max_length=100
    )
    job = filters.CharFilter(label=_("Job title"), field_name="job_title", lookup_expr="icontains", max_length=100)

    class Meta:
        model = Contact
        fields = []

    CUSTOM = "contact"
    BAR = [
        ("user", _("Owner"), ["owner"]),
        ("building", _("Company"), ["company"]),
        ("crown", _("Job"), ["job", "decides"]),
        ("search", _("Search"), ["q"]),
    ]

    def search(self, contacts, _name, text):
        """In name, e-mail, job title and company."""
        return contacts.filter(
            is_called("contact", text)
            | Q(name__icontains=text)
            | Q(email__icontains=text)
            | Q(job_title__icontains=text)
            | Q(company__name__icontains=text)
        )

    def only_deciders(self, contacts, _name, is_wanted):
        return contacts.filter(decides=True) if is_wanted else contacts
