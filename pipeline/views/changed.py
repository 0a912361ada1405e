"""What open boards ask for again when they hear that cards have changed: many boards at once, each with its own eyes.

A card is written for each viewer who may see it. What stands above the columns is the same for all who see the same
deals, so of fifty who ask after one move the first lets it be drawn, and the others are given that.
"""

import re
import time
from dataclasses import dataclass
from threading import Lock

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts.rights import may
from accounts.visibility import visible_owner_ids
from pipeline.cards import Pen
from pipeline.queries.board import as_cards
from pipeline.queries.changed import cards_among
from pipeline.views.sight import look

MOST_CARDS_ASKED = 200
WHOLE_BOARD = {"ids", "heard"}  # an address with no other words narrows nothing and groups nothing
EVENT = re.compile(r"(\d{1,15})-(\d{1,9})", re.ASCII)
KEPT_SECONDS, MOST_KEPT = 1, 200
kept, drawing = {}, Lock()


@dataclass(frozen=True)
class Heads:
    """The heads of a board, drawn for somebody who had heard of the event `heard`; good for others until `until`."""

    html: str
    heard: tuple
    until: float


@require_safe
def cards(request, pk, face="board"):
    """Those of the asked cards that this viewer may see through the filter, with fresh heads."""
    words = request.GET.get("ids", "").split(",")
    ids = [int(word) for word in words if word.isdecimal() and len(word) < 19][:MOST_CARDS_ASKED]
    if face == "board" and WHOLE_BOARD.issuperset(request.GET):
        pen = pen_of(request.user)
        found = cards_among(pk, ids, request.user, with_custom=bool(pen.customs))
        written = [pen.card(deal) for deal in found]
        return HttpResponse("".join([*written, heads_for(request, pk)]))
    sight = look(request, pk, face)
    found = sight.cards(as_cards(sight.deals.filter(pk__in=ids)))
    return render(request, "pipeline/_cards.html", {"cards": found, **sight.heads()})


def pen_of(user):
    """Writes cards as the whole board shows them to this viewer."""
    taste = getattr(user, "board_settings", None)
    return Pen("pipeline:deal-move" if may(user, "deal.move") else None, facts=taste.facts if taste else None)


def heads_for(request, pk):
    """What stands above the columns of this board for this viewer.

    It may have been drawn for another who sees the same deals in the same words, a moment ago, if that one had heard no
    less: what somebody has heard of was committed before, so it is counted in all that is drawn for them.
    """
    circle, heard = circle_of(request.user, pk), event_heard(request)
    if not heard:
        return draw(request, pk)
    with drawing:  # who asks meanwhile waits for what is being drawn, rather than draw the same beside it
        known, now = kept.get(circle), time.monotonic()
        if not known or known.heard < heard or now >= known.until:
            known = Heads(draw(request, pk), heard, now + KEPT_SECONDS)
            keep(circle, known)
        return known.html


def draw(request, pk):
    return render_to_string("pipeline/_heads.html", look(request, pk, "board").heads(), request)


def circle_of(user, pk):
    """Who is shown the same heads: same board, same deals, same columns folded away, same language."""
    owners, taste = visible_owner_ids(user), getattr(user, "board_settings", None)
    folded = taste.collapsed if taste else ()
    return pk, None if owners is None else tuple(owners), tuple(folded), get_language()


def event_heard(request):
    """The number of the last event the page has heard of; None if it says none, or one that nobody can have heard."""
    said = EVENT.fullmatch(request.GET.get("heard", ""))
    heard = said and tuple(map(int, said.groups()))
    return heard if heard and heard[0] <= time.time() * 1000 else None


def keep(circle, heads):
    if len(kept) >= MOST_KEPT:
        kept.clear()
    kept[circle] = heads
