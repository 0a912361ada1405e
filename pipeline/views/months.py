"""The board by month: columns of expected close, and dragging a card to another month gives it another date."""

from django.http import Http404, HttpResponseBadRequest
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kit import formats
from pipeline.actions import EditedMeanwhile, edit_deal
from pipeline.move_forms import MonthForm
from pipeline.queries.deals import last_edit
from pipeline.queries.months import cards_after, day_in, key_of
from pipeline.queries.months import months as month_list
from pipeline.views.answers import CONFLICT, UNPROCESSABLE, answer, deal_to_change, refusals_as_toasts
from pipeline.views.board import show_board
from pipeline.views.moves import dialog_or_page
from pipeline.views.sight import look


@require_safe
def months(request, pk=None):
    """The whole board of a pipeline by month, the first pipeline by default."""
    return show_board(request, look(request, pk, "months"))


@require_safe
def month(request, pk, key):
    """The next page of a month, below the place named by `after`, or from its top."""
    column = column_named(key)
    sight, after = look(request, pk, "months"), request.GET.get("after", "")
    try:
        cards, is_there_more = cards_after(column, sight.deals, after)
    except ValueError:
        return HttpResponseBadRequest()
    context = {"sight": sight, "column": column, "cards": cards, "is_there_more": is_there_more}
    return render(request, "pipeline/_more_cards.html", context | {"last_rank": cards[-1].rank if cards else after})


def column_named(key):
    column = next((one for one in month_list() if one.key == key), None)
    if column is None:
        raise Http404
    return column


@require_http_methods(["GET", "HEAD", "POST"])
@refusals_as_toasts
def redate(request, pk):
    """Show the months a deal may be put off to, or give it its day there."""
    deal = deal_to_change(request, pk, "deal.edit")
    form = MonthForm(request.POST or None)
    if request.method != "POST":
        return show_months(request, deal)
    if not form.is_valid():
        return show_months(request, deal, form, UNPROCESSABLE)
    return put_off(request, deal, **form.cleaned_data)


def put_off(request, deal, *, stage, version):
    """Write the new date, and say which it is."""
    day = day_in(column_named(stage), deal.expected_close)
    try:
        done = edit_deal(deal, by=request.user, version=version, expected_close=day)
    except EditedMeanwhile as late:
        return answer(request, late.deal, str(late), status=CONFLICT, face="months")
    words = _("Expected to close %(day)s") % {"day": formats.day(day)} if day else _("No close date any more")
    return answer(request, done, words, event=last_edit(done, since=deal.version), face="months")


def show_months(request, deal, form=None, status=200):
    """Every month with the day it would mean: a dialog for the script, else a page."""
    choices = [choice(column, deal) for column in month_list()]
    context = {"sight": look(request, deal.pipeline_id, "months"), "deal": deal, "choices": choices, "form": form}
    return render(request, dialog_or_page(request, "months"), context, status=status)


def choice(column, deal):
    """One month of the list: whether the deal stands there, else the day it would get."""
    day = None if column.is_closed else day_in(column, deal.expected_close)
    return {"column": column, "is_here": column.key == key_of(deal.expected_close), "day": day}
