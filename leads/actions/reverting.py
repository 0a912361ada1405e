"""Undo: what one act wrote on leads is as it was before, unless somebody has changed it since."""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from leads.actions.bulk import Outcome, lock_leads
from leads.actions.restoring import CannotUndo, backwards, refuse_if_too_late, restore, said_backwards
from leads.actions.working import follow_status
from leads.models import Lead, Qualification
from leads.phones import key_the_phone
from timeline.log import record
from timeline.models import Event, subject_key
from timeline.outcomes import Report
from timeline.together import key_after, together

FACTS = {
    "lead.edited",
    "lead.taken",
    "lead.assigned",
    "lead.disqualified",
    "lead.returned",
    "lead.recycled",
}
undoers = {}  # verb: what takes such an event back, `undo(event, lead, by)`, returning the event that did


def take_back_with(verb, undo):
    """Register how events of a verb are taken back that wrote more than facts of the lead; it raises CannotUndo."""
    undoers[verb] = undo


def undo_bulk(bulk, *, by, leads):
    """Take back an act over leads, as far as these go; what cannot be undone stays and is reported.

    Raises CannotUndo when nothing can be.
    """
    with together(key_after(bulk, "undo")):
        locked = lock_leads(leads)
        events = lock_events(bulk, locked)
        found = {subject_key(lead): lead for lead in locked}
        outcomes = [attempt(event, found[event.subject], by=by) for event in reversed(events)]
    if not any(outcome.event for outcome in outcomes):
        raise CannotUndo(outcomes[0].refusal if outcomes else _("This cannot be undone."))
    return Report(bulk, outcomes[::-1])


def lock_events(bulk, leads):
    """The events of the act as they are now; the second of two undos waits here."""
    events = Event.objects.of_bulk(bulk).filter(undoes=None, subject__in=map(subject_key, leads))
    return list(events.filter(verb__in=FACTS | undoers.keys()).select_for_update(of=("self",)))


def attempt(event, lead, *, by):
    try:
        with transaction.atomic():
            return Outcome(lead, event=take_back(event, lead, by=by))
    except CannotUndo as refusal:
        return Outcome(lead, refusal=str(refusal))


def take_back(event, lead, *, by):
    """Undo an event of a locked lead; returns the event that did."""
    refuse_if_too_late(event, by)
    return undoers.get(event.verb, restore_facts)(event, lead, by=by)


def restore_facts(event, lead, *, by):
    """Every fact of the event as it was; none of them if one was changed since."""
    former_owner = lead.owner
    names = restore(lead, event, lead.name)
    lead.version += 1
    lead.save(update_fields=[*names, *key_the_phone(lead, event.changes), "version"])
    return tell(event, lead, by, lead.owner or former_owner, version=lead.version)


def restore_answers(event, lead, *, by):
    """The answers of the BANT sheet as they were, and the status that followed from them."""
    if lead.status == Lead.Status.CONVERTED:
        raise CannotUndo(_("%(name)s is a deal now: change the answers there.") % {"name": lead.name})
    sheet = Qualification.objects.select_for_update().get(pk=lead.qualification_id)
    sheet.save(update_fields=restore(sheet, event, lead.name))
    lead.qualification = sheet
    was, wrote = event.details.get("status", [None, None])
    if was and lead.status == wrote:
        lead.status = was
        lead.save(update_fields=["status"])
    elif lead.is_worked:
        follow_status(lead)
    return tell(event, lead, by, lead.owner)


take_back_with("lead.qualified", restore_answers)


def tell(event, lead, by, owner, **details):
    details |= {"name": lead.name, "undone": event.verb, "said": said_backwards(event)}
    return record("lead.undone", lead, by=by, changes=backwards(event), details=details, owner=owner, undoes=event)


def leads_to_take_back(by, bulk):
    """The leads of an act this person may see, or gave away by it."""
    events = list(Event.objects.of_bulk(bulk).filter(subject__startswith="lead:"))
    given = [number_of(event) for event in events if event.actor_id == by.pk and "owner" in event.changes]
    seen = Lead.objects.visible_to(by).values("pk")
    return Lead.objects.filter(Q(pk__in=seen) | Q(pk__in=given), pk__in=[number_of(event) for event in events])


def number_of(event):
    return int(event.subject.partition(":")[2])
