"""Quick add: a deal from a title and a value, on top of a column."""

from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.rights import require
from pipeline.actions import StageClosed, create_deal
from pipeline.actions.opening import opening_of
from pipeline.gates import GateClosed
from pipeline.models import Stage
from pipeline.move_forms import GateForm, QuickAddForm
from pipeline.queries.choices import draft_of, missing_of_new
from pipeline.rates import RateMissing
from pipeline.views.answers import UNPROCESSABLE, answer, refusals_as_toasts
from pipeline.views.gates import ask_before_adding, asked_again
from pipeline.views.sight import look


@require_POST
@refusals_as_toasts
def quick_add(request, pk):
    """Add a deal to a stage from its two most important facts."""
    require(request.user, "deal.create")
    stage = get_object_or_404(Stage.objects.standing().select_related("pipeline"), pk=pk)
    form = QuickAddForm(request.POST)
    return carry_out(request, stage, form) if form.is_valid() else ask_again(request, stage, form)


def carry_out(request, stage, form):
    """Ask for what the gates up to the stage miss, else add; the short form keeps title and value."""
    facts = {"title": form.cleaned_data["title"], "amount": form.cleaned_data["amount"] or 0}
    draft = draft_of(stage, request.user, **facts)
    gate_form = GateForm(draft, missing_of_new(draft), request.user, request.POST) if "gate" in request.POST else None
    if gate_form and not gate_form.is_valid():
        return ask_before_adding(request, draft, gate_form)
    try:
        deal = create_deal(by=request.user, stage=stage, answers=gate_form and gate_form.cleaned_data, **facts)
    except GateClosed as closed:
        return ask_before_adding(request, draft, asked_again(request, draft, closed.missing))
    except (RateMissing, StageClosed) as refusal:
        form.add_error(None, str(refusal))
        return ask_again(request, stage, form)
    return answer(request, deal, _("Added to %(stage)s") % {"stage": stage.name}, event=opening_of(deal))


def ask_again(request, stage, form):
    """The two fields with what was typed, in the column or on a page of their own."""
    context = {"stage": stage, "sight": look(request, stage.pipeline_id), "add": form}
    template = "pipeline/_quick_add.html" if request.htmx else "pipeline/quick_add.html"
    return render(request, template, context, status=UNPROCESSABLE)
