"""One deal: its page, its facts, its BANT sheet; and a new one."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.rights import require
from leads.models import Qualification
from pipeline.actions import (
    EditedMeanwhile,
    MovedMeanwhile,
    StageClosed,
    company_named,
    create_deal,
    edit_deal,
    qualify_deal,
    reopen_deal,
)
from pipeline.forms import DealForm, NewDealForm, SheetForm
from pipeline.gates import GateClosed
from pipeline.models import Deal
from pipeline.queries.board import standing_stages
from pipeline.queries.owners import owner_of_new_deals
from pipeline.rates import RateMissing, ValueRefused
from pipeline.views.answers import CONFLICT, UNPROCESSABLE, deal_to_change
from pipeline.views.deal_page import conflicts_of, deal_seen, show_deal
from pipeline.views.facts import saved_words


@require_safe
def deal(request, pk):
    """Everything about one deal."""
    return show_deal(request, deal_seen(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk):
    """The facts of a deal as a form; two people's edits are merged."""
    deal = deal_to_change(request, pk, "deal.edit")
    form = DealForm(deal, request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        return save(request, deal, form)
    if request.htmx and not form.is_bound:
        return render(request, "pipeline/_deal_facts_form.html", {"deal": deal, "facts_form": form})
    return show_deal(request, deal, facts_form=form, status=UNPROCESSABLE if form.is_bound else 200)


def save(request, deal, form):
    """Write the facts, or say what stands in the way with everything typed still there."""
    try:
        facts = form.cleaned_data | {"company": company_named(form.cleaned_data["company"], by=request.user)}
        done = edit_deal(deal, by=request.user, **facts)
    except EditedMeanwhile as clash:
        return render(request, "pipeline/deal_conflict.html", conflicts_of(request, clash, form), status=CONFLICT)
    except ValueRefused as refusal:
        form.add_error(refusal.fact, str(refusal))
        return show_deal(request, deal, facts_form=form, status=UNPROCESSABLE)
    messages.success(request, saved_words(done, facts["version"] or deal.version, request.user))
    return back_to_deal(request, deal)


def back_to_deal(request, deal):
    """The deal's page, or the board if it now belongs to somebody this person does not see."""
    is_seen = Deal.objects.visible_to(request.user).filter(pk=deal.pk).exists()
    return redirect("pipeline:deal", deal.pk) if is_seen else redirect("pipeline:board")


@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request, pk):
    """The BANT sheet of a deal as a form."""
    deal = deal_to_change(request, pk, "deal.edit")
    form = SheetForm(deal.qualification, request.POST or None)
    if request.method == "POST" and form.is_valid():
        return save_sheet(request, deal, form)
    if request.htmx and not form.is_bound:
        return render(request, "pipeline/_deal_bant_form.html", {"deal": deal, "sheet_form": form})
    return show_deal(request, deal, sheet_form=form, status=UNPROCESSABLE if form.is_bound else 200)


def save_sheet(request, deal, form):
    """Write the answers, or ask about what somebody else answered, too."""
    try:
        qualify_deal(deal, by=request.user, seen=form.seen, **form.facts)
    except EditedMeanwhile as late:
        form.ask_again(late, late.deal.qualification, answer_in_words)
        return show_deal(request, deal, sheet_form=form, status=CONFLICT)
    return redirect(reverse("pipeline:deal", args=[deal.pk]) + "#bant")


def answer_in_words(name, value):
    return value if name.endswith("_evidence") else Qualification.Answer(value).label


@require_POST
def reopen(request, pk):
    """Put a lost or won deal back to work."""
    deal = deal_to_change(request, pk)
    try:
        done = reopen_deal(deal, by=request.user)
    except (MovedMeanwhile, StageClosed) as late:
        messages.warning(request, str(late))
        return redirect("pipeline:deal", pk)
    messages.success(request, _("Open again in %(stage)s") % {"stage": done.deal.stage.name})
    return redirect("pipeline:deal", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    """A new deal."""
    require(request.user, "deal.create")
    stage = first_stage(request)
    owner = owner_of_new_deals(stage.pipeline, request.user)
    blank = Deal(pipeline=stage.pipeline, stage=stage, owner=owner, currency=stage.pipeline.currency)
    form = NewDealForm(blank, request.user, request.POST or None, initial={"stage": stage})
    if request.method == "POST" and form.is_valid() and (made := add(form, request.user)):
        messages.success(request, _("Added to %(stage)s") % {"stage": made.stage.name})
        return redirect("pipeline:deal", made.pk)
    return render(request, "pipeline/deal_new.html", {"form": form}, status=UNPROCESSABLE if form.is_bound else 200)


def first_stage(request):
    """The stage named in the address, else the first of the pipeline named there, else of the first pipeline."""
    stage, pipeline = request.GET.get("stage", ""), request.GET.get("pipeline", "")
    fitting = standing_stages()
    if stage.isdecimal():
        fitting = [one for one in fitting if str(one.pk) == stage]
    elif pipeline.isdecimal():
        fitting = [one for one in fitting if str(one.pipeline_id) == pipeline]
    if not fitting:
        raise Http404
    return fitting[0]


def add(form, user):
    """The new deal, or None with the reason on its field."""
    facts = form.cleaned_data
    try:
        company = company_named(facts.pop("company"), by=user)
        return create_deal(by=user, company=company, **facts)
    except GateClosed as closed:
        form.add_error("stage", closed.advice)
    except (RateMissing, StageClosed) as refusal:
        form.add_error("currency", str(refusal))
