"""What people look for among leads, companies and contacts."""

import django_filters as filters
from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.visibility import visible_owner_ids
from kit.filterbar import FilterBar
from leads.label_choices import LabelFilter
from leads.models import Company, Contact, Label, Lead


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


class LeadFilter(FilterBar, filters.FilterSet):
    """Narrow leads that already came from `visible_to`."""

    q = filters.CharFilter(label=_("Search"), method="search")
    owner = filters.ModelMultipleChoiceFilter(
        label=_("Owner"), queryset=owners, widget=forms.CheckboxSelectMultiple, null_label=_("Nobody yet")
    )
    label = LabelFilter(label=_("Label"), queryset=lambda request: labels())
    source = filters.MultipleChoiceFilter(label=_("Source"), widget=forms.CheckboxSelectMultiple)
    status = filters.MultipleChoiceFilter(
        label=_("Status"), choices=Lead.Status.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Lead
        fields = []

    BAR = [
        ("user", _("Owner"), ["owner"]),
        ("tag", _("Label"), ["label"]),
        ("globe", _("Source"), ["source"]),
        ("half", _("Status"), ["status"]),
        ("search", _("Search"), ["q"]),
    ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["source"].extra["choices"] = sources_for(self.request.user)

    def search(self, leads, _name, text):
        """In name, company, e-mail and notes."""
        return leads.filter(
            Q(name__icontains=text)
            | Q(company_name__icontains=text)
            | Q(email__icontains=text)
            | Q(notes__icontains=text)
        )


class CompanyFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Search companies"), method="search")

    class Meta:
        model = Company
        fields = []

    def search(self, companies, _name, text):
        """In name, website, industry and city."""
        return companies.filter(
            Q(name__icontains=text) | Q(domain__icontains=text) | Q(industry__icontains=text) | Q(city__icontains=text)
        )


class ContactFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Search contacts"), method="search")

    class Meta:
        model = Contact
        fields = []

    def search(self, contacts, _name, text):
        """In name, e-mail, job title and company."""
        return contacts.filter(
            Q(name__icontains=text)
            | Q(email__icontains=text)
            | Q(job_title__icontains=text)
            | Q(company__name__icontains=text)
        )
