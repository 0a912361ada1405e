"""Companies and contacts, shared by leads and deals."""

from django.db import transaction

from leads.actions.words import changes_of, spoken
from leads.models import Company, Contact
from leads.phones import key_the_phone
from timeline.log import record


@transaction.atomic
def create_company(*, by, **facts):
    """Add a company."""
    company = Company.objects.create(**facts)
    record("company.created", company, by=by, details={"name": company.name}, owner=company.owner)
    return company


@transaction.atomic
def edit_company(company, *, by, **facts):
    """Change facts of a company."""
    return write(Company.objects.select_for_update(of=("self",)).get(pk=company.pk), "company.edited", facts, by)


@transaction.atomic
def create_contact(*, by, **facts):
    """Add a contact."""
    contact = Contact(**facts)
    key_the_phone(contact, facts)
    contact.save(force_insert=True)
    record(
        "contact.created", contact, by=by, about=(contact.company,), details={"name": contact.name}, owner=contact.owner
    )
    return contact


@transaction.atomic
def edit_contact(contact, *, by, **facts):
    """Change facts of a contact."""
    return write(Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk), "contact.edited", facts, by)


def write(thing, verb, facts, by):
    changes = changes_of(thing, facts)
    if not changes:
        return thing
    details = {"name": thing.name, "said": spoken(thing, {name: facts[name] for name in changes})}
    for name in changes:
        setattr(thing, name, facts[name])
    keyed = key_the_phone(thing, changes) if isinstance(thing, Contact) else []
    thing.save(update_fields=[*changes, *keyed])
    record(verb, thing, by=by, changes=changes, details=details, owner=thing.owner)
    return thing
