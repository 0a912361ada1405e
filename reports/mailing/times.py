"""When a report goes out next: at the same hour on its owner's clock, whatever that clock does in between."""

from datetime import timedelta

from accounts.middleware import zone_of
from followups.times import day_of, moment

A_DAY = timedelta(days=1)
WEEK = "week"


def next_time(schedule, after):
    """The first time of a schedule later than an instant, by its owner's clock."""
    zone = zone_of(schedule.owner)
    day = day_of(after, zone)
    while not (is_its_day(schedule, day) and moment(day, schedule.at, zone) > after):
        day += A_DAY
    return moment(day, schedule.at, zone)


def is_its_day(schedule, day):
    return day.weekday() == schedule.weekday if schedule.every == WEEK else day.day == 1
