"""The buying committee of a deal: who takes part in the decision, and as what."""

from django.db import transaction

from leads.actions.records import create_contact
from leads.models import Contact
from pipeline.actions.merging import events_of, merge_seen
from pipeline.actions.places import lock_deal
from timeline.log import record
from timeline.models import subject_key


def contact_named(name, deal, *, by):
    """The person of that name at the deal's company, else a new contact there."""
    known = (
        Contact.objects.visible_to(by).filter(company=deal.company_id, name__iexact=name) if deal.company_id else None
    )
    found = known and known.order_by("pk").first()
    return found or create_contact(by=by, name=name, company=deal.company, owner=deal.owner)


def add_to_committee(deal, *, name, role, by, stance=""):
    """Let the contact of that name, found or made, take part in a deal's decision; returns the event, if any."""
    with transaction.atomic():
        deal = lock_deal(deal)
        contact = contact_named(name, deal, by=by)
        event = write_role(deal, contact, role, by=by)
        return write_stance(deal, contact, stance, by=by) or event if stance else event


def give_role(deal, *, contact, role, by, seen=None):
    """Let somebody take part in a deal's decision, or change their part; returns the event, or None if it was so.

    `seen` is the part the writer saw: EditedMeanwhile where somebody else gave another one since then.
    """
    with transaction.atomic():
        deal = lock_deal(deal)
        ask_about(deal, contact, "deal.role", {"role": role}, seen)
        return write_role(deal, contact, role, by=by)


def take_stance(deal, *, contact, stance, by, seen=None):
    """Say where a member of the committee stands; returns the event, or None if it was so. `seen` as in `give_role`."""
    with transaction.atomic():
        deal = lock_deal(deal)
        ask_about(deal, contact, "deal.stance", {"stance": stance}, seen)
        return write_stance(deal, contact, stance, by=by)


def ask_about(deal, contact, verb, wish, seen):
    """Raise EditedMeanwhile where somebody else has given a member another part since the writer saw theirs."""
    member = deal.committee.filter(contact=contact).first()
    if member and seen is not None:
        events = events_of(deal, verb).filter(about__contains=[subject_key(contact)])
        merge_seen(member, wish, dict.fromkeys(wish, seen), deal=deal, events=events)


def write_role(deal, contact, role, *, by):
    """Somebody's part on a locked deal, in the caller's transaction."""
    member = deal.committee.filter(contact=contact).first()
    if member is None:
        member = deal.committee.create(contact=contact, role=role)
        return tell("deal.joined", deal, contact, by=by, role=member.get_role_display())
    if member.role == role:
        return None
    before, member.role = member.role, role
    member.save(update_fields=["role"])
    return tell("deal.role", deal, contact, by=by, changes={"role": [before, role]}, role=member.get_role_display())


def write_stance(deal, contact, stance, *, by):
    """Where a member stands on a locked deal, in the caller's transaction; nobody else stands anywhere."""
    member = deal.committee.filter(contact=contact).exclude(stance=stance).first()
    if member is None:
        return None
    before, member.stance = member.stance, stance
    member.save(update_fields=["stance"])
    said = {"stance": str(member.get_stance_display())}
    changes = {"stance": [before, stance]}
    return tell("deal.stance", deal, contact, by=by, changes=changes, role=member.get_role_display(), **said)


def take_out_of_committee(deal, *, contact, by):
    """Say that somebody has no part in a deal's decision; returns the event, or None if they had none."""
    with transaction.atomic():
        deal = lock_deal(deal)
        member = deal.committee.filter(contact=contact).first()
        if member is None:
            return None
        member.delete()
        return tell("deal.parted", deal, contact, by=by, role=member.get_role_display())


def tell(verb, deal, contact, *, by, role, changes=None, **said):
    about = (deal.company, contact)
    details = {"name": contact.name, "role": str(role)} | said
    return record(verb, deal, by=by, about=about, changes=changes, details=details, owner=deal.owner)
