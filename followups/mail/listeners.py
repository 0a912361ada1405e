"""What letters set in motion: a lead that was written to has been turned to, and one that wrote has answered."""

from django.db import transaction

from leads.actions.answering import count_answer, count_touch
from leads.actions.editing import lock
from leads.models import Lead
from timeline.listeners import listen

Status = Lead.Status


@listen("letters and leads", verbs=["letter.sent", "letter.received"], respects_undo=True)
def keep_touches(events):
    """A letter counts once it has left for good; an answer makes a new lead one that is worked."""
    for event in events:
        kind, _colon, pk = event.subject.partition(":")
        if kind == "lead" and counts(event) and Lead.objects.filter(pk=pk).exists():
            note_on(lock(Lead(pk=int(pk))), event)


def counts(event):
    """What a rule sends by itself is nobody's turning to them; what a person began is."""
    return event.verb == "letter.received" or event.actor_id is not None or "sequence" in event.details


@transaction.atomic
def note_on(lead, event):
    if event.verb == "letter.sent":
        count_touch(lead)
        return
    count_answer(lead)
    lead.status = Status.WORKING if lead.status == Status.NEW else lead.status
    lead.save(update_fields=["status"])
