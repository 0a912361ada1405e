"""When things are due: days and hours as people say them, in their own zone and across its changes of clock."""

from datetime import UTC, datetime, time, timedelta

from accounts.middleware import zone_of

MORNING = time(8, 30)
LEAD_TIME = timedelta(minutes=15)
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
WEEKEND = (5, 6)


def moment(day, clock, zone):
    """The instant, in UTC, when a clock in `zone` shows `clock` on `day`.

    An hour the clock skips becomes the first minute after it; an hour it shows twice means the first time.
    """
    wall = datetime.combine(day, clock)
    while not is_shown(wall, zone):
        wall += MINUTE
    return wall.replace(tzinfo=zone).astimezone(UTC)


def is_shown(wall, zone):
    """Whether a clock in `zone` ever shows this date and time."""
    instant = wall.replace(tzinfo=zone).astimezone(UTC)
    return instant.astimezone(zone).replace(tzinfo=None) == wall


def start_of(day, zone):
    """The first instant of a day."""
    return moment(day, time.min, zone)


def end_of(day, zone):
    """The last second of a day: when a promise “any time that day” becomes overdue."""
    return start_of(day + timedelta(days=1), zone) - SECOND


def after_working_days(day, count):
    """The day that many working days later; from a Saturday or Sunday on, zero means the next Monday."""
    while count or day.weekday() in WEEKEND:
        day += timedelta(days=1)
        count -= day.weekday() not in WEEKEND and count > 0
    return day


def settled(due_at, any_time, owner):
    """The due time as it is kept: with `any_time` the end of that day in the owner's zone."""
    zone = zone_of(owner)
    return end_of(due_at.astimezone(zone).date(), zone) if any_time else due_at


def reminder_times(due_at, any_time, owner, now):
    """When to remind `owner`, always after `now`: none when it is too late to be of use."""
    zone = zone_of(owner)
    morning = moment(due_at.astimezone(zone).date(), MORNING, zone)
    wanted = [morning] if any_time else [due_at - LEAD_TIME, due_at]
    return [after_quiet_hours(when, owner) for when in wanted if when > now][:1]


def after_quiet_hours(when, user):
    """The same moment, or the end of the user's quiet hours when it falls inside them."""
    if user.quiet_from is None or user.quiet_until is None:
        return when
    zone = zone_of(user)
    local = when.astimezone(zone)
    if not is_quiet(local.time(), user.quiet_from, user.quiet_until):
        return when
    ends_tomorrow = local.time() >= user.quiet_from > user.quiet_until
    return moment(local.date() + timedelta(days=ends_tomorrow), user.quiet_until, zone)


def is_quiet(clock, begin, end):
    """Whether `clock` lies in hours that may pass midnight; hours of no length are never quiet."""
    return begin <= clock < end if begin <= end else clock >= begin or clock < end
