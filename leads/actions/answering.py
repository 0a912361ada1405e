"""Who turned to whom last: the first touch by a person, touches nobody answered, and answers."""

from django.db import transaction
from django.utils import timezone

from leads.actions.editing import lock
from leads.models import Lead
from timeline.log import record

Status = Lead.Status
COUNTED = ["last_touch_at", "first_response_at", "unanswered_touches", "unanswered_since", "status"]


def count_touch(lead):
    """Somebody turned to a locked lead: the first time is the response they waited for."""
    now = timezone.now()
    lead.last_touch_at, lead.first_response_at = now, lead.first_response_at or now
    lead.unanswered_touches, lead.unanswered_since = lead.unanswered_touches + 1, lead.unanswered_since or now
    lead.status = Status.WORKING if lead.status == Status.NEW else lead.status
    lead.save(update_fields=COUNTED)


def count_answer(lead):
    """A locked lead has answered: no touch is unanswered any more."""
    lead.answered_at, lead.unanswered_touches, lead.unanswered_since = timezone.now(), 0, None
    lead.save(update_fields=["answered_at", "unanswered_touches", "unanswered_since"])


@transaction.atomic
def log_answer(lead, *, text, by):
    """Write down that the buyer answered, and what."""
    lead = lock(lead)
    count_answer(lead)
    lead.status = Status.WORKING if lead.status == Status.NEW else lead.status
    lead.save(update_fields=["status"])
    record("lead.answered", lead, by=by, details={"text": text}, owner=lead.owner)
    return lead
