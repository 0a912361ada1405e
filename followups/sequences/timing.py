"""When a step is taken: on working days of its sender, outside their quiet hours, and not too many letters a day."""

from accounts.hours.queries import hours_of
from accounts.middleware import zone_of
from followups.models import SequenceStepDone
from followups.times import MORNING, after_quiet_hours, after_working_days, day_of, moment, start_of


def after_pause(when, days, sender):
    """So many working days of the sender after a moment, at the same hour; none means as soon as they work."""
    zone = zone_of(sender)
    day = after_working_days(day_of(when, zone), days, hours_of(sender))
    if day == day_of(when, zone):
        return after_quiet_hours(when, sender)
    clock = when.astimezone(zone).time().replace(second=0, microsecond=0)
    return after_quiet_hours(moment(day, clock if days else MORNING, zone), sender)


def next_morning(when, sender):
    """The morning of the next working day after this one."""
    zone = zone_of(sender)
    return after_quiet_hours(moment(after_working_days(day_of(when, zone), 1, hours_of(sender)), MORNING, zone), sender)


def letters_today(sender, now):
    """How many letters of sequences left for a person on their day."""
    zone = zone_of(sender)
    today = start_of(day_of(now, zone), zone)
    done = SequenceStepDone.objects.filter(sender=sender, letter__isnull=False)
    return done.filter(done_at__gte=today).count()
