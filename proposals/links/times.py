"""When links expire, and when their buyers are reminded: in the zone and the working time of whoever sells."""

from datetime import datetime, time, timedelta

from accounts.hours.queries import hours_of
from accounts.middleware import zone_of

MORNING, EVENING = time(9, 0), time(17, 0)
DAYS_BEFORE = (3, 1)
KEPT = timedelta(days=180)  # how long what was accepted can be looked at through its link


def end_of(day, seller):
    """The moment in which a day is over for whoever sells."""
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=zone_of(seller))


def reminder_moments(last_day, seller, now):
    """{days before: when} of the reminders still ahead: on the morning of that day, or of the working day before it."""
    hours, zone = hours_of(seller), zone_of(seller)
    moments = {
        days: datetime.combine(working_day_until(last_day - timedelta(days=days), hours), MORNING, tzinfo=zone)
        for days in DAYS_BEFORE
    }
    return {days: moment for days, moment in moments.items() if moment > now}


def working_day_until(day, hours):
    """This day or the last before it on which somebody works; the day itself where none is near."""
    before = (day - timedelta(days=count) for count in range(14))
    return next((one for one in before if hours.work_on(one)), day)


def next_working_moment(now, seller):
    """Now while whoever sells works, else the next morning on which they do."""
    hours, zone = hours_of(seller), zone_of(seller)
    here = now.astimezone(zone)
    if hours.work_on(here.date()) and MORNING <= here.time() < EVENING:
        return now
    day = here.date() if here.time() < MORNING else here.date() + timedelta(days=1)
    return datetime.combine(hours.next_working_day(day), MORNING, tzinfo=zone)
