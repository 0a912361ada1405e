"""The page that says what making a lead a deal will do, and does it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.rights import require
from leads.models import Lead
from pipeline.actions import StageClosed
from pipeline.actions.converting import convert_lead
from pipeline.convert_form import ConvertForm
from pipeline.gates import GateClosed
from pipeline.queries.conversion import conversion_of
from pipeline.rates import RateMissing, workspace_currency


@require_http_methods(["GET", "POST"])
def convert(request, pk):
    lead = get_object_or_404(Lead.objects.visible_to(request.user).select_related("owner", "company", "contact"), pk=pk)
    require(request.user, "lead.convert", lead)
    form = ConvertForm(request.POST or None, initial=first_guess(lead))
    deal = form.is_valid() and tried(form, lead, request.user)
    if deal:
        messages.success(request, _("%(name)s is a deal now.") % {"name": lead.name})
        return redirect("pipeline:deal", deal.pk)
    context = {"form": form, "lead": lead, "plan": conversion_of(lead, request.user)}
    return render(request, "pipeline/convert.html", context, status=422 if form.is_bound else 200)


def first_guess(lead):
    return {"title": lead.company_name or lead.name, "currency": workspace_currency()}


def tried(form, lead, by):
    """The deal, or None with the refusal written into the form."""
    try:
        return convert_lead(lead, by=by, **form.cleaned_data)
    except GateClosed as closed:
        form.add_error("stage", closed.advice)
    except StageClosed as refusal:
        form.add_error("stage", str(refusal))
    except RateMissing as refusal:
        form.add_error("currency", str(refusal))
    except ValidationError as refusal:
        form.add_error(None, refusal)
    return None
