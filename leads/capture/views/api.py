"""The door of programs: one lead as JSON, by a key."""

import json
import uuid

from django.http import JsonResponse
from django.utils.translation import gettext as _

from accounts.keys.door import UNPROCESSABLE, Door, for_programs, key_for, refuse, too_many
from accounts.models import ApiKey
from leads.capture.actions import hand_in_by_key
from leads.capture.counting import KEY_LIMIT, Refused, TooMany
from leads.capture.handed_in import sent_in

OPERATIONS = uuid.UUID("6f0b6c2e-7b0a-5d53-9f0e-6d0f6b6b2c11")
LONGEST_KEY = 200


@for_programs("POST")
def capture(request):
    """Take one lead: 201, or 200 when this Idempotency-Key was taken before.

    A key that only hands in does not hear which lead it became, for that would tell whether they were known.
    """
    key, refusal = key_of(request)
    return refusal or take_in(request, key)


def key_of(request):
    """The key a request came with, or the refusal of it."""
    return key_for(
        request,
        Door(
            name="capture-key",
            scope=ApiKey.Scope.CAPTURE,
            verb="lead.create",
            closed=_("This key may not hand in leads."),
            limit=KEY_LIMIT,
            too_often=_("More than %(limit)s leads a minute by this key."),
        ),
    )


def take_in(request, key):
    sent, wrong = sent_in(read(request), operation_of(request, key))
    if wrong:
        return refuse(UNPROCESSABLE, "invalid", _("Nothing was taken: correct these fields."), fields=wrong)
    try:
        submission, is_new = hand_in_by_key(key, sent)
    except TooMany as refusal:
        return too_many(str(refusal))
    except Refused:
        return refuse(UNPROCESSABLE, "key_reused", _("This Idempotency-Key was used for another lead."))
    return JsonResponse({"taken": submission.operation, "repeated": not is_new}, status=201 if is_new else 200)


def read(request):
    """The JSON of a request, or None."""
    try:
        return json.loads(request.body)
    except (ValueError, RecursionError):
        return None


def operation_of(request, key):
    """The same for the same Idempotency-Key of the same key; without one, each request is its own."""
    said = request.headers.get("Idempotency-Key", "")[:LONGEST_KEY]
    return uuid.uuid5(OPERATIONS, f"{key.pk}:{said}") if said else uuid.uuid4()
