"""What the log tells: the timeline of a record, and the state of the machine room."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Min, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kit import formats
from timeline import above, listeners
from timeline.causes import rule_of
from timeline.models import Cursor, Event, Outgoing, SetAside
from timeline.sentences import NOTES, QUIET, actor_of, parts, sentence_of, spell_out, verbs_of

COUNTED_EVENTS = 10_000


@dataclass(frozen=True)
class Entry:
    """One line of a timeline; `happened_at` is local to the reader, `undone_by` the name of who took it back.

    `about` names the records it tells of; `of` is the one to be named beside it, as (what it is called, its page).
    """

    event_id: int
    happened_at: datetime
    actor: str
    verb: str
    icon: str
    kind: str
    sentence: SafeString
    note: str
    undone_by: str
    about: tuple = ()
    of: tuple | None = None
    rule: str = ""

    @property
    def day(self) -> date:
        return self.happened_at.date()

    @property
    def day_words(self) -> str:
        distance = (self.day - timezone.localdate()).days
        return {0: _("Today"), -1: _("Yesterday")}.get(distance) or formats.day(self.happened_at)


def timeline_of(record, viewer=None, *, limit=50, kind="", also=()):
    """What happened to a record, newest first, as far as `viewer` may know it; `kind` is notes, changes or all.

    Whoever sees the record sees its own events and those of its parts, whoever owned it then; events of other records
    that only concern it (a deal on a company's timeline) need a viewer who may see their owner. `also` are the names of
    what was merged into it, whose own events are its own now.
    """
    events = Event.objects.about(record, *also).filter(undoes=None).select_related("actor", "undone_by__actor")
    owner_ids = above.visible_owner_ids(viewer) if viewer else []
    if owner_ids is not None:
        events = events.owned_within(record, owner_ids, parts, also)
    return [as_entry(event) for event in events.filter(of_kind(kind))[:limit]]


def timeline_around(names, *, limit=50, kind=""):
    """What happened to any of these records, by their names in the log, newest first; the viewer sees all of them.

    Of what only concerns them it tells the parts that have no page of their own; other records speak for themselves.
    """
    told = Q(subject__in=names)
    for part in parts:
        told |= Q(subject__startswith=f"{part}:")
    events = Event.objects.filter(told, about__overlap=names, undoes=None).select_related("actor", "undone_by__actor")
    return [as_entry(event) for event in events.filter(of_kind(kind)).order_by("-happened_at", "-id")[:limit]]


def of_kind(kind):
    if kind == NOTES:
        return Q(verb__in=verbs_of(NOTES))
    return ~Q(verb__in=verbs_of(QUIET) + (verbs_of(NOTES) if kind else []))


def as_entry(event):
    sentence = sentence_of(event.verb)
    undoing = event.undone_by
    return Entry(
        event_id=event.pk,
        happened_at=timezone.localtime(event.happened_at),
        actor=str(actor_of(event)),
        verb=event.verb,
        icon=sentence.icon,
        kind=sentence.kind,
        sentence=spell_out(event, sentence),
        note=str(sentence.note(event)),
        undone_by=undoing.actor.name if undoing and undoing.actor else "Kariz" if undoing else "",
        about=(event.subject, *event.about),
        rule=rule_of(event),
    )


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
