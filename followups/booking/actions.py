"""Making links, and taking, moving and giving back the times they offer."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from followups.actions import cancel_follow_up, plan_follow_up, reschedule_follow_up
from followups.booking.guests import who_is
from followups.booking.letters import confirm, tell_owner
from followups.booking.slots import free_slots
from followups.models import Booking, BookingLink
from leads.capture.counting import hold
from timeline.log import record

AN_HOUR = timedelta(hours=1)
BOOKINGS_AN_HOUR = 6  # by one link from one address
MOST_MOVES = 10  # each writes to the address a stranger gave, and to the owner


class NotFree(ValidationError):
    """Somebody was quicker, or the time has passed."""


class TooMany(ValidationError):
    """More than one person books."""


@dataclass(frozen=True)
class Guest:
    """Who takes a time, as they said it; `operation` is one opening of the page, and books once."""

    operation: UUID
    name: str
    email: str
    company: str = ""
    note: str = ""
    time_zone: str = "UTC"
    language: str = "en"
    address_hash: str = ""


@transaction.atomic
def make_link(*, by, **facts):
    """Make a page on which others take times of its maker."""
    link = BookingLink.objects.create(owner=by, key=secrets.token_urlsafe(12), **facts)
    record("booking_link.made", link, by=by, owner=by, details={"name": link.name})
    return link


@transaction.atomic
def change_link(link, *, by, **facts):
    """Change what a page offers; what was taken stays."""
    for name, value in facts.items():
        setattr(link, name, value)
    link.save(update_fields=list(facts))
    record("booking_link.changed", link, by=by, owner=link.owner, details={"name": link.name})


@transaction.atomic
def retire_link(link, *, by):
    """Close a page; what was taken stays, and can still be moved and given back."""
    if BookingLink.objects.open().filter(pk=link.pk).update(retired_at=Now()):
        record("booking_link.retired", link, by=by, owner=link.owner, details={"name": link.name})


@transaction.atomic
def reopen_link(link, *, by):
    """Open a closed page again, at the address it had."""
    if BookingLink.objects.closed().filter(pk=link.pk).update(retired_at=None):
        record("booking_link.returned", link, by=by, owner=link.owner, details={"name": link.name})


@transaction.atomic
def book(link, start, guest):
    """Take a free time: the follow-up about whoever this is, and letters to both; returns the Booking, new or first.

    All who book times of one owner wait in line, so a time is taken once. Raises NotFree and TooMany.
    """
    hold_the_day_of(link.owner)
    if before := Booking.objects.filter(operation=guest.operation).first():
        return before
    refuse_too_many(link, guest)
    refuse_what_is_taken(link, start)
    about = who_is(guest, link)
    title = _("%(what)s with %(name)s") % {"what": link.name, "name": guest.name}
    follow_up = plan_follow_up(
        about=about, kind=link.kind, title=title[:200], due_at=start, owner=link.owner, by=None
    )  # fmt: skip
    booking = Booking.objects.create(link=link, follow_up=follow_up, **facts_of(guest))
    details = {"name": guest.name, "link": link.name, "due_at": start.isoformat(), "note": guest.note}
    record("booking.made", booking, by=None, about=(about,), owner=about.owner or link.owner, details=details)
    confirm(booking)
    tell_owner(booking, "booked.new")
    return booking


def hold_the_day_of(owner):
    """One at a time for everything that takes times of this person, until the transaction ends."""
    hold(f"booking:{owner.pk}")


def refuse_too_many(link, guest):
    lately = Booking.objects.filter(link=link, address_hash=guest.address_hash, created_at__gt=Now() - AN_HOUR)
    if lately.count() >= BOOKINGS_AN_HOUR:
        raise TooMany(_("A lot was booked from your network within the hour. Please write to us instead."))


def refuse_what_is_taken(link, start, but=None):
    if start not in free_slots(link, but=but):
        raise NotFree(_("Somebody has just taken this time. Please choose another: nothing you wrote is lost."))


def facts_of(guest):
    names = ("operation", "name", "email", "note", "time_zone", "language", "address_hash")
    return {name: getattr(guest, name) for name in names}


@transaction.atomic
def move_booking(booking, start):
    """The guest takes another free time instead.

    Raises NotFree, TooMany, and ValidationError when it is over or given back.
    """
    hold_the_day_of(booking.link.owner)
    booking.refresh_from_db(fields=["sequence"])
    if booking.sequence >= MOST_MOVES:
        raise TooMany(_("This meeting was moved very often. Please write to us, and we will find a time."))
    refuse_what_is_taken(booking.link, start, but=booking.follow_up)
    reschedule_follow_up(booking.follow_up, due_at=start, by=None)
    changed(booking)
    tell_owner(booking, "booked.moved")


@transaction.atomic
def give_back(booking):
    """The guest does not come; the time is free again. Raises ValidationError when it is over or given back already."""
    cancel_follow_up(booking.follow_up, by=None)
    changed(booking)
    tell_owner(booking, "booked.cancelled")


def changed(booking):
    """Tell the guest how it stands now, under the next number of its calendar entry."""
    booking.sequence += 1
    booking.save(update_fields=["sequence"])
    booking.follow_up.refresh_from_db()
    confirm(booking)
