"""Beginning a sequence with many leads at once, and taking that back."""

from django.db import transaction
from django.utils.translation import gettext_lazy, ngettext

from followups.sequences.actions import Reason, State, end, hold_run, start_sequence
from followups.sequences.forms import StartManyForm
from leads.actions.restoring import CannotUndo
from leads.actions.reverting import take_back_with
from leads.bulk_acts import WORKED, ManyAct, escaped, offer
from timeline.log import record


def started(count, asked):
    words = ngettext("%(name)s begins {sequence}", "%(count)s leads begin {sequence}", count)
    return words.format(sequence=escaped(asked["sequence"].name))


@transaction.atomic
def take_back_start(event, lead, *, by):
    """End a run that has just begun as if it had not; raises CannotUndo when it has ended or gone on."""
    run = hold_run(event.details["run"])
    if run is None or run.done.exists():
        raise CannotUndo(gettext_lazy("The first step was taken already: stop it on the lead’s page."))
    end(run, State.STOPPED, reason=Reason.HAND)
    details = {"sequence": run.sequence.name, "run": run.pk}
    return record("sequence.taken_back", lead, by=by, owner=lead.owner, undoes=event, details=details)


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
