"""Who listens to the log, and how far each has read.

A listener reads on from its own position and moves it in the transaction of its effects, so every effect inside the
database happens exactly once, in order, whatever is killed when. Each app says in its `listeners.py` what it does:

    @listen("forecasting", verbs=["deal."])
    def follow_the_deals(events): ...
"""

import logging
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from itertools import takewhile

from django.db import DatabaseError, transaction
from django.db.models.functions import Now

from timeline.models import Cursor, Event, OldestRunning, SetAside

UNDO_WINDOW = timedelta(seconds=10)
BATCH = 200
MOST_TRIES = 5
FIRST_PAUSE = timedelta(seconds=5)
PAUSE_GROWTH = 5
CATCH_UP_SECONDS = 30

log = logging.getLogger("kariz.listeners")
registry = {}


@dataclass(frozen=True)
class Listener:
    """One reader of the log: `handle` gets a list of Events in reading order, at most `batch` of them."""

    name: str
    handle: Callable
    verbs: tuple
    respects_undo: bool
    batch: int
    from_beginning: bool

    def wants(self, event):
        return event.verb.startswith(self.verbs) and (event.stands or not self.respects_undo)


def listen(name, *, verbs=("",), respects_undo=False, batch=BATCH, from_beginning=False):
    """Register a listener for the verbs that begin with one of `verbs` (all by default).

    The handler gets up to `batch` events at once, inside one transaction; if it fails it is called again with each
    event alone, and the one that fails is set aside and tried again later: so it must not count on having seen an
    earlier event of the same record. With `respects_undo` it hears ten seconds late and never of what was undone.
    A new listener starts at the head of the log, or at its beginning if `from_beginning`.
    """

    def register(handle):
        registry[name] = Listener(name, handle, tuple(verbs), respects_undo, batch, from_beginning)
        return handle

    return register


def catch_up(only=None, seconds=CATCH_UP_SECONDS, undo_window=UNDO_WINDOW):
    """Let the listeners (all, or those named) read until the log is dry or the `seconds` are over."""
    until = time.monotonic() + seconds
    for listener in [registry[name] for name in only or registry]:
        try:
            retry_set_aside(listener)
            while time.monotonic() < until and read_on(listener, undo_window):
                pass
        except DatabaseError:
            log.exception("Listener %s lost the database; it reads the same events again.", listener.name)


def read_on(listener, undo_window=UNDO_WINDOW):
    """Handle the next batch and move the position, in one transaction; says whether there may be more."""
    with transaction.atomic():
        cursor = take_turn(listener)
        events = next_events(listener, cursor, undo_window) if cursor else []
        if not events:
            return False
        handle(listener, [event for event in events if listener.wants(event)])
        cursor.transaction, cursor.event_id = events[-1].transaction, events[-1].pk
        cursor.save(update_fields=["transaction", "event_id", "moved_at"])
    return True


def take_turn(listener):
    """The listener's position, locked until the transaction ends; None while another worker has it."""
    if not Cursor.objects.filter(listener=listener.name).exists():
        Cursor.objects.bulk_create([first_position(listener)], ignore_conflicts=True)
    return Cursor.objects.select_for_update(skip_locked=True).filter(listener=listener.name).first()


def first_position(listener):
    # Before the oldest running transaction, not at the last event: what is being written right now is still heard.
    start = 0 if listener.from_beginning else OldestRunning()
    return Cursor(listener=listener.name, transaction=start, event_id=0)


def next_events(listener, cursor, undo_window):
    """What follows the position. A second statement, so its snapshot is younger than the lock."""
    following = Event.objects.settled().after(cursor.transaction, cursor.event_id).annotate(now=Now())
    events = list(following[: listener.batch])
    return old_enough(events, undo_window) if listener.respects_undo else events


def old_enough(events, undo_window):
    """Stops at the first that may still be undone: numbers and times do not rise in step, so the rest must wait too."""
    return list(takewhile(lambda event: event.happened_at <= event.now - undo_window, events))


def handle(listener, events):
    if events and not attempt(listener, events):
        for event in events:
            if error := complaint(listener, event):
                set_aside(listener, event, error)


def attempt(listener, events):
    try:
        with transaction.atomic():
            listener.handle(events)
    except Exception:
        log.warning("Listener %s failed on %s events; trying them one by one.", listener.name, len(events))
        return False
    return True


def complaint(listener, event):
    """What went wrong when the event was handled alone, or nothing."""
    try:
        with transaction.atomic():
            listener.handle([event])
    except Exception:
        return traceback.format_exc(limit=-8)[-4000:]
    return ""


def set_aside(listener, event, error):
    log.error("Listener %s cannot handle event %s; it is set aside.", listener.name, event.pk)
    SetAside.objects.create(listener=listener.name, event=event, tries=1, error=error, retry_at=Now() + FIRST_PAUSE)


def retry_set_aside(listener):
    """Try again what failed before and whose pause is over, in the listener's own turn."""
    due = SetAside.objects.filter(listener=listener.name, parked=False, retry_at__lte=Now())
    if not due.exists():
        return
    with transaction.atomic():
        if take_turn(listener):
            for failure in due.select_related("event").order_by("event_id")[: listener.batch]:
                retry(listener, failure)


def retry(listener, failure):
    error = complaint(listener, failure.event) if listener.wants(failure.event) else ""
    if not error:
        failure.delete()
        return
    failure.tries += 1
    failure.error = error
    failure.parked = failure.tries >= MOST_TRIES
    failure.retry_at = Now() + FIRST_PAUSE * PAUSE_GROWTH ** (failure.tries - 1)
    failure.save()
