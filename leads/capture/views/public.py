"""The pages a stranger sees: form, thanks, confirmation. None of them needs a script, a cookie or a sign-in."""

from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from leads.capture.actions import Sent, confirm, hand_in
from leads.capture.addresses import address_hash
from leads.capture.counting import Refused
from leads.capture.forms import TRAP, PublicForm
from leads.capture.origin import origin_in, origin_of, origin_sent
from leads.capture.seal import new_seal, read_seal
from leads.models import CaptureForm

GONE, UNPROCESSABLE = 410, 422
READING = require_safe
FILLING = require_http_methods(["GET", "HEAD", "POST"])


def street(methods):
    """A page of a form for everybody, in the form's language; the seal stands where a cookie would be needed."""

    def open_to(view):
        @wraps(view)
        def opened(request, key, *, framed=False):
            form = get_object_or_404(CaptureForm, key=key)
            with translation.override(form.language):
                answer = view(request, form, framed=framed) if is_open(form) else closed(request, form)
                return housed(answer, form, framed)

        return never_cache(csrf_exempt(login_not_required(methods(opened))))

    return open_to


def is_open(form):
    """Whether it answers; one that was never published is not there at all."""
    if form.published_at is None:
        raise Http404
    return form.retired_at is None


def housed(response, form, framed):
    """Say who may frame this page: nobody, or inside a frame those the form names."""
    policy = dict(settings.SECURE_CSP)
    if framed and form.embedded_on:
        policy["frame-ancestors"] = form.embedded_on
        response.xframe_options_exempt = True
    if form.redirect_url:
        policy["form-action"] = [*policy["form-action"], origin_in(form.redirect_url)]
    response._csp_config = policy
    return response


@street(FILLING)
def fill_in(request, form, framed):
    if request.method == "POST":
        return take_in(request, form, framed)
    asked = PublicForm(form)
    return show(request, form, asked, framed, seal=new_seal(form), origin=origin_of(request, form, framed=framed))


def take_in(request, form, framed):
    """What was sent: taken, or shown again with what is to be done; a robot is thanked, and nothing is kept of it."""
    if request.POST.get(TRAP):
        return thanked(form, framed)
    asked, seal = PublicForm(form, request.POST), read_seal(form, request.POST.get("seal"))
    status = UNPROCESSABLE
    if asked.is_valid() and is_in_time(asked, seal, form):
        try:
            hand_in(form, sent_by(request, form, asked, seal))
            return thanked(form, framed)
        except Refused as refusal:
            status, seal = refusal.status, None
            asked.add_error(None, str(refusal))
    kept = request.POST["seal"] if seal else new_seal(form)
    return show(request, form, asked, framed, seal=kept, origin=origin_sent(request.POST), status=status)


def is_in_time(asked, seal, form):
    """Neither faster than a person writes nor a day after the page was opened."""
    if seal is None:
        asked.add_error(None, _("This page was open for a long time. Please send it once more."))
    elif seal.is_too_quick(form):
        asked.add_error(None, _("That was very quick. Please look it over and send it once more."))
    return not asked.errors


def sent_by(request, form, asked, seal):
    return Sent(
        operation=seal.operation,
        answers=asked.answers(),
        spoken=asked.spoken(),
        origin=origin_sent(request.POST),
        consent=form.consent_text,
        address_hash=address_hash(request),
    )


def thanked(form, framed):
    """Off the form, so that a reload sends nothing twice."""
    if form.redirect_url and not framed and not form.asks_twice:
        return redirect(form.redirect_url)
    return redirect("leads:form-frame-thanks" if framed else "leads:form-thanks", form.key)


def show(request, form, asked, framed, *, seal, origin, status=200):
    context = {"form": form, "asked": asked, "framed": framed, "seal": seal, "origin": origin, "trap": TRAP}
    response = render(request, "leads/capture/page.html", context, status=status)
    if status == 429:
        response["Retry-After"] = "3600"
    return response


def closed(request, form):
    return render(request, "leads/capture/closed.html", {"form": form}, status=GONE)


@street(READING)
def thanks(request, form, framed):
    return render(request, "leads/capture/thanks.html", {"form": form, "framed": framed, "waits": form.asks_twice})


@never_cache
@csrf_exempt
@login_not_required
@FILLING
def confirmation(request, token):
    """A button, for programs that read mail open every link in it."""
    if request.method != "POST":
        return render(request, "leads/capture/confirm.html")
    submission = confirm(token)
    if submission is None:
        return render(request, "leads/capture/confirm.html", {"is_over": True}, status=GONE)
    with translation.override(submission.form.language):
        return render(request, "leads/capture/thanks.html", {"form": submission.form})
