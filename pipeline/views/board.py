"""The board and the pieces of it that a browser asks for again."""

from django.conf import settings
from django.http import HttpResponseBadRequest, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pipeline.models import Stage
from pipeline.queries.board import FIRST_CARDS, MOST_CARDS, as_cards, cards_after, cursor_of, summary_of, tab_counts, this_month
from pipeline.ranks import is_rank
from pipeline.views.sight import look
from timeline.live import token
from timeline.live.publish import newest_event

MOST_CARDS_ASKED = 200


@require_safe
def board(request, pk=None):
    """The whole board of a pipeline, the first one by default."""
    return show_board(request, look(request, pk, "board"))


def show_board(request, sight):
    """The page of columns, stages or months, that keeps itself up to date."""
    last = newest_event(sight.pipeline.pk)
    counts = tab_counts(sight.everything, request.user)
    context = {
        "sight": sight,
        "columns": sight.columns,
        "summary": summary_of(sight.columns),
        "tabs": tabs(request, counts),
        "everything": counts["everything"],
        "live_url": settings.LIVE_URL,
        "last": last,
    }
    return render(request, "pipeline/board.html", context)


@require_safe
def column(request, pk):
    """The next page of a column, below the rank named by `after`, or from its top."""
    stage = get_object_or_404(Stage.objects.standing(), pk=pk)
    after = request.GET.get("after", "")
    if after and stage.is_open and not is_rank(after):
        return HttpResponseBadRequest()
    sight = look(request, stage.pipeline_id)
    try:
        cards, is_there_more = cards_after(stage, sight.deals, after)
    except ValueError:
        return HttpResponseBadRequest()
    context = {
        "sight": sight,
        "stage": stage,
        "cards": cards,
        "is_there_more": is_there_more,
        "last_rank": cursor_of(cards[-1]) if cards else after,
        "loaded": (loaded := loaded_before(request) + len(cards)),
        "is_full": loaded >= MOST_CARDS,
    }
    return render(request, "pipeline/_more_cards.html", context)


def loaded_before(request):
    """How many cards of the column the page has already, as it says."""
    said = request.GET.get("loaded", "")
    return int(said) if said.isdecimal() and len(said) < 9 else FIRST_CARDS


@require_safe
def cards(request, pk, face="board"):
    """Those of the asked cards that this viewer may see through the filter, with fresh heads."""
    sight = look(request, pk, face)
    ids = [int(word) for word in request.GET.get("ids", "").split(",") if word.isdecimal() and len(word) < 19]
    found = sight.cards(as_cards(sight.deals.filter(pk__in=ids[:MOST_CARDS_ASKED])))
    return render(request, "pipeline/_cards.html", {"cards": found, **sight.heads()})


@require_safe
def live_token(request, pk):
    """A fresh ticket to the stream of this board, which says what its holder may hear."""
    sight = look(request, pk)
    return JsonResponse({"token": token.issue(request.user, sight.pipeline.pk)})


def tabs(request, counts):
    """The ready-made filters above the board: `(name, count, address, is it the current one)`."""
    first, last = this_month()
    board_url = reverse("pipeline:board", args=request.resolver_match.args, kwargs=request.resolver_match.kwargs)
    outlines = [
        (_("All deals"), counts["everything"], {}),
        (_("My deals"), counts["mine"], {"owner": request.user.pk}),
        (_("Closing this month"), counts["closing"], {"close_after": first, "close_before": last, "status": "open"}),
        (_("No next step"), counts["no_step"], {"no_next_step": 1}),
    ]
    return [tab(request, board_url, *outline) for outline in outlines]


def tab(request, board_url, name, count, filters):
    wanted = {key: str(value) for key, value in filters.items()}
    address = f"{board_url}?{urlencode(wanted)}" if wanted else board_url
    return {"name": name, "count": count, "address": address, "is_current": request.GET.dict() == wanted}
