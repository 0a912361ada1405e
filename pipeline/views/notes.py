"""Words on a deal: a note, a call, a meeting, and what of BANT they prove."""

from django.http import HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.rights import may
from pipeline.actions.notes import log_call, log_meeting, note_on_deal
from pipeline.actions.proving import prove
from pipeline.note_forms import ComposerForm, Talk
from pipeline.views.answers import UNPROCESSABLE, deal_to_change
from pipeline.views.deal_page import show_deal

WRITE = {Talk.NOTE: note_on_deal, Talk.CALL: log_call, Talk.MEETING: log_meeting}


@require_POST
def note(request, pk):
    """Write a note on a deal, or down what was said in a call or a meeting."""
    deal = deal_to_change(request, pk, "deal.note")
    form = ComposerForm(deal, request.POST)
    if not form.is_valid():
        return show_deal(request, deal, note_form=form, status=UNPROCESSABLE)
    written = WRITE[form.kind_now](deal, by=request.user, **form.facts())
    if may(request.user, "deal.edit", deal):
        for topic in form.cleaned_data["proof"]:
            prove(deal, topic=topic, event=written, by=request.user)
    return HttpResponseRedirect(reverse("pipeline:deal", args=[pk]) + "#timeline")
