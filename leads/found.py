"""Leads, companies and contacts as the search of every page finds them."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.search.kinds import Hit, Kind, make_searchable
from leads.models import Company, Contact, Lead

MOST_RECENT = 4


def load_leads(found, user):
    """Of these leads those this person may see."""
    return hits(Lead, found, user, said_of_lead, "company_name", "status")


def said_of_lead(company, status):
    return company, Lead.Status(status).label


def load_companies(found, user):
    """Of these companies those this person may see."""
    return hits(Company, found, user, lambda city, country: (city, country), "city", "country")


def load_contacts(found, user):
    """Of these contacts those this person may see."""
    return hits(Contact, found, user, said_of_contact, "job_title", "company__name", "email")


def said_of_contact(job_title, company, email):
    return job_title, company or email


def hits(model, found, user, said_of, *fields):
    """{id: Hit} of records, with what says more of each by these fields, as far as there is something."""
    rows = model.objects.visible_to(user).filter(pk__in=found).values_list("pk", "name", *fields)
    url_name = f"leads:{model._meta.model_name}"
    return {
        pk: Hit(name, ", ".join(str(word) for word in said_of(*more) if word), reverse(url_name, args=[pk]))
        for pk, name, *more in rows
    }


def recent_leads(user):
    """The newest leads this person works."""
    newest = Lead.objects.visible_to(user).working().filter(owner=user).order_by("-pk").values_list("pk", flat=True)
    ids = list(newest[:MOST_RECENT])
    loaded = load_leads(ids, user)
    return [loaded[pk] for pk in ids]


def ids_of(model):
    return lambda: model.objects.values_list("pk", flat=True)


make_searchable(
    Kind("lead", _("Leads"), "users", 2, ids_of(Lead), load_leads, "leads:list", recent_leads),
    Kind("company", _("Companies"), "building", 3, ids_of(Company), load_companies, "leads:companies"),
    Kind("contact", _("Contacts"), "user", 4, ids_of(Contact), load_contacts, "leads:contacts"),
)
