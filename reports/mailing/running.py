"""Reports on their way, exactly once: the database is the schedule, the tick claims what is due and wakes the workers.

A schedule that is due becomes one row for each receiver; each is claimed with a lease and written on its own. The
letter's row on its way out and the new state of this row are one commit, so they exist together or not at all.
"""

import logging
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import override

from followups.actions.notifications import speaking_to
from reports.mailing.letters import letter_for
from reports.mailing.refusals import reason_for_silence
from reports.mailing.times import next_time
from reports.models import ReportLetter, ReportSchedule
from timeline.outgoing import queue_email

log = logging.getLogger("kariz.reports")

CLAIM_AT_ONCE = 50
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240)]
STATES = ReportLetter.State


@transaction.atomic
def plan_due():
    """Make the letters of the schedules that are due; what was missed while nothing ran is sent once."""
    due = ReportSchedule.objects.due().select_for_update(of=["self"], skip_locked=True, no_key=True)
    for schedule in due.select_related("owner")[:CLAIM_AT_ONCE]:
        letters = [
            ReportLetter(schedule=schedule, receiver=person, due_at=schedule.next_at)
            for person in schedule.receivers.all()
        ]
        ReportLetter.objects.bulk_create(letters, ignore_conflicts=True)
        schedule.next_at = next_time(schedule, timezone.now())
        schedule.save(update_fields=["next_at"])


@transaction.atomic
def claim_letters():
    """Take a lease on the letters nobody holds; returns their ids, earliest first."""
    claimed = ReportLetter.objects.due().select_for_update(of=["self"], skip_locked=True, no_key=True)
    due = list(claimed.values_list("pk", flat=True)[:CLAIM_AT_ONCE])
    lease_until = Now() + timedelta(seconds=settings.REMINDER_LEASE_SECONDS)
    ReportLetter.objects.filter(pk__in=due).update(lease_until=lease_until, attempts=F("attempts") + 1)
    return due


def write_letter(pk):
    """Write one letter, once; when that fails it is tried again later, and given up after six times."""
    try:
        with transaction.atomic():
            letter = ReportLetter.objects.pending().select_for_update(skip_locked=True).filter(pk=pk).first()
            if letter:
                write(ReportLetter.objects.select_related("schedule__owner", "receiver__team").get(pk=pk))
    except Exception as error:
        log.exception("Report letter %s was not written", pk)
        put_off(pk, error)


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


@transaction.atomic
def put_off(pk, error):
    """Try a failing letter again after a growing pause."""
    letter = ReportLetter.objects.pending().select_for_update(skip_locked=True).filter(pk=pk).first()
    if letter and letter.attempts > len(PAUSES):
        settle(letter, STATES.FAILED, str(error))
    elif letter:
        pause = PAUSES[max(letter.attempts, 1) - 1]
        ReportLetter.objects.filter(pk=pk).update(lease_until=Now() + pause, reason=str(error)[:500])
