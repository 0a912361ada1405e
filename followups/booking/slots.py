"""Which times of a link are free: its hours by its owner's clock, less what is taken, away, off work or too soon."""

from datetime import time, timedelta

from django.utils import timezone

from accounts.hours.queries import AWAY, hours_of
from accounts.middleware import zone_of
from followups.calendar.writing import length_of
from followups.models import FollowUp
from followups.times import moment

SHORT_STEP, LONG_STEP = timedelta(minutes=15), timedelta(minutes=30)


def free_slots(link, *, but=None):
    """The instants at which somebody may begin, the earliest first; `but` is a follow-up that is to be moved."""
    now, zone = timezone.now(), zone_of(link.owner)
    earliest, latest = now + timedelta(hours=link.notice_hours), now + timedelta(days=link.days_ahead)
    days = days_between(earliest.astimezone(zone).date(), latest.astimezone(zone).date())
    work, taken = hours_of(link.owner), taken_times(link.owner, earliest, latest, but)
    offered = (start for day in days if is_worked(work, day) for start in starts_on(day, link, zone))
    return [start for start in offered if start >= earliest and is_open(start, link, taken)]


def days_between(first, last):
    return [first + timedelta(days=count) for count in range((last - first).days + 1)]


def is_worked(work, day):
    """The weekdays are the link's own; free days and absences are not."""
    return work.why_off(day) != AWAY and day not in work.holidays


def starts_on(day, link, zone):
    """Every beginning the hours of that weekday have room for."""
    length = timedelta(minutes=link.minutes)
    step = SHORT_STEP if length < LONG_STEP else LONG_STEP
    for begin, end in link.hours.get(str(day.weekday()), ()):
        start, last = moment(day, time.fromisoformat(begin), zone), moment(day, time.fromisoformat(end), zone) - length
        while start <= last:
            yield start
            start += step


def taken_times(owner, earliest, latest, but):
    """[(from, until)] of what the owner has promised for an hour."""
    longest = timedelta(hours=8)
    planned = FollowUp.objects.planned().filter(owner=owner, any_time=False)
    near = planned.filter(due_at__gt=earliest - longest, due_at__lt=latest + longest).select_related("booking__link")
    return [(one.due_at, one.due_at + length_of(one)) for one in near if one != but]


def is_open(start, link, taken):
    """Whether nothing taken lies within this time and the pause before and after it."""
    pause = timedelta(minutes=link.buffer_minutes)
    begin, end = start - pause, start + timedelta(minutes=link.minutes) + pause
    return all(until <= begin or since >= end for since, until in taken)


def by_days(slots):
    """[(day, its slots)] by the clock of the active zone."""
    days = {}
    for slot in slots:
        days.setdefault(timezone.localdate(slot), []).append(slot)
    return list(days.items())
