"""The doors of the street: no more letters, and mail that another program hands in."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from followups.mail.filing import take_in
from followups.mail.inbound import LARGEST, is_allowed, may_be_read
from followups.mail.opting_out import letter_of, opt_out
from leads.capture.addresses import address_hash
from leads.capture.counting import within

GONE, TOO_LARGE, TOO_MANY = 410, 413, 429
WRONG_SECRETS = 30  # a minute from one address
STOPS = 30  # a minute from one address


@never_cache
@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request, token):
    """A button, for programs that read mail open every link in it; a mail program may press it by itself."""
    if not within(f"mail-stop:{address_hash(request)}", STOPS):
        return HttpResponse(status=TOO_MANY, headers={"Retry-After": "60"})
    letter = letter_of(token)
    if letter and request.method == "POST":
        opt_out(letter)
    context = {"letter": letter, "is_done": request.method == "POST"}
    return render(request, "followups/mail/stop.html", context, status=200 if letter else GONE)


@never_cache
@csrf_exempt
@login_not_required
@require_POST
def inbound(request):
    """Raw mail (RFC 822) from a program that knows our secret; handed in twice, it is one letter."""
    if not may_be_read(request.headers):
        return turn_away(request)
    raw = request.read(LARGEST + 1)
    if len(raw) > LARGEST:
        return JsonResponse({"error": "A mail may have 30 MB."}, status=TOO_LARGE)
    if not is_allowed(request.headers, raw):
        return turn_away(request)
    letter = take_in(raw, envelope=[request.headers.get("X-Kariz-Recipient", "").lower()])
    return JsonResponse({"letter": letter and letter.pk, "filed": bool(letter and letter.about)})


def turn_away(request):
    is_early = within(f"mail-in:{address_hash(request)}", WRONG_SECRETS)
    return JsonResponse({"error": "The secret is wrong."}, status=401 if is_early else TOO_MANY)
