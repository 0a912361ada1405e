"""What the log tells: the timeline of a record, and the state of the machine room."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q
from django.db.models.functions import Now
from django.utils import timezone

from timeline import above, listeners
from timeline.entries import as_entry
from timeline.models import Cursor, Event, Outgoing, SetAside, subject_key
from timeline.sentences import parts, reply_verbs, verbs_under
from timeline.strands import newest

COUNTED_EVENTS = 10_000


def timeline_of(record, viewer=None, *, limit=50, kind="", also=(), before=None):
    """What happened to a record, newest first, as far as `viewer` may know it; `kind` is one of the filters, or all.

    Whoever sees the record sees its own events and those of its parts, whoever owned it then; events of other records
    that only concern it (a deal on a company's timeline) need a viewer who may see their owner. `also` are the names of
    what was merged into it, whose own events are its own now. `before` is the Place where the reading goes on. It costs
    the same however long the history is.
    """
    owner_ids = above.visible_owner_ids(viewer) if viewer else []
    ids = newest([subject_key(record), *also], verbs_under(kind), owner_ids, before, limit)
    return entries_of(Event.objects.filter(pk__in=ids).order_by("-happened_at", "-id")) if ids else []


def timeline_around(names, *, limit=50, kind="", before=None):
    """What happened to any of these records, by their names in the log, newest first; the viewer sees all of them.

    Of what only concerns them it tells the parts that have no page of their own; other records speak for themselves.
    """
    told = Q(subject__in=names)
    for part in parts:
        told |= Q(subject__startswith=f"{part}:")
    events = Event.objects.filter(told, about__overlap=names, undoes=None).filter(of_kind(kind))
    if before:
        earlier = Q(happened_at__lt=before.happened_at) | Q(happened_at=before.happened_at, id__lt=before.event_id)
        events = events.filter(earlier, happened_at__lte=before.happened_at)
    return entries_of(events.order_by("-happened_at", "-id")[:limit])


def entries_of(events):
    """These events as lines of a timeline, with the replies below each."""
    entries = [as_entry(event) for event in events.select_related("actor", "undone_by__actor", "state")]
    return with_replies(entries)


def with_replies(entries):
    """The same lines, those people wrote with what was answered to them, the oldest answer first."""
    asked = [f"event:{entry.event_id}" for entry in entries if entry.is_written]
    if not asked:
        return entries
    replies = {}
    said = Event.objects.filter(about__overlap=asked, verb__in=reply_verbs(), undoes=None)
    for event in said.select_related("actor", "undone_by__actor", "state").order_by("id"):
        replies.setdefault(event.details["under"], []).append(as_entry(event))
    return [replace(entry, replies=tuple(replies.get(entry.event_id, ()))) for entry in entries]


def pinned_on(names):
    """What is pinned to the timeline of a record, by its names in the log, the last pinned first."""
    pinned = Event.objects.filter(state__record__in=names, state__pinned_at__isnull=False, state__taken_at=None)
    found = pinned.filter(undone_by=None).select_related("actor", "undone_by__actor", "state")
    return [as_entry(event) for event in found.order_by("-state__pinned_at")]


def of_kind(kind):
    shown, verbs = verbs_under(kind)
    return Q(verb__in=verbs) if shown else ~Q(verb__in=verbs)


@dataclass(frozen=True)
class ListenerState:
    """How far a listener is behind: events not read yet (counted up to 10,000), and since when the oldest waits."""

    name: str
    waiting: int
    waiting_since: datetime | None
    moved_at: datetime | None
    set_aside: int

    @property
    def is_late(self):
        return self.waiting_since is not None and timezone.now() - self.waiting_since > timedelta(minutes=1)


@dataclass(frozen=True)
class OutgoingState:
    """Messages on their way: how many wait (and since when the oldest could have left), and how many were given up."""

    waiting: int
    waiting_since: datetime | None
    failed: int


def listener_states():
    cursors = {cursor.listener: cursor for cursor in Cursor.objects.all()}
    failures = dict(SetAside.objects.values_list("listener").annotate(Count("pk")))
    return [
        listener_state(listener, cursors.get(name), failures.get(name, 0))
        for name, listener in sorted(listeners.registry.items())
    ]


def listener_state(listener, cursor, set_aside):
    if not cursor:
        return ListenerState(listener.name, 0, None, None, set_aside)
    unread = Event.objects.after(cursor.transaction, cursor.event_id)
    if listener.respects_undo:
        unread = unread.filter(happened_at__lt=Now() - listeners.UNDO_WINDOW)
    behind = unread[:COUNTED_EVENTS].aggregate(count=Count("pk"), since=Min("happened_at"))
    return ListenerState(listener.name, behind["count"], behind["since"], cursor.moved_at, set_aside)


def outgoing_state():
    due = Outgoing.objects.waiting().filter(available_at__lte=Now())
    state = due.aggregate(count=Count("pk"), since=Min("available_at"))
    return OutgoingState(state["count"], state["since"], Outgoing.objects.failed().count())


def set_aside_events():
    """What listeners could not handle, the parked first."""
    return SetAside.objects.select_related("event").order_by("-parked", "-happened_at")


def failed_mails():
    """What was given up after the last attempt, newest first."""
    return Outgoing.objects.failed().order_by("-failed_at")
