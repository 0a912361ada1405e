"""The pages that say what making a lead a deal will do, and do it: for one lead, and for several at once."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.bin.refusals import gone_meanwhile
from accounts.rights import require
from kit import formats
from leads.models import Lead
from pipeline.actions import StageClosed
from pipeline.actions.converting import ActTaken, convert_lead, convert_leads
from pipeline.actions.opening import opening_of
from pipeline.bulk_forms import MOST_AT_ONCE, chosen_deals
from pipeline.convert_form import ConvertForm, ConvertManyForm
from pipeline.gates import GateClosed
from pipeline.move_forms import GateForm
from pipeline.queries.choices import missing_of_new
from pipeline.queries.conversion import draft_of_lead, plan_with_likes, plans_of
from pipeline.rates import RateMissing
from pipeline.views.answers import CONFLICT, UNPROCESSABLE

RELATED = ("owner", "company", "contact", "label", "qualification")


@require_http_methods(["GET", "POST"])
def convert(request, pk):
    """What the conversion of one lead will do, with what the gates of the chosen stage still ask."""
    lead = get_object_or_404(Lead.objects.visible_to(request.user).select_related(*RELATED), pk=pk)
    require(request.user, "lead.convert", lead)
    plan = plan_with_likes(lead, request.user)
    form = ConvertForm(plan, request.POST or None)
    gate = gate_form(form, request) if form.is_valid() else None
    is_ready = form.is_valid() and (gate is None or gate.is_valid())
    if is_ready and (deal := tried(form, gate, lead, request.user)):
        return converted(request, lead, deal)
    context = {"form": form, "gate": gate, "lead": lead, "plan": plan, "gate_words": gate and needs_words(gate)}
    return render(request, "pipeline/convert.html", context, status=UNPROCESSABLE if form.is_bound else 200)


def gate_form(form, request):
    """The inputs the gates up to the chosen stage miss, None if they miss nothing."""
    draft = draft_of_lead(form.plan.lead, request.user, form.cleaned_data)
    missing = missing_of_new(draft)
    given = request.POST if "gate" in request.POST else None
    return GateForm(draft, missing, request.user, given) if missing else None


def needs_words(gate):
    return _("%(stage)s needs %(names)s") % {"stage": gate.deal.stage.name, "names": gate.names}


def tried(form, gate, lead, by):
    """The deal, or None with the refusal written into the form."""
    try:
        return convert_lead(lead, by=by, answers=gate and gate.cleaned_data, **form.cleaned_data)
    except GateClosed as closed:
        form.add_error("stage", closed.advice)
    except StageClosed as refusal:
        form.add_error("stage", str(refusal))
    except RateMissing as refusal:
        form.add_error("currency", str(refusal))
    except ValidationError as refusal:
        form.add_error(None, refusal)
    return None


def converted(request, lead, deal):
    """The page of the deal, with a toast that takes it back."""
    words = _("%(name)s is a deal now.") % {"name": lead.name}
    context = {"words": words, "event": opening_of(deal)}
    messages.success(request, render_to_string("pipeline/_convert_toast.html", context, request), extra_tags="toast")
    return redirect("pipeline:deal", deal.pk)


@require_POST
def convert_many(request):
    """Posted with `ids` of leads: what converting them will do; posted with a stage too: does it, and reports."""
    require(request.user, "lead.convert")
    ids = list(chosen_deals(request.POST.getlist("ids")))
    leads = leads_in_order(request.user, ids)
    if not leads or len(ids) > MOST_AT_ONCE:
        messages.warning(request, choose_words(len(ids)))
        return redirect("leads:list")
    form = ConvertManyForm(request.POST if "stage" in request.POST else None)
    if form.is_valid():
        return carry_out(request, form, leads)
    return show_many(request, form, leads, status=UNPROCESSABLE if form.is_bound else 200)


def choose_words(count):
    if count > MOST_AT_ONCE:
        return _("Choose at most %(most)s leads at once.") % {"most": formats.number(MOST_AT_ONCE)}
    return gone_meanwhile(count) if count else _("Choose a lead first.")


def leads_in_order(user, ids):
    """Those of the leads this person may see, in the order in which they were named."""
    found = Lead.objects.visible_to(user).select_related(*RELATED).in_bulk(ids[:MOST_AT_ONCE])
    return [found[pk] for pk in ids if pk in found]


def show_many(request, form, leads, **options):
    context = {"form": form, "plans": plans_of(leads, request.user), "ids": ",".join(str(lead.pk) for lead in leads)}
    return render(request, "pipeline/convert_many.html", context, **options)


def carry_out(request, form, leads):
    """Convert those that may be; back to the list with a toast, or to a page that says which stay, and why."""
    try:
        report = convert_leads(leads, by=request.user, **form.cleaned_data)
    except ActTaken as taken:
        messages.warning(request, str(taken))
        return redirect("leads:list")
    count = len(report.done)
    words = ngettext("%(count)s lead is a deal now", "%(count)s leads are deals now", count)
    context = {"report": report, "words": words % {"count": formats.number(count)}}
    if report.refused:
        return render(request, "pipeline/converted_many.html", context, status=200 if report.done else CONFLICT)
    messages.success(request, render_to_string("pipeline/_convert_toast.html", context, request), extra_tags="toast")
    return redirect("leads:list")
