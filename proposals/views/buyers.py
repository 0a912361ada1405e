"""What sellers see of their buyers: who read what for how long, their questions, their links, the certificate."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.rights import require
from proposals.answering.actions import paper_of
from proposals.answering.forms import ReplyForm
from proposals.answering.replying import reply_to
from proposals.answering.signatures import HEIGHT, WIDTH
from proposals.links.actions import guard_link, revoke_link
from proposals.models import Answer, Link, Question, Version
from proposals.reading.readers import readers_of

WRITE, UNPROCESSABLE = "deal.edit", 422


@require_safe
def buyers(request, pk):
    """The buyers of a version, each with their visits and questions."""
    return show(request, version_seen(request.user, pk))


def version_seen(user, pk):
    related = ("proposal__deal__owner", "proposal__deal__company")
    return get_object_or_404(Version.objects.visible_to(user).select_related(*related), pk=pk)


def show(request, version, *, form=None, asked=None, status=200):
    answer = Answer.objects.filter(version=version).first()
    context = {"version": version, "readers": readers_of(version), "answer": answer}
    context |= {"form": form or ReplyForm(), "asked": asked}
    return render(request, "proposals/links/buyers.html", context, status=status)


@require_POST
def revoke(request, pk):
    """Close a link at once."""
    found = get_object_or_404(Link.objects.visible_to(request.user).select_related("contact"), pk=pk)
    require(request.user, WRITE)
    revoke_link(found, by=request.user)
    return redirect("proposals:buyers", found.version_id)


@require_POST
def guard(request, pk):
    """Let a link ask for a code, or no longer."""
    found = get_object_or_404(Link.objects.visible_to(request.user).select_related("contact"), pk=pk)
    require(request.user, WRITE)
    try:
        guard_link(found, asks_code=request.POST.get("ask") == "yes", by=request.user)
    except ValidationError as problem:
        messages.error(request, problem.messages[0])
    return redirect("proposals:buyers", found.version_id)


@require_http_methods(["GET", "HEAD", "POST"])
def reply(request, pk):
    """Write back to a question."""
    found = get_object_or_404(Question.objects.visible_to(request.user).select_related("link__version"), pk=pk)
    require(request.user, WRITE)
    form = ReplyForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            reply_to(found, form.cleaned_data["reply"], by=request.user)
        except ValidationError as problem:
            messages.error(request, problem.messages[0])
        return redirect("proposals:buyers", found.link.version_id)
    status = UNPROCESSABLE if form.is_bound else 200
    return show(request, version_seen(request.user, found.link.version_id), form=form, asked=found, status=status)


@require_safe
def certificate(request, pk):
    """Who signed what, when and from where, for whoever may see the deal."""
    answers = Answer.objects.visible_to(request.user).filter(kind=Answer.Kind.ACCEPTED)
    related = ("version__proposal__deal", "proposal", "link__contact")
    answer = get_object_or_404(answers.select_related(*related), version=pk)
    context = {"answer": answer, "paper": paper_of(answer.version), "sheet": f"0 0 {WIDTH} {HEIGHT}"}
    return render(request, "proposals/links/certificate.html", context)
