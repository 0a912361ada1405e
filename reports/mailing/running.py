"""Reports on their way, exactly once: the database is the schedule, the tick claims what is due and wakes the workers.

A schedule that is due becomes one row for each receiver; each is claimed with a lease and written on its own. The
letter's row on its way out and the new state of this row are one commit.
"""

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import override

from followups.actions.notifications import speaking_to
from reports.mailing.letters import letter_for
from reports.mailing.refusals import reason_for_silence
from reports.mailing.times import next_time
from reports.models import ReportLetter, ReportSchedule
from timeline.leases import claim, work_off
from timeline.outgoing import queue_email

CLAIM_AT_ONCE = 50
STATES = ReportLetter.State


@transaction.atomic
def plan_due():
    """Make the letters of the schedules that are due; what was missed while nothing ran is sent once."""
    due = ReportSchedule.objects.due().select_for_update(of=["self"], skip_locked=True, no_key=True)
    for schedule in due.select_related("owner")[:CLAIM_AT_ONCE]:
        plan_letters(schedule, schedule.receivers.all(), schedule.next_at)
        schedule.next_at = next_time(schedule, timezone.now())
        schedule.save(update_fields=["next_at"])


def plan_letters(schedule, people, due_at):
    """Make the letters of one time of a schedule, one for each of these people."""
    letters = [ReportLetter(schedule=schedule, receiver=person, due_at=due_at) for person in people]
    ReportLetter.objects.bulk_create(letters, ignore_conflicts=True)


def claim_letters():
    """Take a lease on the letters nobody holds; returns their ids, earliest first."""
    return claim(ReportLetter.objects.due(), CLAIM_AT_ONCE)


def write_letter(pk):
    """Write one letter, once."""
    work_off(pk, hold=hold, do=write, give_up=give_up, reason_in="reason")


def hold(pk):
    """The letter with all its writing needs; locked first, for its schedule may change meanwhile."""
    locked = ReportLetter.objects.pending().select_for_update(skip_locked=True).filter(pk=pk)
    if not locked.values_list("pk", flat=True).first():
        return None
    return ReportLetter.objects.select_related("schedule__owner", "receiver__team").get(pk=pk)


def write(letter):
    with override(letter.schedule.owner.language):
        reason = reason_for_silence(letter)
    if reason:
        return settle(letter, STATES.SKIPPED, reason)
    with speaking_to(letter.receiver):
        queue_email(key=f"report:{letter.pk}", to=letter.receiver.email, **letter_for(letter))
    return settle(letter, STATES.DONE)


def settle(letter, state, reason=""):
    ReportLetter.objects.filter(pk=letter.pk).update(
        state=state, reason=reason[:500], settled_at=Now(), lease_until=None
    )


def give_up(letter, reason):
    settle(letter, STATES.FAILED, reason)
