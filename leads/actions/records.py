"""Companies and contacts, shared by leads and deals."""

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.fields.facts import columns_of, parted, set_fact
from leads.actions.words import changes_of, spoken
from leads.models import Company, Contact
from leads.phones import key_the_phone
from leads.queries_records import ids_above
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


def refuse_circle(company, parent):
    """No company is above itself; whoever gives one a parent waits for the others that do, before any row is locked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('leads.company.parent'))")
    if company.pk in {parent.pk, *ids_above(parent)}:
        names = {"parent": parent.name, "company": company.name}
        raise ValidationError({"parent": _("%(parent)s belongs to %(company)s, so it cannot be above it.") % names})


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
