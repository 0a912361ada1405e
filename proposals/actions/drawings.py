"""What waits to be drawn: asked for in a transaction, claimed with a lease, settled once whatever dies meanwhile."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from proposals.models import Drawing
from timeline import wire

DRAW = "proposals.tasks.draw_waiting"
LEASE = timedelta(seconds=100)  # the room ends a drawing after 20 seconds; a cold one needs some more to begin
MOST_ATTEMPTS = 3


def ask_for(version, kind, *, by, **details):
    """Ask for one paper of a version, in the caller's transaction; asking again while it waits is no fault."""
    drawing, _is_new = Drawing.objects.waiting().get_or_create(
        version=version, kind=kind, defaults={"asked_by": by, "details": details}
    )
    wire.poke_on_commit(DRAW)
    return drawing


def claim_drawing():
    """Take the oldest drawing nobody holds, for the length of a lease; None where nothing waits."""
    with transaction.atomic():
        drawing = Drawing.objects.due().select_for_update(skip_locked=True).first()
        if drawing:
            Drawing.objects.filter(pk=drawing.pk).update(lease_until=Now() + LEASE, attempts=F("attempts") + 1)
            drawing.attempts += 1
    return drawing


def settle_drawing(drawing, problem=""):
    """Write down how it went, in the caller's transaction; False where somebody else has taken over."""
    mine = Drawing.objects.waiting().filter(pk=drawing.pk, attempts=drawing.attempts)
    return bool(mine.update(settled_at=Now(), lease_until=None, problem=str(problem)[:300]))
