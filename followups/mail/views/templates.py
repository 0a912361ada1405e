"""Letter templates: the list, the editor with what it would say, and the retired ones."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.rights import RIGHTS, may, require
from followups.mail import templates as acts
from followups.mail.forms import AboutForm, TemplateForm, gap_choices
from followups.mail.merging import merge
from followups.models import LetterTemplate

FORM = ["GET", "HEAD", "POST"]


@require_safe
def templates(request):
    """Those of everybody and one's own."""
    found = LetterTemplate.objects.readable_by(request.user).select_related("owner")
    rows, retired = found.filter(retired_at=None), found.exclude(retired_at=None)
    return render(request, "followups/mail/templates.html", {"rows": rows, "retired": retired})


@require_http_methods(FORM)
def new(request):
    return edit(request, LetterTemplate(language=request.user.language))


@require_http_methods(FORM)
def template(request, pk):
    return edit(request, find(request, pk))


def edit(request, one):
    require(request.user, "letter.send")
    form = TemplateForm(request.POST if request.method == "POST" else None, instance=one, user=request.user)
    if request.method == "POST":
        refuse_sharing(request.user, one)
        if form.is_valid() and kept(form, one.pk, request.user):
            messages.success(request, _("Saved"))
            return redirect("followups:mail-templates")
    context = {"form": form, "template": one, "gaps": gap_choices(), "look": AboutForm(user=request.user)}
    return render(request, "followups/mail/template.html", context, status=422 if form.errors else 200)


def refuse_sharing(user, one):
    """What is everybody's is changed by those who may share."""
    if one.pk and one.owner_id is None and not may(user, "templates.share"):
        raise PermissionDenied(str(RIGHTS["templates.share"][1]))


def kept(form, pk, user):
    """The template as it is kept now, or None with the reason on the form."""
    try:
        if pk:
            return acts.change_template(LetterTemplate.objects.get(pk=pk), by=user, **form.facts)
        return acts.add_template(by=user, **form.facts)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return None


@require_POST
def preview(request):
    """What a template would say about one deal or lead, as it is typed."""
    require(request.user, "letter.send")
    look = AboutForm(request.POST, user=request.user)
    about = look.is_valid() and look.cleaned_data["about"]
    typed = {name: request.POST.get(name, "")[:20_000] for name in ("subject", "body")}
    merged = about and merge(**typed, about=about, sender=about.owner or request.user)
    return render(request, "followups/mail/_preview.html", {"merged": merged, "about": about})


@require_POST
def retire(request, pk):
    one = find_to_change(request, pk)
    acts.retire_template(one, by=request.user)
    messages.success(request, _("“%(name)s” is offered no more.") % {"name": one.name})
    return redirect("followups:mail-templates")


@require_POST
def bring_back(request, pk):
    acts.bring_back_template(find_to_change(request, pk), by=request.user)
    return redirect("followups:mail-templates")


def find(request, pk):
    return get_object_or_404(LetterTemplate.objects.readable_by(request.user), pk=pk)


def find_to_change(request, pk):
    one = find(request, pk)
    require(request.user, "letter.send", one)
    refuse_sharing(request.user, one)
    return one
