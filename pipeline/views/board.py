"""The board and the pieces of it that a browser asks for again."""

from django.conf import settings
from django.http import HttpResponseBadRequest, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from pipeline.models import Stage
from pipeline.queries.board import FIRST_CARDS, MOST_CARDS, cards_after, cursor_of, summary_of
from pipeline.queries.tallies import counts_of
from pipeline.views.sight import look
from pipeline.views.tabs import tabs_context
from timeline.live import token
from timeline.live.publish import newest_event


@require_safe
def board(request, pk=None):
    """The whole board of a pipeline, the first one by default."""
    return show_board(request, look(request, pk, "board"))


def show_board(request, sight):
    """The page of columns, stages or months, that keeps itself up to date."""
    last = newest_event(sight.pipeline.pk)
    context = {
        "sight": sight,
        "columns": sight.columns,
        "summary": summary_of(sight.columns),
        "everything": counts_of(sight.sums)["everything"],
        "live_url": settings.LIVE_URL,
        "last": last,
    }
    return render(request, "pipeline/board.html", context | tabs_context(request, sight))


@require_safe
def column(request, pk):
    """The next page of a column, below the place named by `after`, or from its top."""
    stage = get_object_or_404(Stage.objects.standing(), pk=pk)
    after = request.GET.get("after", "")
    sight = look(request, stage.pipeline_id)
    try:
        deals = sight.in_lane(lane := request.GET.get("lane", ""))
        cards, is_there_more = cards_after(stage, deals, after)
    except ValueError:
        return HttpResponseBadRequest()
    context = {
        "sight": sight,
        "stage": stage,
        "cards": cards,
        "is_there_more": is_there_more,
        "lane_key": lane,
        "last_rank": cursor_of(cards[-1]) if cards else after,
    }
    context |= rest_of(deals.filter(stage=stage), loaded_before(request) + len(cards)) if is_there_more else {}
    return render(request, "pipeline/_more_cards.html", context)


def rest_of(deals, loaded):
    """What a page says of the cards below its own: how many there are, and whether a list shows them better."""
    return {"loaded": loaded, "more": max(deals.count() - loaded, 1), "is_full": loaded >= MOST_CARDS}


def loaded_before(request):
    """How many cards of the column the page has already, as it says."""
    said = request.GET.get("loaded", "")
    return int(said) if said.isdecimal() and len(said) < 9 else FIRST_CARDS


@require_safe
def live_token(request, pk):
    """A fresh ticket to the stream of this board, which says what its holder may hear."""
    sight = look(request, pk)
    return JsonResponse({"token": token.issue(request.user, sight.pipeline.pk)})
