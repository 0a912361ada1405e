"""Beginning a sequence with a deal or a lead, and stopping it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.rights import may
from followups.actions.notifications import notify, speaking_to
from followups.mail.merging import Unresolved
from followups.mail.opting_out import refuse_opted_out
from followups.mail.people import address_for
from followups.models import Sequence, SequenceRun
from followups.sequences.timing import after_pause
from leads.capture.counting import hold
from pipeline.models import Deal
from timeline.log import record

State, Reason = SequenceRun.State, SequenceRun.Reason
NEEDS_SOMEBODY = {Reason.UNRESOLVED, Reason.FAILED, Reason.SENDER}


@transaction.atomic
def start_sequence(sequence, *, about, by):
    """Begin a sequence with a deal or a lead, from its owner, else from `by`; returns the SequenceRun.

    Raises ValidationError when it is off, has begun already, or has nobody to write to.
    """
    refuse_off(sequence)
    first = sequence.steps.filter(retired_at=None).first()
    sender = about.owner or by
    refuse_to_start(sequence, first, about, sender)
    hold(f"sequence run:{sequence.pk}:{type(about).__name__}:{about.pk}")
    if runs_of(about).running().filter(sequence=sequence).exists():
        raise ValidationError(_("“%(name)s” has begun already.") % {"name": sequence})
    run = SequenceRun.objects.create(
        sequence=sequence,
        sender=sender,
        next_at=after_pause(timezone.now(), first.pause_days, sender),
        **{"deal" if isinstance(about, Deal) else "lead": about},
    )
    tell("sequence.started", run, by=by)
    return run


def refuse_off(sequence):
    """Lock a sequence that is on, until the transaction ends."""
    if not Sequence.objects.select_for_update(no_key=True).filter(pk=sequence.pk, is_on=True).first():
        raise ValidationError(_("“%(name)s” is off. Switch it on first.") % {"name": sequence})


def refuse_to_start(sequence, first, about, sender):
    if first is None:
        raise ValidationError(_("“%(name)s” has no step yet.") % {"name": sequence})
    if why_over(about):
        raise ValidationError(_("%(about)s is not worked any more.") % {"about": about})
    if sender is None or not may(sender, "letter.send"):
        raise ValidationError(_("%(about)s has nobody to write for it. Give it an owner first.") % {"about": about})
    if sequence.steps.filter(retired_at=None, template__isnull=False).exists():
        refuse_unreachable(about)


def refuse_unreachable(about):
    """A sequence with letters needs somebody who has an address and wants them."""
    if not (to := address_for(about)):
        raise Unresolved(["contact.email"])
    refuse_opted_out(to)


def why_over(about):
    """Why a deal or a lead needs no more letters: the reason, or nothing."""
    if isinstance(about, Deal):
        return {"lost": Reason.LOST, "won": Reason.CLOSED}.get(about.status, "")
    gone = {"disqualified": Reason.LOST, "recycled": Reason.LOST, "converted": Reason.CLOSED}
    return gone.get(about.status, "")


def runs_of(about):
    return SequenceRun.objects.filter(**{"deal" if isinstance(about, Deal) else "lead": about})


@transaction.atomic
def stop_sequence(run, *, reason, by, note=""):
    """End a run for a reason; one that has ended stays as it is. Returns whether it ran."""
    run = hold_run(run.pk)
    if run:
        end(run, State.STOPPED, reason=reason, note=note[:300])
        tell("sequence.stopped", run, by=by, reason=str(reason), note=run.note)
        if reason in NEEDS_SOMEBODY:
            tell_sender(run)
    return run is not None


def hold_run(pk, **options):
    """A run that goes on, locked, with all its steps need; in two statements, for the owner may change meanwhile."""
    locked = SequenceRun.objects.running().select_for_update(no_key=True, **options).filter(pk=pk)
    if not locked.values_list("pk", flat=True).first():
        return None
    with_all = SequenceRun.objects.select_related(
        "sequence", "sender__team", "sender__signature", "deal__owner__team", "deal__contact", "lead__owner__team"
    )
    return with_all.get(pk=pk)


def end(run, state, *, reason="", note=""):
    run.state, run.reason, run.note, run.next_at, run.lease_until = state, reason, note, None, None
    run.ended_at = timezone.now()
    run.save(update_fields=["state", "reason", "note", "next_at", "lease_until", "ended_at"])


def tell(verb, run, *, by, **details):
    about = run.about
    details = {"sequence": run.sequence.name, "run": run.pk} | details
    return record(verb, about, by=by, owner=about.owner or run.sender, details=details)


def tell_sender(run):
    """Whoever sends it hears that it needs them."""
    with speaking_to(run.sender):
        words = _("“%(sequence)s” stopped for %(about)s: %(reason)s") % {
            "sequence": run.sequence,
            "about": run.about,
            "reason": run.note or run.get_reason_display(),
        }
    page = reverse("pipeline:deal" if run.deal_id else "leads:lead", args=[run.about.pk])
    notify(run.sender, key=f"sequence:{run.pk}:{run.reason}", kind="sequence", text=words, url=page)


@transaction.atomic
def stop_all(about, *, reason, by=None):
    """End every run of a deal or a lead."""
    for run in runs_of(about).running().order_by("pk"):
        stop_sequence(run, reason=reason, by=by)
