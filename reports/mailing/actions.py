"""Having a report sent: made, changed, sent at once, paused, taken up again and ended."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.bin.actions import throw_away
from reports.mailing.refusals import reason_to_wait
from reports.mailing.running import plan_letters
from reports.mailing.times import next_time
from reports.models import ReportSchedule
from timeline import wire
from timeline.log import record

CHANGEABLE = ("name", "query", "every", "weekday", "at", "formats")
CLAIM = "reports.tasks.claim_mailing"


@transaction.atomic
def make_schedule(*, by, report, query, receivers, **facts):
    """Have a report, as its address asks for it, sent to people each week or month; returns the ReportSchedule."""
    schedule = ReportSchedule(owner=by, report=report, query=query, **facts)
    schedule.next_at = next_time(schedule, timezone.now())
    schedule.save()
    schedule.receivers.set(receivers)
    record("report.scheduled", schedule, by=by, owner=by, details=details_of(schedule))
    return schedule


@transaction.atomic
def change_schedule(schedule, *, by, receivers, **facts):
    """Change when a report is sent, of which period, as what and to whom."""
    schedule = held(schedule)
    for name in CHANGEABLE:
        setattr(schedule, name, facts[name])
    schedule.next_at = next_time(schedule, timezone.now())
    schedule.save(update_fields=[*CHANGEABLE, "next_at"])
    schedule.receivers.set(receivers)
    record("report.rescheduled", schedule, by=by, owner=by, details=details_of(schedule))
    return schedule


@transaction.atomic
def send_now(schedule, *, by):
    """Have a report sent at once besides its times, to whom it is not on its way already; returns these people.

    ValidationError: it goes to nobody, and why.
    """
    schedule = held(schedule)
    served = set(schedule.letters.just_planned().values_list("receiver_id", flat=True))
    people = [person for person in schedule.receivers.all() if person.pk not in served]
    if not people or schedule.paused_at:
        raise ValidationError(reason_to_wait(schedule))
    plan_letters(schedule, people, timezone.now())
    record("report.sent_now", schedule, by=by, owner=by, details=details_of(schedule))
    wire.poke_on_commit(CLAIM)
    return people


@transaction.atomic
def pause_schedule(schedule, *, by):
    """Send a report no more for now."""
    schedule = held(schedule)
    if schedule.paused_at is None:
        schedule.paused_at = timezone.now()
        schedule.save(update_fields=["paused_at"])
        record("report.paused", schedule, by=by, owner=by, details=details_of(schedule))
    return schedule


@transaction.atomic
def resume_schedule(schedule, *, by):
    """Send a paused report again, from its next time on: nothing is made up for."""
    schedule = held(schedule)
    if schedule.paused_at:
        schedule.paused_at, schedule.next_at = None, next_time(schedule, timezone.now())
        schedule.save(update_fields=["paused_at", "next_at"])
        record("report.resumed", schedule, by=by, owner=by, details=details_of(schedule))
    return schedule


def delete_schedule(schedule, *, by):
    """Throw a schedule with its letters away and return what lies in the bin."""
    return throw_away([schedule], by=by).done


def held(schedule):
    ReportSchedule.objects.select_for_update().get(pk=schedule.pk)
    return ReportSchedule.objects.select_related("owner").get(pk=schedule.pk)


def details_of(schedule):
    return {"name": schedule.name, "report": schedule.report}
