"""What every request owes its reader: their own time and language, a session that ends, and modest powers."""

import time
import zoneinfo

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import get_user
from django.utils import timezone, translation

POWERS = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"
SECONDS_BETWEEN_SIGHTS = 600


def modest_powers(get_response):
    """Tell the browser that no page of ours wants a camera, a place or a purse."""

    def middleware(request):
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", POWERS)
        return response

    return middleware


def ending_sessions(get_response):
    """Sign out whoever has been idle, or signed in, for longer than the settings allow."""

    def middleware(request):
        request.user = get_user(request)  # every page asks for it, so it need not be lazy
        if request.user.is_authenticated:
            end_or_note(request, int(time.time()))
        return get_response(request)

    return middleware


def end_or_note(request, now):
    session = request.session
    signed_in_at = session.setdefault("signed_in_at", now)
    seen_at = session.get("seen_at", now)
    if now - signed_in_at > settings.SESSION_COOKIE_AGE or now - seen_at > idle_seconds(session):
        logout(request)
    elif now - seen_at >= SECONDS_BETWEEN_SIGHTS or "seen_at" not in session:
        session["seen_at"] = now


def idle_seconds(session):
    """How long this browser may rest: a working day, or the whole life of a session somebody asked to keep."""
    return settings.SESSION_IDLE_SECONDS if session.get_expire_at_browser_close() else settings.SESSION_COOKIE_AGE


def personal(get_response):
    """Activate the reader's time zone and language for the length of the request."""

    def middleware(request):
        with timezone.override(zone_of(request.user)):
            if not request.user.is_authenticated:
                return get_response(request)
            with translation.override(request.user.language):
                request.LANGUAGE_CODE = translation.get_language()
                return get_response(request)

    return middleware


def zone_of(user):
    """The user's ZoneInfo, UTC for strangers and for names this machine does not know."""
    try:
        return zoneinfo.ZoneInfo(getattr(user, "time_zone", "UTC"))
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return zoneinfo.ZoneInfo("UTC")
