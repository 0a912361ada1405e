"""Times are kept in UTC and shown in the reader's own zone."""

import zoneinfo

from django.utils import timezone


def local_time(get_response):
    """Activate the signed-in user's time zone for the length of the request."""

    def middleware(request):
        with timezone.override(zone_of(request.user)):
            return get_response(request)

    return middleware


def zone_of(user):
    """The user's ZoneInfo, UTC for strangers and for names this machine does not know."""
    try:
        return zoneinfo.ZoneInfo(getattr(user, "time_zone", "UTC"))
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return zoneinfo.ZoneInfo("UTC")
