"""Taking steps: the database is the schedule, a tick claims whose next step has come, and each step is taken once.

The letter or the task, the note that the step was taken, and the time of the next one are one commit.
"""

from django.db import transaction
from django.utils import timezone

from accounts.rights import may
from followups.actions.follow_ups import plan_follow_up
from followups.mail.merging import Unresolved
from followups.mail.opting_out import OptedOut
from followups.mail.sending import send_letter
from followups.models import SequenceRun, SequenceStepDone
from followups.sequences.actions import Reason, State, end, hold_run, stop_sequence, tell, why_over
from followups.sequences.timing import after_pause, letters_today, next_morning
from leads.capture.counting import hold
from timeline.leases import claim, work_off

CLAIM_AT_ONCE = 200


def claim_due_runs():
    """Take a lease on the runs whose next step has come and that nobody holds; returns their ids, earliest first."""
    return claim(SequenceRun.objects.due(), CLAIM_AT_ONCE)


def take_step(pk):
    """Take the next step of a run, once."""
    work_off(pk, hold=held, do=go_on_if_due, give_up=give_up)


def held(pk):
    return hold_run(pk, skip_locked=True)


def go_on_if_due(run):
    if is_due(run):
        go_on(run)


def is_due(run):
    """A second task that comes late finds the next step's time in the future."""
    return run.sequence.is_on and run.next_at <= timezone.now()


def go_on(run):
    step = next_step(run)
    if reason := reason_to_stop(run):
        stop_sequence(run, reason=reason, by=None)
    elif step is None:
        finish(run)
    elif later := held_until(run, step):
        wait(run, later)
    else:
        attempt(run, step)


def next_step(run):
    """The first step behind the last one taken; steps a builder took out are passed over."""
    last = run.done.select_related("step").order_by("-step__position", "-step_id").first()
    steps = run.sequence.steps.filter(retired_at=None).exclude(done__run=run)
    return steps.filter(position__gte=last.step.position).first() if last else steps.first()


def reason_to_stop(run):
    """Why nothing more is sent: the sale is over, or the sender is gone or may not see it any more."""
    if over := why_over(run.about):
        return over
    seen = type(run.about).objects.visible_to(run.sender).filter(pk=run.about.pk)
    return "" if may(run.sender, "letter.send") and seen.exists() else Reason.SENDER


def held_until(run, step):
    """Until when a step waits: a parked deal, a day off, quiet hours, or enough letters for today."""
    now = timezone.now()
    if run.deal and run.deal.is_parked:
        return next_morning(now, run.sender)
    allowed = after_pause(now, 0, run.sender)
    if allowed > now:
        return allowed
    if not step.is_letter:
        return None
    hold(f"letters of:{run.sender_id}")  # two of one sender count one after the other
    return next_morning(now, run.sender) if letters_today(run.sender, now) >= run.sequence.daily_cap else None


def attempt(run, step):
    """Take a step; a letter that may not be sent ends the run and says why."""
    try:
        with transaction.atomic():
            made = send(run, step) if step.is_letter else plan(run, step)
    except OptedOut:
        stop_sequence(run, reason=Reason.OPT_OUT, by=None)
    except Unresolved as unresolved:
        stop_sequence(run, reason=Reason.UNRESOLVED, by=None, note=" ".join(unresolved.messages))
    else:
        SequenceStepDone.objects.create(run=run, step=step, sender=run.sender, **made)
        arrange_next(run)


def send(run, step):
    because = {"sequence": run.sequence.name}
    key = f"sequence:{run.pk}:{step.pk}"
    return {"letter": send_letter(step.template, about=run.about, key=key, sender=run.sender, because=because)}


def plan(run, step):
    task = {"kind": step.kind, "title": step.title, "due_at": timezone.now(), "any_time": True}
    return {"follow_up": plan_follow_up(about=run.about, owner=run.sender, by=None, **task)}


def arrange_next(run):
    step = next_step(run)
    if step is None:
        finish(run)
    else:
        wait(run, after_pause(timezone.now(), step.pause_days, run.sender))


def wait(run, until):
    SequenceRun.objects.filter(pk=run.pk).update(next_at=until, lease_until=None, attempts=0)


def finish(run):
    end(run, State.DONE)
    tell("sequence.through", run, by=None)


def give_up(run, reason):
    stop_sequence(run, reason=Reason.FAILED, by=None, note=reason)
