"""The days and hours one puts things off to, or plans the next step for, in one click."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from kit import formats

LAST_OF_MORNING = time(14)
A_DAY = timedelta(days=1)


def days_ahead(hours):
    """The days one puts things off to by these Hours: tomorrow, the next working day, and the next week's first."""
    today = timezone.localdate()
    tomorrow = today + timedelta(days=1)
    return {
        "tomorrow": tomorrow,
        "workday": hours.next_working_day(tomorrow),
        "monday": hours.next_working_day(next_monday(today)),
    }


def has_afternoon():
    """Whether there is an afternoon ahead to put something off to."""
    return timezone.localtime().time() < LAST_OF_MORNING


def in_an_hour():
    """An hour from now, up to the next five minutes."""
    later = timezone.now() + timedelta(hours=1)
    rest = timedelta(minutes=later.minute % 5, seconds=later.second, microseconds=later.microsecond)
    return later + (timedelta(minutes=5) - rest if rest else rest)


def next_monday(today):
    return today + timedelta(days=7 - today.weekday())


@dataclass(frozen=True)
class StepDay:
    """A day on which the next step may be taken, as its button names it."""

    day: date
    name: str


def step_days(hours):
    """The StepDays one click offers by these Hours: the next working day, and the first one of the next week.

    Where these are the same, the second is the working day after it.
    """
    today = timezone.localdate()
    first = hours.next_working_day(today + A_DAY)
    second = hours.next_working_day(next_monday(today))
    second = second if second > first else hours.next_working_day(first + A_DAY)
    return [StepDay(day, name_of(day, today)) for day in dict.fromkeys((first, second))]


def name_of(day, today):
    """A day as people call it: tomorrow, by its weekday within a week, else by its date."""
    if day == today + A_DAY:
        return _("Tomorrow")
    return formats.weekday(day) if day - today <= 7 * A_DAY else formats.day(day)
