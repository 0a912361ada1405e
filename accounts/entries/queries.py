"""Entries of a timeline, as far as somebody may see them."""

from django.http import Http404

from accounts.records import kinds, record_named
from timeline.models import Event
from timeline.sentences import parts, sentence_of


def entry_seen(user, pk):
    """(the event, its record) of what somebody wrote on a record this person sees; 404 for anything else."""
    events = Event.objects.filter(pk=pk, undoes=None, undone_by=None).select_related("actor", "state")
    event = events.first()
    record = home_of(event, user) if event and sentence_of(event.verb).is_written else None
    if record is None:
        raise Http404
    return event, record


def home_of(event, user):
    """The record on whose timeline an entry belongs: its own, or for a part what that part is about."""
    kind = event.subject.partition(":")[0]
    if kind in kinds:
        return record_named(event.subject, user)
    named = [name for name in event.about if name.partition(":")[0] in kinds] if kind in parts else []
    return record_named(named[0], user) if named else None


def versions_of(event):
    """[(when, the words until or since then)] of an entry, the newest first."""
    edits = Event.objects.filter(about__contains=[f"event:{event.pk}"], verb="entry.edited").order_by("-id")
    edits = list(edits)
    if not edits:
        return []
    newer = [(edit.happened_at, edit.changes["text"][1]) for edit in edits]
    return [*newer, (event.happened_at, edits[-1].changes["text"][0])]
