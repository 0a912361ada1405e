"""The pages where an admin builds forms. One press saves everything that was typed, whatever else it does."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.rights import require
from leads.capture import building
from leads.capture.builder_forms import Builder, NewForm
from leads.capture.embedding import frame_of, hosted_at
from leads.capture.forms import PublicForm
from leads.capture.questions import all_facts
from leads.models import CaptureForm
from leads.queries_response import responses_by_form

UNPROCESSABLE = 422


@require_safe
def forms(request):
    """All forms, with what came by them and how long people waited."""
    require(request.user, "forms.edit")
    lately, found = responses_by_form(), building.closed_last()
    rows = [(form, lately.get(form.pk)) for form in found]
    return render(request, "leads/capture/forms.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    require(request.user, "forms.edit")
    form = NewForm(request.POST if request.method == "POST" else None, initial={"language": request.user.language})
    if form.is_valid():
        with translation.override(form.cleaned_data["language"]):
            made = building.begin_form(by=request.user, **form.cleaned_data)
        return redirect("leads:form", made.pk)
    return render(request, "leads/capture/new.html", {"new": form}, status=UNPROCESSABLE if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def form(request, pk):
    """The builder: saves everything, then does what the pressed button says."""
    require(request.user, "forms.edit")
    form = get_object_or_404(CaptureForm, pk=pk)
    builder = Builder(form, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return show(request, form, builder)
    if builder.is_valid() and kept(request, form, builder):
        return redirect("leads:form", pk)
    return show(request, form, builder, status=UNPROCESSABLE)


def kept(request, form, builder):
    """Save, and do what was asked for; neither of them if one is refused."""
    try:
        with transaction.atomic():
            building.shape_form(form, by=request.user, **builder.facts())
            said = act(form, request.POST, request.user)
    except ValidationError as refusal:
        builder.texts.add_error(None, refusal)
        return False
    messages.success(request, said)
    return True


def act(form, asked, by):
    """What the button says, such as “up:12”; returns what was done, in words."""
    verb, _colon, which = asked.get("act", "").partition(":")
    pk = int(which) if which.isdecimal() and len(which) < 19 else 0
    match verb:
        case "up" | "down":
            building.place_question(form, pk, step=-1 if verb == "up" else 1, by=by)
        case "drop":
            building.drop_question(form, pk, by=by)
        case "add" if fact := all_facts().get(asked.get("fact")):
            building.add_question(
                form, fact=fact.key, label=str(fact.name).capitalize(), is_hidden=not fact.is_asked, by=by
            )
        case "publish":
            building.publish_form(form, by=by)
            return _("The form is open.")
        case "close":
            building.close_form(form, by=by)
            return _("The form is closed.")
    return _("Saved")


def show(request, form, builder, status=200):
    context = {
        "form": form,
        "builder": builder,
        "asked": PublicForm(form, auto_id="preview_%s"),
        "hosted": hosted_at(form),
        "frame": frame_of(form),
    }
    return render(request, "leads/capture/builder.html", context, status=status)


@require_POST
def preview(request, pk):
    """How the form would look with what is typed now; nothing is kept of it."""
    require(request.user, "forms.edit")
    form = get_object_or_404(CaptureForm, pk=pk)
    shown, asked = Builder(form, request.POST).drawn()
    return render(request, "leads/capture/_preview.html", {"form": shown, "asked": asked})
