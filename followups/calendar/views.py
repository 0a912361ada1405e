"""The calendar as programs read it, and the page on which its address is made."""

import hashlib

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.middleware import zone_of
from followups.calendar.actions import change_feed, close_feed, find_feed, open_feed
from followups.calendar.forms import FeedForm
from followups.calendar.writing import calendar_of
from followups.models import CalendarFeed
from leads.capture.addresses import address_hash
from leads.capture.counting import within

READS_A_MINUTE, TRIES_A_MINUTE = 30, 30
UNPROCESSABLE, TOO_MANY = 422, 429


@login_not_required
@require_safe
def feed(request, token):
    """The follow-ups behind a private address; who asks for addresses that are none is soon not answered."""
    found = find_feed(token)
    name, limit = counted(request, found)
    if not within(name, limit):
        return HttpResponse(status=TOO_MANY, headers={"Retry-After": "60"})
    if found is None:
        raise Http404
    with translation.override(found.user.language), timezone.override(zone_of(found.user)):
        return answer(request, calendar_of(found))


def counted(request, found):
    if found:
        return f"calendar:{found.pk}", READS_A_MINUTE
    return f"calendar:wrong:{address_hash(request)}", TRIES_A_MINUTE


def answer(request, calendar):
    """The calendar, or that it is as it was."""
    headers = {
        "ETag": f'"{hashlib.sha256(calendar).hexdigest()[:32]}"',
        "Cache-Control": "private, no-cache",
        "Referrer-Policy": "no-referrer",
        "X-Robots-Tag": "noindex",
    }
    whole = HttpResponse(calendar, content_type="text/calendar; charset=utf-8", headers=headers)
    whole["Content-Disposition"] = 'inline; filename="follow-ups.ics"'
    return get_conditional_response(request, etag=whole["ETag"], response=whole)


@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request):
    """The address of one's calendar: made, changed, made anew, and shown only while it is made."""
    found = CalendarFeed.objects.open().filter(user=request.user).first()
    posted = request.POST if request.method == "POST" else None
    form = FeedForm(posted, initial=found and {"shape": found.shape, "alarm_minutes": found.alarm_minutes})
    if not form.is_valid():
        return show(request, form, found, status=UNPROCESSABLE if form.is_bound else 200)
    if found and not request.POST.get("anew"):
        change_feed(request.user, by=request.user, **form.cleaned_data)
        messages.success(request, _("Your calendar shows it when it next looks."))
        return redirect("followups:calendar")
    token = open_feed(request.user, by=request.user, **form.cleaned_data)
    return show(request, form, CalendarFeed.objects.open().get(user=request.user), address=address_of(token))


def show(request, form, found, *, address="", status=200):
    context = {"form": form, "feed": found, "address": address, "webcal": address.replace("http", "webcal", 1)}
    response = render(request, "followups/calendar/page.html", context, status=status)
    if address:
        response["Cache-Control"] = "no-store"
    return response


def address_of(token):
    return settings.BASE_URL.rstrip("/") + reverse("followups:calendar-feed", args=[token])


@require_POST
def calendar_close(request):
    """The address opens nothing any more."""
    close_feed(request.user, by=request.user)
    messages.success(request, _("The address is revoked. Calendars that used it show nothing new."))
    return redirect("followups:calendar")
