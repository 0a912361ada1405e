"""Companies and contacts, shared by leads and deals."""

from django.db import transaction

from accounts.fields.facts import columns_of, parted, set_fact
from leads.actions.words import changes_of, spoken
from leads.circles import refuse_circle
from leads.models import Company, Contact
from leads.phones import key_the_phone
from timeline.log import record


@transaction.atomic
def create_company(*, by, **facts):
    """Add a company."""
    company = Company.objects.create(**parted(facts))
    record("company.created", company, by=by, details={"name": company.name}, owner=company.owner)
    return company


@transaction.atomic
def edit_company(company, *, by, **facts):
    """Change facts of a company; raises ValidationError where a parent would stand in a circle."""
    if facts.get("parent"):
        refuse_circle(company, facts["parent"])
    return write(Company.objects.select_for_update(of=("self",)).get(pk=company.pk), "company.edited", facts, by)


@transaction.atomic
def note_on_record(thing, *, text, by):
    """Put a note on the timeline of a company or contact and return its event."""
    return record(
        f"{thing._meta.model_name}.noted", thing, by=by, details={"name": thing.name, "text": text}, owner=thing.owner
    )


@transaction.atomic
def create_contact(*, by, **facts):
    """Add a contact."""
    contact = Contact(**parted(facts))
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
        set_fact(thing, name, facts[name])
    keyed = key_the_phone(thing, changes) if isinstance(thing, Contact) else []
    thing.save(update_fields=[*columns_of(changes), *keyed])
    record(verb, thing, by=by, changes=changes, details=details, owner=thing.owner)
    return thing
