"""Leads, companies and contacts as the search of every page finds them."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.search.kinds import Hit, Kind, make_searchable
from leads.folding import fold
from leads.models import Company, Contact, Lead
from leads.searching import is_called

LOOKED_AT = 40  # of those called so, the newest; the nearest of them are shown


def find_leads(text, user, most):
    """The leads called so; those that are worked first."""
    found = called(Lead, text, user)
    near = nearest(found, text, most, later=lambda lead: not lead.is_worked)
    return hits(near, "leads:lead", lambda lead: (lead.company_name, lead.get_status_display()))


def find_companies(text, user, most):
    """The companies called so."""
    near = nearest(called(Company, text, user), text, most)
    return hits(near, "leads:company", lambda company: (company.city, company.country))


def find_contacts(text, user, most):
    """The contacts called so."""
    near = nearest(called(Contact, text, user), text, most)
    return hits(near, "leads:contact", lambda contact: (contact.job_title, contact.email))


def called(model, text, user):
    records = model.objects.visible_to(user).filter(is_called(model._meta.model_name, text))
    return records.order_by("-pk")[:LOOKED_AT]


def nearest(records, text, most, *, name=lambda record: record.name, later=lambda record: False):
    """Those that begin with the text, then those that have it later on, each group newest first."""
    key = fold(text)
    return sorted(records, key=lambda record: (later(record), not fold(name(record)).startswith(key)))[:most]


def hits(records, url_name, words):
    """The records as hits, with what says more of each, as far as there is something."""
    return [Hit(one.name, ", ".join(filter(None, words(one))), reverse(url_name, args=[one.pk])) for one in records]


make_searchable(
    Kind("leads", _("Leads"), "users", find_leads, 2, "leads:list"),
    Kind("companies", _("Companies"), "building", find_companies, 3, "leads:companies"),
    Kind("contacts", _("Contacts"), "user", find_contacts, 4, "leads:contacts"),
)
