"""What a buyer sees: the proposal, its papers, its logo; and the word that somebody looks."""

import json
import re

from django.http import HttpResponse, HttpResponseBadRequest, RawPostDataException
from django.shortcuts import render
from django.utils.translation import pgettext

from leads.capture.counting import within
from proposals.answering.forms import CodeForm, SignForm
from proposals.links.codes import PASS_SECONDS, is_let_in, new_pass, send_code, try_code
from proposals.models import Paper, PaperKind
from proposals.reading.actions import note_sight
from proposals.reading.devices import agent_of, agent_words, is_person, keep, mark
from proposals.reading.offers import languages, offer_of
from proposals.views.door import PASS, door, gone, led_to

UNPROCESSABLE, TOO_MANY, NO_CONTENT = 422, 429, 204
BEATS_A_MINUTE, LARGEST_BEAT = 20, 4000
SECTION = re.compile(r"[A-Za-z0-9_-]{1,40}")


@door("GET", "HEAD")
def offer(request, visitor):
    """The proposal with the choices in the address; looking at it writes nothing."""
    return mark(request, show(request, visitor, offer_of(visitor, request.GET)))


def show(request, visitor, found, *, form=None, status=200, **more):
    """The page itself, with the form as it was sent, if it was."""
    contact = visitor.link.contact
    form = form or SignForm(initial={"name": contact.name, "title": contact.job_title})
    context = {"offer": found, "form": form, "languages": languages(), "language": visitor.language} | more
    return render(request, "proposals/public/offer.html", context, status=status)


@door("GET", "HEAD")
def paper(request, visitor):
    """The PDF as it was sent."""
    return file_of(request, visitor, PaperKind.PROPOSAL, "")


@door("GET", "HEAD")
def signed_paper(request, visitor):
    """The PDF as it was signed."""
    return file_of(request, visitor, PaperKind.SIGNED, "-signed")


def file_of(request, visitor, kind, ending):
    version = visitor.version
    found = Paper.objects.filter(version=version, kind=kind).first()
    if found is None:
        return gone(request)
    response = HttpResponse(bytes(found.content), content_type="application/pdf")
    name = f"{version.proposal.number}-v{version.number}{ending}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@door("GET", "HEAD", needs_code=False)
def logo(request, visitor):
    """The logo of the house."""
    found = visitor.version.logo
    return HttpResponse(bytes(found.content), content_type=found.content_type) if found else gone(request)


@door("GET", "HEAD", "POST")
def seen(request, visitor):
    """Somebody looks: told by the script with the seconds of each section, or by a picture where no script runs."""
    if request.method == "POST":
        sections = sections_in(said_in(request))
        if sections is None:
            return HttpResponseBadRequest()
        if is_person(request) and within(f"offer-seen:{visitor.link.pk}:{visitor.device}", BEATS_A_MINUTE):
            note_sight(visitor.link, visitor.device, agent_words(agent_of(request)), sections)
        return HttpResponse(status=NO_CONTENT)
    if is_person(request) and within(f"offer-seen:{visitor.link.pk}:{visitor.device}", BEATS_A_MINUTE):
        note_sight(visitor.link, visitor.device, agent_words(agent_of(request)), {})
    return HttpResponse(DOT, content_type="image/svg+xml")


DOT = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'


def said_in(request):
    """The body of a request; nothing where it was sent as a form, which nothing of ours does."""
    try:
        return request.body
    except RawPostDataException:
        return b""


def sections_in(body):
    """{section: seconds} as the script says it, or None where that is nothing of ours."""
    try:
        said = json.loads(body) if len(body) <= LARGEST_BEAT else None
        return {key: int(seconds) for key, seconds in said["sections"].items() if SECTION.fullmatch(key)}
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
        return None


@door("GET", "HEAD", "POST", needs_code=False)
def code(request, visitor):
    """Prove that the mailbox is yours: have a code sent, and give it."""
    link, form = visitor.link, CodeForm()
    if is_let_in(link, visitor.device, request.COOKIES.get(PASS)):
        return led_to("proposals:offer", request, visitor.token)
    if request.method == "POST" and "code" not in request.POST:
        sent = send_code(link, visitor.device)
        return ask_code(request, visitor, form, sent=sent, status=200 if sent else TOO_MANY)
    if request.method == "POST":
        return take_code(request, visitor)
    return mark(request, ask_code(request, visitor, form))


def take_code(request, visitor):
    form = CodeForm(request.POST)
    if form.is_valid() and try_code(visitor.link, visitor.device, form.cleaned_data["code"]):
        response = led_to("proposals:offer", request, visitor.token)
        keep(response, PASS, new_pass(visitor.link, visitor.device), PASS_SECONDS)
        return response
    if form.is_valid():
        form.add_error(
            "code", pgettext("paper", "This is not the code, or it is older than ten minutes. Have a new one sent.")
        )
    return ask_code(request, visitor, form, sent=True, status=UNPROCESSABLE)


def ask_code(request, visitor, form, *, sent=None, status=200):
    context = {"link": visitor.link, "token": visitor.token, "form": form, "sent": sent}
    context |= {"mailbox": veiled(visitor.link.contact.email)}
    return render(request, "proposals/public/code.html", context, status=status)


def veiled(email):
    """“k…@nordkyst.example”: enough for whoever owns it, too little for anybody else."""
    name, _at, domain = email.partition("@")
    return f"{name[:1]}…@{domain}"
