"""The pages on which admins shape what proposals begin with, and the looks and logos browsers ask for."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.rights import require
from pipeline.models import Deal
from proposals.actions import templates as actions
from proposals.gaps import NAMES
from proposals.models import Logo, Proposal, ProposalTemplate, SectionKind, Version
from proposals.paper import look_of
from proposals.samples import sample_lines, sample_person, sample_steps
from proposals.showing import sheet_of
from proposals.template_forms import TemplateForms
from proposals.totals import keep_totals
from proposals.views.editor import as_read

EDIT = "proposal_templates.edit"
UNPROCESSABLE = 422
YEAR = 365 * 24 * 3600


@require_safe
def templates(request):
    """All templates, and those out of use."""
    require(request.user, EDIT)
    standing, retired = ProposalTemplate.objects.standing(), ProposalTemplate.objects.exclude(retired_at=None)
    return render(request, "proposals/templates.html", {"templates": standing, "retired": retired})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    """A new template; it begins with a section of each kind."""
    require(request.user, EDIT)
    return written(request, ProposalTemplate(), actions.add_template)


@require_http_methods(["GET", "HEAD", "POST"])
def template(request, pk):
    """One template, open for changes, with a look at what comes of it."""
    require(request.user, EDIT)
    one = get_object_or_404(ProposalTemplate.objects.select_related("logo"), pk=pk)

    def edit(**facts):
        return actions.edit_template(one, **facts)

    return written(request, one, edit)


def written(request, one, write):
    """The page of a template, or what comes of what was written on it."""
    if request.method != "POST":
        return show(request, TemplateForms(one))
    forms = TemplateForms(one, request.POST, request.FILES)
    if not forms.is_valid():
        return show(request, forms, status=UNPROCESSABLE)
    facts = {name: forms.facts.cleaned_data[name] for name in forms.facts.Meta.fields}
    kept = write(by=request.user, sections=forms.sections_said(), logo=logo_of(one, forms), **facts)
    if not forms.act:
        messages.success(request, _("The template is saved."))
    return redirect("proposals:template", kept.pk)


def logo_of(one, forms):
    said = forms.facts.cleaned_data
    if said["logo_file"]:
        return actions.keep_logo(said["logo_file"])
    return None if said["drop_logo"] else one.logo


def show(request, forms, status=200):
    one = forms.template
    context = {"forms": forms, "template": one, "kinds": SectionKind.choices, "gaps": NAMES}
    if one.pk:
        version, sheet = example_of(one, request.user)
        context |= {"version": version, "sheet": sheet} | as_read(version, sheet)
    return render(request, "proposals/template.html", context, status=status)


def example_of(template, user):
    """A version as it would begin by this template, with two lines to look at; nothing of it is kept."""
    proposal = Proposal(number="P-0000-000", deal=Deal(title=template.name))
    until = timezone.localdate() + timedelta(days=template.valid_days)
    version = Version(proposal=proposal, number=1, title=template.name, currency="EUR", valid_until=until)
    for name in ("language", "size", "accent", "logo", "house", "address"):
        setattr(version, name, getattr(template, name))
    version.prepared_by = user
    version.sections = [
        {"key": str(one.pk), "kind": one.kind, "heading": one.heading, "text": one.text or terms_for(one, template)}
        for one in template.sections.all()
    ]
    lines = sample_lines()
    keep_totals(version, lines)
    return version, sheet_of(version, lines=lines, milestones=sample_steps(until), person=sample_person())


def terms_for(section, template):
    return template.terms if section.kind == SectionKind.TERMS else ""


@require_POST
def retire(request, pk):
    """Offer it no more."""
    require(request.user, EDIT)
    actions.retire_template(get_object_or_404(ProposalTemplate, pk=pk), by=request.user)
    return redirect("proposals:templates")


@require_POST
def bring_back(request, pk):
    """Offer it again."""
    require(request.user, EDIT)
    actions.return_template(get_object_or_404(ProposalTemplate, pk=pk), by=request.user)
    return redirect("proposals:templates")


@require_safe
@cache_control(max_age=YEAR, immutable=True, private=True)
def logo(request, sha256):
    """A logo by its fingerprint."""
    kept = get_object_or_404(Logo, sha256=sha256)
    return HttpResponse(bytes(kept.content), content_type=kept.content_type)


@require_safe
@login_not_required
@cache_control(max_age=YEAR, immutable=True, public=True)
def look(request, accent):
    """The stylesheet of a colour."""
    return HttpResponse(look_of(f"#{accent}"), content_type="text/css; charset=utf-8")
