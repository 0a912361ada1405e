"""Follow-ups as iCalendar (RFC 5545): the same bytes as long as nothing has changed."""

import re
from datetime import UTC, timedelta
from functools import cache
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event, Timezone, Todo

from accounts.middleware import zone_of
from followups.calendar.queries import entries_of
from followups.letters import absolute, page_of
from followups.models import CalendarFeed
from followups.times import MORNING, moment

USUAL_LENGTH = timedelta(minutes=30)
REFRESH = timedelta(minutes=15)
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def calendar_of(feed):
    """The calendar of a feed, as bytes."""
    user, calendar = feed.user, new_calendar(_("Follow-ups of %(name)s") % {"name": feed.user.name})
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT15M")
    calendar.add("x-wr-timezone", zone_of(user).key)
    calendar.add_component(time_zone(zone_of(user).key))
    write = as_todo if feed.shape == CalendarFeed.Shape.TASKS else as_event
    for entry in entries_of(user):
        calendar.add_component(write(entry, feed, zone_of(user)))
    return calendar.to_ical()


def new_calendar(name=""):
    """An empty calendar of this house; with a name for the list of a calendar program."""
    calendar = Calendar()
    calendar.add("prodid", "-//Kariz//Follow-ups//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    if name:
        calendar.add("name", plain(name))
        calendar.add("x-wr-calname", plain(name))
    return calendar


@cache
def time_zone(key):
    """The rules of a time zone; every time is written in UTC, so it only tells programs where their reader is."""
    return Timezone.from_tzid(key)


def as_event(entry, feed, zone):
    follow_up, event = entry.follow_up, Event()
    describe(event, entry)
    if follow_up.any_time:
        day = follow_up.due_at.astimezone(zone).date()
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
    else:
        event.add("dtstart", follow_up.due_at.astimezone(UTC))
        event.add("dtend", follow_up.due_at.astimezone(UTC) + length_of(follow_up))
    event.add("transp", "TRANSPARENT" if follow_up.any_time or not follow_up.is_planned else "OPAQUE")
    event.add("status", "CANCELLED" if follow_up.cancelled_at else "CONFIRMED")
    add_alarm(event, follow_up, feed, zone)
    return event


def as_todo(entry, feed, zone):
    follow_up, todo = entry.follow_up, Todo()
    describe(todo, entry)
    todo.add(
        "due", follow_up.due_at.astimezone(zone).date() if follow_up.any_time else follow_up.due_at.astimezone(UTC)
    )
    todo.add("status", status_of(follow_up))
    if follow_up.done_at:
        todo.add("completed", whole(follow_up.done_at))
        todo.add("percent-complete", 100)
    add_alarm(todo, follow_up, feed, zone)
    return todo


def status_of(follow_up):
    if follow_up.cancelled_at:
        return "CANCELLED"
    return "COMPLETED" if follow_up.done_at else "NEEDS-ACTION"


def describe(component, entry):
    """What events and tasks have in common."""
    follow_up = entry.follow_up
    done = "✓ " if follow_up.done_at and isinstance(component, Event) else ""
    component.add("uid", uid_of(follow_up))
    component.add("dtstamp", whole(entry.changed_at))
    component.add("created", whole(follow_up.created_at))
    component.add("last-modified", whole(entry.changed_at))
    component.add("sequence", entry.changes)
    component.add("summary", plain(f"{done}{follow_up.title}"))
    component.add("description", plain(about_words(follow_up)))
    component.add("categories", [plain(follow_up.kind.name)])
    component.add("url", absolute(page_of(follow_up)))


def uid_of(follow_up):
    """The name of a follow-up among all calendars of the world; it never changes."""
    return f"follow-up-{follow_up.pk}@{urlsplit(settings.BASE_URL).hostname}"


def about_words(follow_up):
    company = getattr(follow_up.about, "company", None) or getattr(follow_up.about, "company_name", "")
    lines = [str(follow_up.about), str(company or ""), follow_up.outcome, absolute(page_of(follow_up))]
    return "\n".join(line for line in lines if line)


def length_of(follow_up):
    booking = getattr(follow_up, "booking", None)
    return timedelta(minutes=booking.link.minutes) if booking else USUAL_LENGTH


def add_alarm(component, follow_up, feed, zone):
    """Remind before what is planned; a whole day is reminded of in the morning."""
    if not follow_up.is_planned or feed.alarm_minutes is None:
        return
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", plain(follow_up.title))
    alarm.add("trigger", alarm_time(follow_up, feed, zone), parameters={"VALUE": "DATE-TIME"})
    component.add_component(alarm)


def alarm_time(follow_up, feed, zone):
    if follow_up.any_time:
        return moment(follow_up.due_at.astimezone(zone).date(), MORNING, zone)
    return whole(follow_up.due_at) - timedelta(minutes=feed.alarm_minutes)


def whole(instant):
    """An instant in UTC to the second, as iCalendar knows them."""
    return instant.astimezone(UTC).replace(microsecond=0)


def plain(text):
    """A text without what no calendar may hold."""
    return UNPRINTABLE.sub("", text.replace("\r\n", "\n"))
