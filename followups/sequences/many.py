"""Beginning a sequence with many leads or deals at once, and taking that back."""

from django.db import transaction
from django.utils.translation import gettext_lazy, ngettext

from followups.sequences.actions import Reason, State, end, hold_run, start_sequence
from followups.sequences.forms import StartManyForm
from leads.actions.restoring import CannotUndo, refuse_if_too_late
from leads.actions.reverting import take_back_with
from leads.bulk_acts import WORKED, ManyAct, escaped, offer
from timeline.log import record
from timeline.models import Event, subject_key


def started(count, asked):
    words = ngettext("%(name)s begins {sequence}", "%(count)s leads begin {sequence}", count)
    return words.format(sequence=escaped(asked["sequence"].name))


@transaction.atomic
def take_back_start(event, about, *, by):
    """End a run that has just begun as if it had not; raises CannotUndo when it has ended or gone on."""
    run = hold_run(event.details["run"])
    if run is None or run.done.exists():
        raise CannotUndo(gettext_lazy("The first step was taken already: stop it on its own page."))
    end(run, State.STOPPED, reason=Reason.HAND)
    details = {"sequence": run.sequence.name, "run": run.pk}
    return record("sequence.taken_back", about, by=by, owner=about.owner, undoes=event, details=details)


def starts_of(runs):
    """The events by which these runs with deals began."""
    subjects = [subject_key(run.deal) for run in runs]
    begun = Event.objects.filter(verb="sequence.started", subject__in=subjects)
    return begun.filter(details__run__in=[run.pk for run in runs])


def take_back_starts(runs, *, by):
    """Take back, each by itself, that these runs with deals began; returns how many, and why the others stay."""
    deals, count, refusals = {subject_key(run.deal): run.deal for run in runs}, 0, []
    for event in starts_of(runs).order_by("pk"):
        deal = deals[event.subject]
        try:
            refuse_if_too_late(event, by)
            take_back_start(event, deal, by=by)
            count += 1
        except CannotUndo as refusal:
            refusals.append(f"{deal}: {refusal}")
    return count, refusals


take_back_with("sequence.started", take_back_start)
offer(
    ManyAct(
        "sequence",
        gettext_lazy("Begin a sequence"),
        "repeat",
        "sequence.started",
        StartManyForm,
        lambda lead, asked, by: start_sequence(asked["sequence"], about=lead, by=by),
        lambda count: ngettext("Begin a sequence with %(count)s lead", "Begin a sequence with %(count)s leads", count),
        started,
        right="letter.send",
        tabs=WORKED,
    )
)
