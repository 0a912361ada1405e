"""When things are due: days and hours as people say them, in their own zone and across its changes of clock."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from accounts.hours.queries import AWAY, DAY_OFF, USUAL, Hours, hours_of
from accounts.middleware import zone_of
from followups.models import USUAL_LEADS, USUAL_MORNING, Habit, Reminder

MORNING = USUAL_MORNING
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
A_DAY = 24 * 60
MORNING_OF_THE_DAY = "morning"
HELD = {DAY_OFF: Reminder.Held.DAY_OFF, AWAY: Reminder.Held.AWAY}


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


def day_of(instant, zone):
    """The date a clock in `zone` shows at this instant."""
    return instant.astimezone(zone).date()


def after_working_days(day, count, hours=USUAL):
    """The day that many working days later, by these Hours; from a day off on, zero means the next working day."""
    for _step in range(count):
        day = hours.next_working_day(day + timedelta(days=1))
    return hours.next_working_day(day)


def settled(due_at, any_time, owner):
    """The due time as it is kept: with `any_time` the end of that day in the owner's zone."""
    zone = zone_of(owner)
    return end_of(day_of(due_at, zone), zone) if any_time else due_at


@dataclass(frozen=True)
class Word:
    """One reminder to come: when it is said, when it was meant to be, why it is later, and for which lead time."""

    due_at: datetime
    wanted_at: datetime
    held: str
    lead: str


@dataclass(frozen=True)
class Listener:
    """What has to be known of a person to remind them: their zone, their Hours, the lead times and their morning."""

    zone: object
    hours: Hours
    leads: tuple = USUAL_LEADS
    morning: time = MORNING

    def morning_of(self, day):
        return moment(day, self.morning, self.zone)


def listener_of(user):
    """The Listener a person is now."""
    habit = Habit.objects.filter(user=user).first() if user.pk else None
    usual = (tuple(habit.remind_before), habit.morning) if habit else (USUAL_LEADS, MORNING)
    return Listener(zone_of(user), hours_of(user), *usual)


def reminder_times(due_at, any_time, owner, now, leads=None):
    """When to remind `owner`, always after `now`: none when it is too late to be of use."""
    return [word.due_at for word in words_before(due_at, any_time, listener_of(owner), now, leads)]


def words_before(due_at, any_time, listener, now, leads=None):
    """The Words to say before something is due, the earliest first, each moment once and always after `now`.

    `leads` are minutes or MORNING_OF_THE_DAY; None means the listener's usual ones. When every one of them is too
    late, what has an hour is said when it is due.
    """
    leads = listener.leads if leads is None else leads
    wanted = {lead: before(due_at, any_time, lead, listener) for lead in leads}
    ahead = {lead: when for lead, when in wanted.items() if when > now}
    if leads and not ahead and not any_time and due_at > now:
        ahead = {"0": due_at}
    said = {}
    for lead, when in sorted(ahead.items(), key=lambda pair: pair[1]):
        held_until, why = held_back(when, listener, None if any_time else due_at)
        said.setdefault(held_until, Word(held_until, when, why, lead))
    return sorted(said.values(), key=lambda word: word.due_at)


def before(due_at, any_time, lead, listener):
    """The moment a lead time means; of a promise for a whole day, the morning of that day or of one before it."""
    day = day_of(due_at, listener.zone)
    if lead == MORNING_OF_THE_DAY:
        return listener.morning_of(day)
    minutes = int(lead)
    if any_time:
        return listener.morning_of(day - timedelta(days=minutes // A_DAY))
    if minutes % A_DAY == 0:
        wall = due_at.astimezone(listener.zone)
        return moment(wall.date() - timedelta(days=minutes // A_DAY), wall.time().replace(fold=0), listener.zone)
    return due_at - timedelta(minutes=minutes)


def held_back(when, listener, due_at=None):
    """(when to say it, why it is later): after days off, absences and quiet hours.

    Who has an hour to keep is not left without a word: a mere day off holds nothing back past `due_at`.
    """
    day = day_of(when, listener.zone)
    why = listener.hours.why_off(day)
    working = why and listener.morning_of(listener.hours.next_working_day(day + timedelta(days=1)))
    if working and (why == AWAY or due_at is None or working <= due_at):
        return after_quiet(working, listener), HELD[why]
    later = after_quiet(when, listener)
    return later, Reminder.Held.QUIET if later > when else ""


def after_quiet_hours(when, user):
    """The same moment, or the end of the user's quiet hours when it falls inside them."""
    return after_quiet(when, Listener(zone_of(user), hours_of(user)))


def after_quiet(when, listener):
    if not listener.hours.quiet:
        return when
    begin, end = listener.hours.quiet
    local = when.astimezone(listener.zone)
    if not is_quiet(local.time(), begin, end):
        return when
    ends_tomorrow = local.time() >= begin > end
    return moment(local.date() + timedelta(days=ends_tomorrow), end, listener.zone)


def is_quiet(clock, begin, end):
    """Whether `clock` lies in hours that may pass midnight; hours of no length are never quiet."""
    return begin <= clock < end if begin <= end else clock >= begin or clock < end
