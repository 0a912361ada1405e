"""What people do in the machine room."""

from django.db import transaction
from django.db.models.functions import Now

from timeline import wire
from timeline.log import CATCH_UP, record
from timeline.outgoing import SEND_OUTGOING


@transaction.atomic
def hear_again(failure, *, by):
    """Let a listener try an event again that was set aside, as if for the first time."""
    failure.tries, failure.parked, failure.retry_at = 0, False, Now()
    failure.save(update_fields=["tries", "parked", "retry_at"])
    wire.poke_on_commit(CATCH_UP)
    return record("event.retried", failure.event, by=by, details={"listener": failure.listener})


@transaction.atomic
def send_again(message, *, by):
    """Send a mail that was given up, under the same Message-ID."""
    message.attempts, message.failed_at, message.available_at = 0, None, Now()
    message.save(update_fields=["attempts", "failed_at", "available_at"])
    wire.poke_on_commit(SEND_OUTGOING)
    return record("outgoing.retried", message, by=by, details={"key": message.key})
