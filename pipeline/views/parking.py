"""Parking by hand: a deal rests until a day, or wakes before it."""

from uuid import uuid4

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kit import formats
from pipeline.actions import CannotPark, MovedMeanwhile, park_deal, unpark_deal
from pipeline.card_forms import ParkForm, quick_days
from pipeline.views.answers import CONFLICT, UNPROCESSABLE, answer, deal_to_change, refusals_as_toasts
from pipeline.views.moves import dialog_or_page
from pipeline.views.sight import look


@require_http_methods(["GET", "HEAD", "POST"])
@refusals_as_toasts
def park(request, pk):
    """Ask until when and why, and park the deal."""
    deal = deal_to_change(request, pk)
    start = {"version": deal.stage_version, "op": uuid4(), "until": deal.parked_until, "reason": deal.parked_reason}
    form = ParkForm(request.POST if request.method == "POST" else None, initial=start)
    if request.method == "POST" and form.is_valid() and (done := carry_out(request, deal, form)):
        return done
    context = {"sight": look(request, deal.pipeline_id), "deal": deal, "form": form, "days": quick_days()}
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, dialog_or_page(request, "park"), context, status=status)


def carry_out(request, deal, form):
    """The answer to a parked deal, or None with the reason on the form."""
    try:
        done = park_deal(deal, by=request.user, **form.cleaned_data)
    except CannotPark as refusal:
        return form.add_error("until", str(refusal))
    except MovedMeanwhile as late:
        return answer(request, late.deal, str(late), status=CONFLICT)
    words = _("Parked until %(day)s") % {"day": formats.day(done.deal.parked_until)}
    return answer(request, done.deal, words, event=done.event)


@require_POST
@refusals_as_toasts
def wake(request, pk):
    """Wake a parked deal before its day."""
    deal = deal_to_change(request, pk)
    try:
        done = unpark_deal(deal, by=request.user)
    except MovedMeanwhile as late:
        return answer(request, late.deal, str(late), status=CONFLICT)
    return answer(request, done.deal, _("No longer parked"), event=done.event)
