"""The one door through which things that happened enter the log."""

from contextlib import contextmanager

from django.db import connection, transaction

from kit.prepared import Insert
from timeline import causes, wire
from timeline.live.publish import publish
from timeline.models import EntryState, Event, Outgoing, SetAside, subject_key
from timeline.together import current

CATCH_UP = "timeline.tasks.catch_up"
WHOLE_BOARD = {"board", "column"}
enter = Insert(Event)

# The columns of events that one SELECT makes by the thousand; each marks the event it undoes, if it undoes one.
SELECTED = "verb, subject, about, actor_id, changes, details, owner_id, team_path, undoes_id"
WRITE_SELECTED = """
WITH written AS (INSERT INTO timeline_event ({columns}) {select} RETURNING id, undoes_id)
UPDATE timeline_event SET undone_by_id = written.id FROM written WHERE timeline_event.id = written.undoes_id
"""


class AlreadyUndone(Exception):
    """Somebody else has undone this before."""


def record(
    verb, subject, *, by, about=(), changes=None, details=None, owner=None, operation=None, undoes=None, live=None
):
    """Write what happened to `subject`, in the transaction of the action that did it; returns the Event.

    `changes` maps field names to [old, new]; `about` names further records whose timelines show it; `owner` is the
    user whose visibility decides who may know; `undoes` is the event taken back, which is marked so (AlreadyUndone if
    somebody was faster); `live` is what open boards are told after commit, one dict or a list of them:
    {"board": pipeline id, "kind": "deal", "also": [further users whose viewers must hear], …what the page needs}.
    Inside `together` the event bears the act's id, and boards are told once; inside `caused_by` the name of the rule.
    """
    bulk = current.get()
    event = Event(
        verb=verb,
        subject=subject_key(subject),
        about=[subject_key(subject), *(subject_key(other) for other in about if other)],
        actor=by,
        changes=changes or {},
        details=(details or {}) | ({"bulk": str(bulk.key)} if bulk else {}) | causes.details(),
        owner=owner,
        team_path=owner.team_path if owner else "",
        operation=bulk.operation(verb, subject_key(subject)) if bulk and not operation else operation,
        undoes=undoes,
    )
    with transaction.atomic(savepoint=False):
        enter(event)
        follow(event)
        for payload in [live] if isinstance(live, dict) else live or []:
            tell_board_on_commit(event, payload)
        wire.poke_on_commit(CATCH_UP)  # after the boards: somebody is looking at them
    return event


def write(events):
    """Enter several events at once, as an import does, and wake the listeners when they are committed."""
    with transaction.atomic(savepoint=False):
        Event.objects.bulk_create(events, batch_size=1000)
        for event in events:
            follow(event)
        wire.poke_on_commit(CATCH_UP)


def write_selected(select, parameters):
    """Enter the events that a SELECT of the SELECTED columns makes, thousands at once, and wake the listeners."""
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute(WRITE_SELECTED.format(columns=SELECTED, select=select), parameters)
        wire.poke_on_commit(CATCH_UP)


def follow(event):
    """What an event that was just entered does to the one it undoes."""
    if event.undoes_id:
        mark_undone(event)


def mark_undone(undoing):
    first = Event.objects.filter(pk=undoing.undoes_id, undone_by=None).update(undone_by=undoing)
    if not first:
        raise AlreadyUndone
    undoing.undoes.undone_by = undoing


def take_along(events, undoing):
    """Mark further events of the act that `undoing` takes back: they stand no more."""
    events.filter(undone_by=None, undoes=None).update(undone_by=undoing)


def tell_board_on_commit(event, payload):
    message = dict(payload)
    board, kind, also = message.pop("board"), message.pop("kind", "deal"), message.pop("also", ())
    bulk = current.get()
    if bulk and kind == "deal":
        scopes = scopes_of(event.owner, *also)
        transaction.on_commit(lambda: bulk.hear(board, scopes, message["id"]))
        return
    scopes = None if kind in WHOLE_BOARD and not event.owner else scopes_of(event.owner)
    transaction.on_commit(lambda: publish(board, kind, message, scopes), robust=True)
    if left := set(scopes_of(*also)) - set(scopes or ()):
        tell_to_look(board, message, left)


def tell_to_look(board, message, scopes):
    """Those who may have seen it before learn that they must look again, and nothing of what became of it."""
    bare = {name: message[name] for name in ("id", "op") if name in message}
    transaction.on_commit(lambda: publish(board, "deal", bare, sorted(scopes)), robust=True)


def scopes_of(*owners):
    """Who may hear: those who see one of these owners."""
    return [(owner.pk, owner.team_path) for owner in owners if owner]


@contextmanager
def erasing():
    """Let this transaction remove events, for the removal of sample data and erasure on request; nothing else may."""
    with transaction.atomic():
        set_erasing("on")
        yield
        set_erasing("off")


def erase(events):
    """Remove these events with everything that hangs on them; only for sample data and erasure on request."""
    with erasing():
        ids = list(events.values_list("pk", flat=True))
        SetAside.objects.filter(event__in=ids).delete()
        EntryState.objects.filter(event__in=ids).delete()
        Outgoing.objects.filter(event__in=ids).delete()
        Event.objects.filter(undone_by__in=ids).update(undone_by=None)
        Event.objects.filter(undoes__in=ids).update(undoes=None)
        erased = Event.objects.filter(pk__in=ids)
        return erased._raw_delete(erased.db)


def set_erasing(value):
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('kariz.erasing', %s, true)", [value])
