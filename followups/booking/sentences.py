"""How what happened to bookings reads."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from kit import formats
from timeline.sentences import MEETINGS, belong_to_what_they_are_about, say


def when(event):
    return {"when": formats.moment_within(datetime.fromisoformat(event.details["due_at"]))}


def note(event):
    return event.details.get("note", "")


belong_to_what_they_are_about("booking")
say("booking.made", _("{name} booked {link} for {when}"), icon="meet", kind=MEETINGS, words=when, note=note)
say("booking_link.made", _("{actor} made the booking page {name}"), icon="link")
say("booking_link.changed", _("{actor} changed the booking page {name}"), icon="link")
say("booking_link.retired", _("{actor} closed the booking page {name}"), icon="link")
say("booking_link.returned", _("{actor} opened the booking page {name} again"), icon="link")
