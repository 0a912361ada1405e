"""Whom of a deal or a lead letters go to and come from."""

from functools import reduce
from operator import or_

from django.db.models import Q

from leads.folding import email_key
from pipeline.models import Deal

MOST_ASKED = 10


def address_for(about):
    """Where letters about a deal or lead go: its person's address, empty when there is none."""
    person = about.contact if isinstance(about, Deal) else about
    return person.email if person else ""


def people_of(about):
    """Whom one may write to: the person, and for a deal its buying committee."""
    people = contacts_of(about) if isinstance(about, Deal) else [about]
    return [person for person in people if person.email]


def contacts_of(about):
    committee = about.committee.select_related("contact") if isinstance(about, Deal) else ()
    return [person for person in (about.contact, *(part.contact for part in committee)) if person]


def person_of(about, addresses):
    """Whom of a deal or lead, of its buying committee or its company these addresses belong to, None for a stranger."""
    keys = {email_key(address) for address in addresses if address}
    if known := next((person for person in contacts_of(about) if email_key(person.email) in keys), None):
        return known
    if not addresses or not about.company_id:
        return None
    return about.company.contacts.filter(any_of("email", addresses[:MOST_ASKED]), merged_into=None).first()


def any_of(field, addresses):
    return reduce(or_, (Q(**{f"{field}__iexact": address}) for address in addresses))
