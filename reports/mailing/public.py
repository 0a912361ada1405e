"""The door of the street: a report that somebody wants no more."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from leads.capture.addresses import address_hash
from leads.capture.counting import within
from reports.mailing.leaving import leave, place_of

GONE, TOO_MANY = 410, 429
STOPS = 30  # a minute from one address


@never_cache
@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request, token):
    """A button, for programs that read mail open every link in it; a mail program may press it by itself."""
    if not within(f"report-stop:{address_hash(request)}", STOPS):
        return HttpResponse(status=TOO_MANY, headers={"Retry-After": "60"})
    place = place_of(token)
    if place and request.method == "POST":
        leave(*place)
    schedule, person = place or (None, None)
    context = {"schedule": schedule, "person": person, "is_done": request.method == "POST"}
    return render(request, "reports/mailing/stop.html", context, status=200 if place else GONE)
