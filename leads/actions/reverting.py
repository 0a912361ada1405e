"""Undo: what one act wrote on leads is as it was before, unless somebody has changed it since."""

from datetime import timedelta

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.rights import LEADERS
from leads.actions.bulk import Outcome, lock_leads
from leads.actions.words import said
from leads.models import Lead
from leads.phones import key_the_phone
from timeline.log import record
from timeline.models import Event, subject_key
from timeline.outcomes import Report
from timeline.together import key_after, together

UNDO_WITHIN = timedelta(hours=24)
FACTS = {
    "lead.edited",
    "lead.taken",
    "lead.assigned",
    "lead.disqualified",
    "lead.returned",
    "lead.recycled",
}
undoers = {}  # verb: what takes such an event back, `undo(event, lead, by)`, returning the event that did


class CannotUndo(Exception):
    """Why this can no longer be undone, in one sentence."""


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


def refuse_if_too_late(event, by):
    if event.undone_by_id:
        raise CannotUndo(_("This was undone already."))
    if event.actor_id != by.pk and by.role not in LEADERS:
        raise CannotUndo(_("Only who did this, a manager or an admin can undo it."))
    if timezone.now() - event.happened_at > UNDO_WITHIN:
        raise CannotUndo(_("This is more than a day ago. Change it back by hand."))


def restore_facts(event, lead, *, by):
    """Every fact of the event as it was; none of them if one was changed since."""
    if any(said(lead, name) != wrote for name, (_was, wrote) in event.changes.items()):
        raise CannotUndo(_("%(name)s was changed since.") % {"name": lead.name})
    former_owner = lead.owner
    try:
        for name, (was, _wrote) in event.changes.items():
            setattr(lead, name, fact(name, was))
    except ObjectDoesNotExist as gone:
        raise CannotUndo(_("What was there before is not there any more.")) from gone
    lead.version += 1
    lead.save(update_fields=[*event.changes, *key_the_phone(lead, event.changes), "version"])
    changes = {name: [wrote, was] for name, (was, wrote) in event.changes.items()}
    details = {"version": lead.version, "name": lead.name, "undone": event.verb}
    owner = lead.owner or former_owner
    return record("lead.undone", lead, by=by, changes=changes, details=details, owner=owner, undoes=event)


def fact(name, was):
    """A fact as the log keeps it, as the lead holds it."""
    field = Lead._meta.get_field(name)
    if field.is_relation:
        return field.related_model.objects.get(pk=was) if was else None
    return None if was in ("None", None) and field.null else field.to_python(was)


def leads_to_take_back(by, bulk):
    """The leads of an act this person may see, or gave away by it."""
    events = list(Event.objects.of_bulk(bulk).filter(subject__startswith="lead:"))
    given = [number_of(event) for event in events if event.actor_id == by.pk and "owner" in event.changes]
    seen = Lead.objects.visible_to(by).values("pk")
    return Lead.objects.filter(Q(pk__in=seen) | Q(pk__in=given), pk__in=[number_of(event) for event in events])


def number_of(event):
    return int(event.subject.partition(":")[2])
