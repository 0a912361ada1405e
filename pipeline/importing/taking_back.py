"""Deals of a batch taken back: those made go, with their stays; changes to others are undone as on their page."""

from leads.importing.reverting import TakingBack
from leads.importing.unknown_people import take_people_back
from leads.models import Company, ImportChange
from pipeline.actions.undoing import CannotUndo, undo
from pipeline.models import Deal, DealLabelStay, StageVisit
from timeline.models import Event

PARTS = tuple((model._meta.db_table, "deal_id") for model in (StageVisit, DealLabelStay))
Fate = ImportChange.Fate


def note_change(batch, deal, line, events):
    """Remember which events changed a deal, with the facts before and after."""
    if not events:
        return
    before = {name: old for event in events for name, (old, _new) in event.changes.items()}
    after = {name: new for event in events for name, (_old, new) in event.changes.items()}
    after["events"] = [event.pk for event in events]
    ImportChange.objects.create(batch=batch, record="deal", record_id=deal.pk, line=line, before=before, after=after)


def take_back(batch, most):
    """Take back up to so many changes, those to known deals first; returns how many were looked at."""
    changed = ImportChange.objects.filter(batch=batch, record="deal", before__isnull=False, fate=Fate.STANDING)
    if found := list(changed.order_by("-id")[:100]):
        for change in found:
            change.fate = undone(change, by=batch.reverted_by)
            change.save(update_fields=["fate"])
        return len(found)
    return (
        TakingBack(Deal, "deal", batch, "{}", PARTS).take(most)
        or TakingBack(Company, "company", batch, "{}").take(most)
        or take_people_back(batch, most)
    )


def undone(change, *, by):
    """Undo what the batch did to one deal, the last first; kept if anything of it cannot be."""
    events = {event.pk: event for event in Event.objects.filter(pk__in=change.after["events"], undone_by=None)}
    try:
        for pk in reversed(change.after["events"]):
            if pk in events:
                undo(events[pk], by=by)
    except CannotUndo:
        return Fate.KEPT
    return Fate.RESTORED
