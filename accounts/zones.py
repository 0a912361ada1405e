"""The zone the workspace counts its days in: a month or a quarter is the same for everybody, wherever they read it."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from accounts.models import Workspace


def workspace_zone():
    """The workspace's time zone, UTC before there is one."""
    return ZoneInfo(Workspace.objects.values_list("time_zone", flat=True).first() or "UTC")


def today(zone=None):
    """The day it is in a zone, in the workspace's unless told."""
    return timezone.localdate(timezone=zone or workspace_zone())


def midnight(day, zone):
    """The moment a day begins in a zone."""
    return datetime.combine(day, time.min, tzinfo=zone)


def midnight_after(day, zone):
    """The moment a day is over; the last day of the calendar has no morning after, and ends with its beginning."""
    return midnight(day if day == date.max else day + timedelta(days=1), zone)
