"""Making, changing and revoking the address of one's calendar; what is kept of it opens nothing."""

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from accounts.models import User
from followups.models import CalendarFeed
from timeline.log import record

SEEN_AGAIN = timedelta(minutes=10)


@transaction.atomic
def open_feed(user, *, shape, alarm_minutes, by):
    """Make a new address, ending the one before; returns its token, which is never shown again."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)  # two at once would each end the other's
    CalendarFeed.objects.open().filter(user=user).update(revoked_at=Now())
    token = secrets.token_urlsafe(32)
    CalendarFeed.objects.create(user=user, token_hash=hash_of(token), shape=shape, alarm_minutes=alarm_minutes)
    record("person.calendar_opened", user, by=by, details={"shape": shape})
    return token


@transaction.atomic
def change_feed(user, *, shape, alarm_minutes, by):
    """Change what the address of this user shows; the address stays."""
    feeds = CalendarFeed.objects.open().filter(user=user).exclude(shape=shape, alarm_minutes=alarm_minutes)
    if feeds.update(shape=shape, alarm_minutes=alarm_minutes):
        record("person.calendar_changed", user, by=by, details={"shape": shape})


@transaction.atomic
def close_feed(user, *, by):
    """End the address: from the next request on it opens nothing."""
    if CalendarFeed.objects.open().filter(user=user).update(revoked_at=Now()):
        record("person.calendar_closed", user, by=by)


def find_feed(token):
    """The open feed of this token whose owner still works here, or None; notes now and then that it was read."""
    found = CalendarFeed.objects.open().filter(token_hash=hash_of(token), user__is_active=True)
    feed = found.select_related("user__team").first()
    if feed and (feed.read_at is None or feed.read_at < timezone.now() - SEEN_AGAIN):
        CalendarFeed.objects.filter(pk=feed.pk).update(read_at=Now())
    return feed


def hash_of(token):
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
