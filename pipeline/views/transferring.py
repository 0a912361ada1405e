"""One deal goes over into another pipeline."""

from uuid import uuid4

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pipeline.actions import MovedMeanwhile, StageClosed
from pipeline.actions.transferring import transfer_deal
from pipeline.gates import GateClosed
from pipeline.shaping_forms import TransferForm
from pipeline.views.answers import CONFLICT, UNPROCESSABLE, deal_to_change


@require_http_methods(["GET", "HEAD", "POST"])
def transfer(request, pk):
    """Where the deal may go in other pipelines, or move it there."""
    deal = deal_to_change(request, pk)
    form = TransferForm(deal, request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return offer(request, deal, form, status=UNPROCESSABLE if form.is_bound else 200)
    try:
        moved = transfer_deal(deal, by=request.user, **form.asked())
    except GateClosed as closed:
        return offer(request, deal, form, refusal=closed.advice, status=UNPROCESSABLE)
    except (MovedMeanwhile, StageClosed) as late:
        return offer(request, deal, form, refusal=str(late), status=CONFLICT)
    words = _("Moved to %(stage)s in %(pipeline)s")
    messages.success(request, words % {"stage": moved.deal.stage.name, "pipeline": moved.deal.pipeline.name})
    return redirect("pipeline:deal", pk)


def offer(request, deal, form, *, refusal="", status=200):
    context = {"deal": deal, "form": form, "refusal": refusal, "op": uuid4()}
    return render(request, "pipeline/transfer.html", context, status=status)
