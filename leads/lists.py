"""Labels and their sets, as lists admins keep, and the leads that carry them."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.fields.records import has_fields
from accounts.lists.kept import KeptList, keep, used_by
from kit import formats
from leads.models import Company, Contact, Label, LabelSet, Lead

PAGE = "leads:labels"


def leads_in_words(count):
    return ngettext("%(count)s lead", "%(count)s leads", count) % {"count": formats.number(count)}


def companies_in_words(count):
    return ngettext("%(count)s company", "%(count)s companies", count) % {"count": formats.number(count)}


def contacts_in_words(count):
    return ngettext("%(count)s contact", "%(count)s contacts", count) % {"count": formats.number(count)}


def leads_with(label):
    return f"{reverse('leads:list')}?label={label.pk}"


keep(KeptList(key="labels", model=Label, title=_("Labels"), verb="label", param="label", within="set", page=PAGE))
keep(KeptList(key="label-sets", model=LabelSet, title=_("Label sets"), verb="labelset", parts="labels", page=PAGE))
used_by(Lead, "label", words=leads_in_words, link=leads_with)
has_fields("lead", Lead, words=leads_in_words)
has_fields("company", Company, words=companies_in_words)
has_fields("contact", Contact, words=contacts_in_words)
