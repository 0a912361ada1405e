"""The page of one version: a draft to write on with its paper beside it, or what was sent, as it was sent."""

from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.bin.doing import say_thrown
from accounts.rights import may, require
from kit.apart import CannotDraw, draw_apart
from pipeline.items.queries import products_offered
from proposals.actions.editing import WrittenMeanwhile, edit_version
from proposals.actions.making import make_version
from proposals.actions.sending import send_version
from proposals.actions.stopping import delete_draft, withdraw_version
from proposals.drafting import DraftForms
from proposals.drawing import page_of
from proposals.gaps import NAMES
from proposals.holding import send_held
from proposals.models import Paper, SectionKind, Version
from proposals.paper import looked_at
from proposals.queries import cards_of, drawing_of, version_seen
from proposals.showing import sheet_of

WRITE = "proposal.write"
CONFLICT, UNPROCESSABLE = 409, 422


def seen(request, pk, verb=None):
    """The version, if this user may see its deal, and may do this to it."""
    version = get_object_or_404(version_seen(request.user), pk=pk)
    if verb:
        require(request.user, verb)
    return version


@require_safe
def proposal(request, pk):
    """One version."""
    version = seen(request, pk)
    if version.is_draft and may(request.user, WRITE):
        return show_editor(request, DraftForms(version))
    return show_sent(request, version)


def show_editor(request, forms, *, status=200, clash=None, template="proposals/editor.html"):
    """The editor with these forms, and the sheet of what is kept."""
    version = forms.version
    context = {
        "version": version,
        "forms": forms,
        "clash": clash,
        "sheet": in_its_language(version),
        "page": forms.page or str(uuid4()),
        "kinds": SectionKind.choices,
        "gaps": NAMES,
        "products": products_offered(),
        "drawing": drawing_of(version),
    }
    return render(request, template, context | as_read(version, context["sheet"]), status=status)


def show_sent(request, version):
    """What was sent, or is being sent, as its buyer reads it."""
    context = {"version": version, "sheet": in_its_language(version), "drawing": drawing_of(version)}
    context["card"] = cards_of(Version.objects.filter(pk=version.pk))[0]
    return render(request, "proposals/sent.html", context | as_read(version, context["sheet"]))


def in_its_language(version):
    with translation.override(version.language):
        return sheet_of(version)


def as_read(version, sheet):
    """The sheet as HTML in the language of the proposal, and the direction it is read in."""
    with translation.override(version.language):
        said = render_to_string("proposals/_sheet.html", {"version": version, "sheet": sheet})
        return {"preview": said, "is_rtl": translation.get_language_bidi()}


@require_POST
def edit(request, pk):
    """Write what the page of a draft says; answers with the paper beside it, or with the whole page."""
    return written(request, seen(request, pk, WRITE))


@require_POST
def send(request, pk):
    """Keep what the page of a draft says and freeze it; a worker draws it and sends it."""
    version = seen(request, pk, WRITE)
    if "revision" in request.POST:
        return written(request, version, then=send_version)
    return acted(request, version, lambda: send_version(version, by=request.user))


def written(request, version, then=None):
    """Keep what was written; `then` is done with the version once it is kept, and its page opened anew."""
    forms = DraftForms(version, request.POST)
    is_quick = bool(request.htmx) and not request.POST.get("act") and not then
    if not forms.is_valid():
        return answer(request, forms, is_quick, status=UNPROCESSABLE)
    try:
        version = edit_version(version, forms.draft(), by=request.user, revision=forms.revision, page=forms.page)
        if then:
            then(version, by=request.user)
    except WrittenMeanwhile as clash:
        return answer(request, forms, False, status=CONFLICT, clash=clash)
    except ValidationError as problem:
        messages.error(request, problem.messages[0])
        return opened_anew(request, version)
    if then or not request.htmx or not version.is_draft:
        return opened_anew(request, version)
    fresh = DraftForms(version_seen(request.user).get(pk=version.pk), request.POST if is_quick else None)
    return answer(request, fresh, is_quick)


def opened_anew(request, version):
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": reverse("proposals:proposal", args=[version.pk])})
    return redirect("proposals:proposal", version.pk)


def answer(request, forms, is_quick, **more):
    """What changes on an open page, or the page itself for a browser without scripts."""
    if not request.htmx:
        return show_editor(request, forms, **more)
    if is_quick:
        return show_editor(request, forms, template="proposals/_saved.html", **more)
    whole = show_editor(request, forms, template="proposals/_editor.html", **more)
    whole["HX-Retarget"], whole["HX-Reswap"] = "#editor", "outerHTML"
    return whole


@require_POST
def withdraw(request, pk):
    """Take back what was sent."""
    version = seen(request, pk, WRITE)
    return acted(request, version, lambda: withdraw_version(version, by=request.user), _("It is withdrawn."))


@require_POST
def release(request, pk):
    """Send the mails that were held back after all."""
    version = seen(request, pk, WRITE)
    return acted(request, version, lambda: send_held(version, by=request.user), _("It is on its way."))


@require_POST
def renew(request, pk):
    """Begin the next version, and write on it."""
    version = seen(request, pk, WRITE)
    try:
        fresh = make_version(version, by=request.user)
    except ValidationError as problem:
        messages.error(request, problem.messages[0])
        return redirect("pipeline:deal", version.proposal.deal_id)
    return redirect("proposals:proposal", fresh.pk)


@require_POST
def delete(request, pk):
    """Throw a draft away."""
    version = seen(request, pk, WRITE)
    try:
        say_thrown(request, delete_draft(version, by=request.user))
    except ValidationError as problem:
        messages.error(request, problem.messages[0])
        return redirect("proposals:proposal", pk)
    return redirect("pipeline:deal", version.proposal.deal_id)


def acted(request, version, do, done=""):
    try:
        do()
    except ValidationError as problem:
        messages.error(request, problem.messages[0])
    else:
        if done:
            messages.success(request, done)
    return redirect("proposals:proposal", version.pk)


@require_safe
def drawing(request, pk):
    """How far the drawing of a version is; the page asks again until it is done."""
    version = seen(request, pk)
    if version.state != Version.State.SENDING and request.htmx:
        return opened_anew(request, version)
    waits = drawing_of(version)
    context = {"version": version, "at_page": waits and page_of(waits)}
    return render(request, "proposals/_drawing.html", context)


@require_safe
def paper(request, pk, kind):
    """The PDF as it was sent, or as it was signed."""
    found = Paper.objects.visible_to(request.user).select_related("version__proposal")
    kept = get_object_or_404(found, version=pk, kind=kind)
    response = file_of(bytes(kept.content), kept.version, "-signed" if kind == "signed" else "")
    response.headers["X-Content-SHA256"] = kept.sha256
    return response


@require_safe
def draft_paper(request, pk):
    """The PDF a draft would become, to be looked at; each page says that it is a draft, and nothing of it is kept."""
    version = seen(request, pk)
    if not version.is_draft:
        return redirect("proposals:proposal", pk)
    try:
        content, _pages = draw_apart(*looked_at(version))
    except CannotDraw as problem:
        messages.error(request, str(problem))
        return redirect("proposals:proposal", pk)
    response = file_of(content, version, "-draft")
    response.headers["Cache-Control"] = "no-store"
    return response


def file_of(content, version, ending):
    response = FileResponse([content], content_type="application/pdf")
    name = f"{version.proposal.number}-v{version.number}{ending}.pdf"
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=name)
    return response
