"""What leaves the house: written down in the action's own transaction, claimed with a lease, sent under a fixed id.

A crash between the mail server's yes and our note of it sends the mail again after the lease, with the same
Message-ID. Nothing is locked while a mail server is talked to, so a slow one holds up neither the log nor anybody else.
"""

import logging
import time
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from timeline import wire
from timeline.emails import as_email, final_refusal, let_go
from timeline.leases import PAUSES
from timeline.models import Outgoing

SEND_OUTGOING = "timeline.tasks.send_outgoing"
# A task claims during its first 20 s and is killed after 60 s, so no sender outlives its lease.
CLAIMING_SECONDS = 20
TASK_SECONDS = 60
LEASE = timedelta(seconds=75)
MOST_ATTEMPTS = len(PAUSES) + 1

log = logging.getLogger("kariz.outgoing")
carriers = {}
asked_before = []
told_of_failures = []


class NobodyThere(Exception):
    """The message has nobody to go to, or must not go any more: it is dropped and not tried again."""

    def settle(self):
        """What follows from that, in the commit that drops the message."""


class HeldBack(NobodyThere):
    """What the message is about, or whom it goes to, was thrown away: it leaves only if somebody sends it after all."""

    def __init__(self):
        super().__init__(Outgoing.HELD)


def carry(kind):
    """Register who carries messages of a kind: a function of the Outgoing that raises what went wrong.

    It may be called again for the same message, and should hand over the same `message_id` then.
    """

    def register(carrier):
        carriers[kind] = carrier
        return carrier

    return register


def before_leaving(look):
    """Register who looks at a message right before it leaves: a function of it, NobodyThere where it must not."""
    asked_before.append(look)
    return look


def when_given_up(tell):
    """Register who hears, in the same commit, that a message was given up: a function of it and of the reason."""
    told_of_failures.append(tell)
    return tell


def queue_email(*, key, to, subject, text, html="", files=(), event=None, available_at=None, message_id=None, **more):
    """Put one e-mail on its way, once per `key` however often it is asked.

    `to` is an address or a list of them; `files` are to be attached: texts as {"name", "type", "text"}, bytes with
    "base64" in place of the text, kept until they have left. It leaves after this transaction has committed and not
    before `available_at`; it is dropped when `event` has been undone by then.
    `message_id` is the UUID its Message-ID begins with; `more` is what timeline.emails knows, such as `reply_to`.
    """
    payload = {
        "to": [to] if isinstance(to, str) else list(to),
        "subject": str(subject),
        "text": str(text),
        "html": str(html),
    } | more
    if files:
        payload["files"] = list(files)
    mail = Outgoing.Kind.EMAIL
    queue(mail, key=key, payload=payload, event=event, available_at=available_at, message_id=message_id)


def queue(kind, *, key, payload, event=None, available_at=None, message_id=None):
    """Put one message on its way by the carrier of its kind, under the same promises as an e-mail."""
    message = Outgoing(kind=kind, key=key, payload=payload, event=event)
    message.available_at = available_at or message.available_at
    message.message_id = message_id or message.message_id
    with transaction.atomic(savepoint=False):
        Outgoing.objects.bulk_create([message], ignore_conflicts=True)
        wire.poke_on_commit(SEND_OUTGOING)


def send_after_all(message, *, event, available_at):
    """Put a message that was dropped on its way again, as new, because of another event."""
    begun = {"event": event, "available_at": available_at, "attempts": 0, "last_error": ""}
    with transaction.atomic(savepoint=False):
        Outgoing.objects.filter(pk=message.pk).exclude(dropped_at=None).update(dropped_at=None, **begun)
        wire.poke_on_commit(SEND_OUTGOING)


def send_waiting(seconds=CLAIMING_SECONDS):
    """Send what is due, one after the other, for at most `seconds` of new claims; returns how many were sent."""
    until = time.monotonic() + seconds
    sent = 0
    while time.monotonic() < until and (message := claim()):
        sent += deliver(message)
    return sent


def claim():
    """Take the oldest message that is due, for the length of a lease; None when nothing is."""
    with transaction.atomic():
        message = Outgoing.objects.due().select_for_update(skip_locked=True, of=("self",)).first()
        if message:
            Outgoing.objects.filter(pk=message.pk).update(lease_until=Now() + LEASE, attempts=F("attempts") + 1)
            message.attempts += 1
    return message


def deliver(message):
    """Send a claimed message and note how it went; says whether it left."""
    if message.event and message.event.undone_by_id:
        settle(message, dropped_at=Now())
    elif message.attempts > MOST_ATTEMPTS:
        give_up(message, message.last_error or "The sender died each time.")
    else:
        return send(message)
    return False


def send(message):
    try:
        for look in asked_before:
            look(message)
        carriers[message.kind](message)
    except NobodyThere as gone:
        drop(message, gone)
        return False
    except Exception as error:
        put_off(message, error)
        return False
    settle(message, sent_at=Now(), last_error="", **let_go(message.payload))
    return True


def drop(message, gone):
    with transaction.atomic():
        if settle(message, dropped_at=Now(), last_error=str(gone)[:500]):
            gone.settle()


def put_off(message, error):
    """Note a failure and wait, longer each time; after the last attempt, or a refusal for good, give up."""
    log.warning("Outgoing message %s failed at attempt %s: %s", message.pk, message.attempts, type(error).__name__)
    reason = f"{type(error).__name__}: {error}"[:500]
    refusal = final_refusal(error)
    if refusal or message.attempts >= MOST_ATTEMPTS:
        give_up(message, reason, refusal)
    else:
        settle(message, available_at=Now() + PAUSES[message.attempts - 1], last_error=reason)


def give_up(message, reason, refusal=""):
    """Try it no more, and tell whoever wanted to hear of that, once."""
    with transaction.atomic():
        if settle(message, failed_at=Now(), last_error=reason):
            for tell in told_of_failures:
                tell(message, refusal or reason)


def settle(message, **outcome):
    """Write down the outcome and give the lease back, unless another sender has taken over since; says whether."""
    return (
        Outgoing.objects.waiting().filter(pk=message.pk, attempts=message.attempts).update(lease_until=None, **outcome)
    )


@carry(Outgoing.Kind.EMAIL)
def send_email(message):
    as_email(message).send()
