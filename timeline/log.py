"""The one door through which things that happened enter the log."""

from django.db import transaction

from timeline.models import Event, subject_key


def record(
    verb, subject, *, by, about=(), changes=None, details=None, owner=None, operation=None, undoes=None, live=None
):
    """Write what happened to `subject`, in the transaction of the action that did it; returns the Event.

    `changes` maps field names to [old, new]; `about` names further records whose timelines show it; `owner` is the
    user whose visibility decides who may know; `live` is the payload for open boards, published after commit.
    """
    event = Event.objects.create(
        verb=verb,
        subject=subject_key(subject),
        about=[subject_key(subject), *(subject_key(other) for other in about if other)],
        actor=by,
        changes=changes or {},
        details=details or {},
        owner=owner,
        team_path=owner.team_path if owner else "",
        operation=operation,
        undoes=undoes,
    )
    transaction.on_commit(lambda: announce(event, live), robust=True)
    return event


def announce(event, live):
    """Wake the listeners and tell the open boards; a lost word here is found again by the tick."""
