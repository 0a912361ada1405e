"""What people do with words on a timeline: comment, answer, correct, pin, take away and bring back."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.records import about
from timeline.entries import EDITABLE_FOR, words_of
from timeline.log import record
from timeline.models import EntryState, subject_key
from timeline.sentences import sentence_of

MOST_PINNED = 3


@transaction.atomic
def comment_on(thing, *, text, by):
    """Say something about a record; whoever sees it may."""
    return record("entry.commented", thing, by=by, about=about(thing), details={"text": text}, owner=thing.owner)


@transaction.atomic
def reply_to(event, thing, *, text, by):
    """Answer what somebody wrote; an answer to an answer stands below the same words."""
    under = event.details.get("under", event.pk)
    details = {"text": text, "under": under, "to": event.actor_id}
    below = type(event)(pk=under)
    return record("entry.replied", thing, by=by, about=about(thing, below), details=details, owner=thing.owner)


@transaction.atomic
def edit_entry(event, thing, *, text, by):
    """Correct one's own words while they are fresh; what they were stays to be read. Returns the event, if any."""
    state = locked(event, thing)
    if timezone.now() - event.happened_at >= EDITABLE_FOR:
        raise ValidationError(_("It is older than a day now, so it stays as it is. Answer below it instead."))
    old = words_of(event, sentence_of(event.verb), state)
    if old == text:
        return None
    state.text, state.edited_at = text, timezone.now()
    state.save(update_fields=["text", "edited_at"])
    return tell("entry.edited", event, thing, by=by, changes={"text": [old, text]})


@transaction.atomic
def pin_entry(event, thing, *, by):
    """Keep an entry on top of the timeline; returns the event, or None if it was there."""
    state = locked(event, thing)
    if state.pinned_at:
        return None
    pinned = EntryState.objects.filter(record=subject_key(thing), pinned_at__isnull=False, taken_at=None)
    if pinned.count() >= MOST_PINNED:
        raise ValidationError(_("Three entries are pinned already: unpin one first."))
    state.pinned_at = timezone.now()
    state.save(update_fields=["pinned_at"])
    return tell("entry.pinned", event, thing, by=by)


@transaction.atomic
def unpin_entry(event, thing, *, by):
    """Let an entry go back to its place; returns the event, or None if it was not pinned."""
    return clear(event, thing, "pinned_at", "entry.unpinned", by)


@transaction.atomic
def take_entry(event, thing, *, by):
    """Take what was written away; it can be brought back. Returns the event, or None if it was gone."""
    state = locked(event, thing)
    if state.taken_at:
        return None
    state.taken_at = timezone.now()
    state.save(update_fields=["taken_at"])
    return tell("entry.taken", event, thing, by=by)


@transaction.atomic
def bring_back_entry(event, thing, *, by):
    """Bring back what was taken away; returns the event, or None if it was there."""
    return clear(event, thing, "taken_at", "entry.restored", by)


def clear(event, thing, mark, verb, by):
    state = locked(event, thing)
    if getattr(state, mark) is None:
        return None
    setattr(state, mark, None)
    state.save(update_fields=[mark])
    return tell(verb, event, thing, by=by)


def locked(event, thing):
    """What became of the entry so far, locked until the transaction ends."""
    EntryState.objects.bulk_create([EntryState(event=event, record=subject_key(thing))], ignore_conflicts=True)
    return EntryState.objects.select_for_update().get(pk=event.pk)


def tell(verb, event, thing, *, by, changes=None):
    """Record it; the words of a correction are no text of their own, which a search would find after they are gone."""
    details = {"entry": event.pk}
    return record(verb, thing, by=by, about=(event,), changes=changes, details=details, owner=thing.owner)
