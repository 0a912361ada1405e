"""The buying committee of a deal: who takes part in the decision, and as what."""

from django.db import transaction

from leads.actions.records import create_contact
from leads.models import Contact
from pipeline.actions.places import lock_deal
from timeline.log import record


def contact_named(name, deal, *, by):
    """The person of that name at the deal's company, else a new contact there."""
    known = (
        Contact.objects.visible_to(by).filter(company=deal.company_id, name__iexact=name) if deal.company_id else None
    )
    found = known and known.order_by("pk").first()
    return found or create_contact(by=by, name=name, company=deal.company, owner=deal.owner)


def add_to_committee(deal, *, name, role, by):
    """Let the contact of that name, found or made, take part in a deal's decision; returns the event, if any."""
    with transaction.atomic():
        deal = lock_deal(deal)
        return write_role(deal, contact_named(name, deal, by=by), role, by=by)


def give_role(deal, *, contact, role, by):
    """Let somebody take part in a deal's decision, or change their part; returns the event, or None if it was so."""
    with transaction.atomic():
        return write_role(lock_deal(deal), contact, role, by=by)


def write_role(deal, contact, role, *, by):
    """The same on a locked deal, in the caller's transaction."""
    member = deal.committee.filter(contact=contact).first()
    if member is None:
        member = deal.committee.create(contact=contact, role=role)
        return tell("deal.joined", deal, contact, by=by, role=member.get_role_display())
    if member.role == role:
        return None
    before, member.role = member.role, role
    member.save(update_fields=["role"])
    return tell("deal.role", deal, contact, by=by, changes={"role": [before, role]}, role=member.get_role_display())


def take_out_of_committee(deal, *, contact, by):
    """Say that somebody has no part in a deal's decision; returns the event, or None if they had none."""
    with transaction.atomic():
        deal = lock_deal(deal)
        member = deal.committee.filter(contact=contact).first()
        if member is None:
            return None
        member.delete()
        return tell("deal.parted", deal, contact, by=by, role=member.get_role_display())


def tell(verb, deal, contact, *, by, role, changes=None):
    about = (deal.company, contact)
    details = {"name": contact.name, "role": str(role)}
    return record(verb, deal, by=by, about=about, changes=changes, details=details, owner=deal.owner)
