"""What is written to both when a time is taken, moved or given back, with an entry for their calendars."""

import zoneinfo
from datetime import UTC, timedelta

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from icalendar import Event, vCalAddress

from followups.actions.notifications import notify, speaking_to
from followups.booking.tokens import address_of
from followups.calendar.writing import new_calendar, plain, uid_of, whole
from followups.letters import absolute, page_of
from kit import formats
from leads.capture.letters import harmless
from timeline.outgoing import queue_email

NEWS = {
    "booked.new": gettext_lazy("%(name)s booked “%(link)s” for %(when)s"),
    "booked.moved": gettext_lazy("%(name)s moved “%(link)s” to %(when)s"),
    "booked.cancelled": gettext_lazy("%(name)s gave back “%(link)s” of %(when)s"),
}


def confirm(booking):
    """Write to the guest, in their language and time, how it stands; at most once for each change."""
    with translation.override(booking.language), timezone.override(zone_named(booking.time_zone)):
        context = {"booking": booking, "link": booking.link, "is_off": is_off(booking), "address": address_of(booking)}
        context |= {"when": when_words(booking), "guest": harmless(booking.name) or _("there")}
        subject = off_or_on(booking, _("Cancelled: %(what)s, %(when)s"), _("%(what)s, %(when)s"))
        queue_email(
            key=f"booking:{booking.pk}:{booking.sequence}",
            to=booking.email,
            subject=subject % {"what": booking.link.name, "when": context["when"]},
            text=render_to_string("followups/email/booking.txt", context),
            files=[calendar_file(booking)],
        )


def tell_owner(booking, kind):
    """Tell the owner of the time: in the app as they chose, and by a mail their calendar reads."""
    owner = booking.link.owner
    with speaking_to(owner):
        words = {"name": booking.name, "link": booking.link.name, "when": when_words(booking)}
        text, page = NEWS[kind] % words, page_of(booking.follow_up)
        queue_email(
            key=f"booking:{booking.pk}:{booking.sequence}:owner",
            to=owner.email,
            subject=" ".join(text.split()),
            text="\n\n".join(filter(None, [text, booking.note, f"{booking.name} <{booking.email}>", absolute(page)])),
            files=[calendar_file(booking)],
        )
    notify(owner, key=f"booking:{booking.pk}:{booking.sequence}", kind=kind, text=text, url=page)


def when_words(booking):
    """“Tue 24 Nov 15:00 (Berlin time)”, in the active zone."""
    due_at = booking.follow_up.due_at
    city = timezone.get_current_timezone_name().rpartition("/")[2].replace("_", " ")
    return _("%(day)s %(clock)s (%(city)s time)") % {
        "day": formats.day(due_at), "clock": formats.clock(due_at), "city": city,
    }  # fmt: skip


def off_or_on(booking, off, on):
    return off if is_off(booking) else on


def is_off(booking):
    return booking.follow_up.cancelled_at is not None


def calendar_file(booking):
    """The entry for a calendar, published by the owner of the time; a later one with the same name replaces it."""
    calendar, event, owner = new_calendar(), Event(), booking.link.owner
    calendar.add("method", "PUBLISH")
    organizer = vCalAddress(f"mailto:{owner.email}")
    organizer.params["cn"] = owner.name
    event.add("organizer", organizer)
    event.add("uid", uid_of(booking.follow_up))
    event.add("sequence", booking.sequence)
    event.add("dtstamp", whole(timezone.now()))
    event.add("dtstart", booking.follow_up.due_at.astimezone(UTC))
    event.add("dtend", booking.follow_up.due_at.astimezone(UTC) + timedelta(minutes=booking.link.minutes))
    event.add("summary", plain(f"{booking.link.name}: {owner.name}, {booking.name}"))
    event.add("status", off_or_on(booking, "CANCELLED", "CONFIRMED"))
    if booking.link.place:
        event.add("location", plain(booking.link.place))
    calendar.add_component(event)
    return {"name": "meeting.ics", "type": "text/calendar", "text": calendar.to_ical().decode()}


def zone_named(name):
    """A time zone by its name, UTC for one this machine does not know."""
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return zoneinfo.ZoneInfo("UTC")
