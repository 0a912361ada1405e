"""Many leads in one act, each under the same rules as alone, and a report that says what became of each.

One transaction: the leads are locked by id, so that two such acts wait for each other and never for ever. Each lead has
a savepoint of its own: what refuses it leaves nothing of it behind, and the others go on.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from leads.models import Lead
from timeline.models import Event, subject_key
from timeline.outcomes import Report
from timeline.together import together


class ActTaken(Exception):
    """Why this act is not done under its id, in one sentence."""

    def __init__(self):
        super().__init__(_("This form was sent before, for something else. Choose once more what to do."))


@dataclass(frozen=True)
class Outcome:
    """One lead of the act: done with an `event` (None if it was so already), or refused with a reason."""

    lead: Lead
    event: Event | None = None
    refusal: str = ""


def act_on_leads(leads, do, *, verb, wrote, by, bulk):
    """Do something to leads, in the order given, and return the Report.

    `do(lead)` is an action of one lead; it refuses by ValidationError. `bulk` is the UUID of this act: sent again it
    does nothing again, and with another act it raises ActTaken; the same act has written `verb`, with the facts in
    `wrote`.
    """
    with together(bulk):
        locked = lock_leads(leads)
        before = written_before(bulk, by, verb, wrote)
        refusals = {lead.pk: attempt(do, lead) for lead in locked if subject_key(lead) not in before}
        events = before | {event.subject: event for event in Event.objects.of_bulk(bulk).filter(undoes=None)}
    return Report(bulk, [outcome_of(lead, refusals.get(lead.pk, ""), events) for lead in locked])


def lock_leads(leads):
    """These leads as they stand now, in the order given, nobody else writing them until this transaction ends."""
    ids = [lead.pk for lead in leads]
    list(Lead.objects.filter(pk__in=ids).order_by("pk").select_for_update().values_list("pk", flat=True))
    found = Lead.objects.select_related("owner__team", "qualification", "label").in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]


def written_before(bulk, by, verb, wrote):
    """{subject: event} of this act, if it was sent before; its id belongs to one person and to what was done."""
    events = list(Event.objects.of_bulk(bulk))
    if any(event.actor_id != by.pk or not is_same(event, verb, wrote) for event in events):
        raise ActTaken
    return {event.subject: event for event in events}


def is_same(event, verb, wrote):
    return event.verb == verb and all(
        event.changes[name][1] == value for name, value in wrote.items() if name in event.changes
    )


def attempt(do, lead):
    """Why this lead stays as it is, or nothing."""
    try:
        with transaction.atomic():
            do(lead)
    except ValidationError as refusal:
        return " ".join(refusal.messages)
    return ""


def outcome_of(lead, refusal, events):
    return Outcome(lead, None if refusal else events.get(subject_key(lead)), refusal)
