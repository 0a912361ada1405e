"""What a buyer answers: yes in two steps, no with a reason, or a question."""

from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import pgettext, pgettext_lazy

from leads.capture.addresses import address_of
from proposals.answering.actions import (
    Answered,
    NotOpen,
    SomethingElse,
    Where,
    accept_offer,
    ask_question,
    decline_offer,
    paper_of,
)
from proposals.answering.forms import DeclineForm, QuestionForm, SignForm
from proposals.answering.signatures import HEIGHT, WIDTH
from proposals.answering.statements import hash_of_statement, statement_of
from proposals.models import Answer
from proposals.reading.devices import agent_of, mark
from proposals.reading.offers import languages, offer_of
from proposals.views.door import door, gone
from proposals.views.public import show

CONFLICT, UNPROCESSABLE = 409, 422


def answering(view):
    """Only a buyer answers, and only once: who comes late sees who was first, and when."""

    def asked(request, visitor):
        offer = offer_of(visitor, request.POST)
        if not offer.is_open:
            return already(request, visitor, offer.answer)
        if not offer.may_answer:
            return show(request, visitor, offer, complaint=COLLEAGUE, status=403)
        try:
            return mark(request, view(request, visitor, offer))
        except Answered as answered:
            return already(request, visitor, answered.answer)
        except NotOpen:
            return gone(request)

    return asked


COLLEAGUE = pgettext_lazy(
    "paper", "You are signed in, so this would not be the answer of the buyer. Only they can give it."
)


def already(request, visitor, answer):
    context = {"answer": answer, "token": visitor.token, "languages": languages(), "language": visitor.language}
    return render(request, "proposals/public/already.html", context | {"link": visitor.link}, status=CONFLICT)


@door("POST")
@answering
def sign(request, visitor, offer):
    """The first step: who signs and how. What is signed then is shown word for word, to be confirmed."""
    form = SignForm(request.POST)
    if form.is_valid() and "change" not in request.POST and not offer.chosen.open_choices:
        return confirm(request, visitor, offer, form)
    complaint = open_choice(offer) if form.is_valid() or "change" in request.POST else ""
    if "change" in request.POST:
        return show(request, visitor, offer, form=SignForm(initial=request.POST.dict()))
    return show(request, visitor, offer, form=form, complaint=complaint, status=UNPROCESSABLE)


def open_choice(offer):
    names = offer.chosen.open_choices
    return pgettext("paper", "Choose one of “%(name)s” first.") % {"name": names[0]} if names else ""


def confirm(request, visitor, offer, form, *, complaint="", status=200):
    paper = paper_of(visitor.version)
    statement = statement_of(offer.chosen, paper, visitor.link, form.signatory)
    context = {"offer": offer, "form": form, "signatory": form.signatory, "paper": paper, "complaint": complaint}
    context |= {"signing": hash_of_statement(statement), "sheet": f"0 0 {WIDTH} {HEIGHT}"}
    context |= {"languages": languages(), "language": visitor.language}
    return render(request, "proposals/public/confirm.html", context, status=status)


@door("POST")
@answering
def accept(request, visitor, offer):
    """The second step: what was shown is signed, if it is still the same."""
    form = SignForm(request.POST)
    if not form.is_valid():
        return show(request, visitor, offer, form=form, status=UNPROCESSABLE)
    try:
        where = where_of(request, visitor, form.cleaned_data["zone"])
        signing = request.POST.get("signing", "")
        accept_offer(visitor.link, offer.chosen.keys, form.signatory, where, signing=signing)
    except SomethingElse:
        complaint = pgettext("paper", "Something was changed since you looked. Please look again at what you sign.")
        return confirm(request, visitor, offer, form, complaint=complaint, status=CONFLICT)
    except ValidationError as refusal:
        return show(request, visitor, offer, form=form, complaint=refusal.messages[0], status=UNPROCESSABLE)
    return to_page(visitor)


def where_of(request, visitor, zone="UTC"):
    return Where(visitor.language, zone, address_of(request), agent_of(request))


@door("GET", "HEAD", "POST")
@answering
def decline(request, visitor, offer):
    """Say no, with why."""
    form = DeclineForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        decline_offer(visitor.link, form.cleaned_data["reason"], where_of(request, visitor))
        return to_page(visitor)
    return written(request, visitor, offer, form, "proposals/public/decline.html")


@door("GET", "HEAD", "POST")
def question(request, visitor):
    """Ask something; also of a proposal that was answered already."""
    offer = offer_of(visitor, request.POST)
    if visitor.is_colleague and request.method == "POST":
        return show(request, visitor, offer, complaint=COLLEAGUE, status=403)
    form = QuestionForm(visitor.link, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            ask_question(visitor.link, form.cleaned_data["text"], operation=form.cleaned_data["seal"])
        except ValidationError as refusal:
            form.add_error("text", refusal)
        else:
            return written(request, visitor, offer, form, "proposals/public/asked.html")
    return mark(request, written(request, visitor, offer, form, "proposals/public/question.html"))


def written(request, visitor, offer, form, template):
    status = UNPROCESSABLE if form.is_bound and form.errors else 200
    context = {"offer": offer, "form": form, "languages": languages(), "language": visitor.language}
    return render(request, template, context, status=status)


@door("GET", "HEAD")
def certificate(request, visitor):
    """Who signed what, when and from where."""
    answer = Answer.objects.filter(version=visitor.version, kind=Answer.Kind.ACCEPTED).first()
    if answer is None:
        return gone(request)
    context = {"answer": answer, "offer": offer_of(visitor, request.GET), "paper": paper_of(answer.version)}
    context |= {"languages": languages(), "language": visitor.language, "sheet": f"0 0 {WIDTH} {HEIGHT}"}
    return render(request, "proposals/public/certificate.html", context)


def to_page(visitor):
    """Back to the proposal, in the language that was read."""
    response = redirect("proposals:offer", visitor.token)
    response["Location"] += f"?in={visitor.language}"
    return response
