"""How the board answers a write: pieces for a script, a page or a redirect with a message without one."""

from dataclasses import dataclass
from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.rights import require
from accounts.visibility import sees, visible_owner_ids
from kit.prepared import Prepared
from pipeline import toasts
from pipeline.heads import everything_above
from pipeline.models import Deal
from pipeline.queries.board import Column, as_cards, place_in_column
from pipeline.queries.tallies import place_among
from pipeline.rates import workspace_currency
from pipeline.views.sight import deals_as_cards, look

CONFLICT, UNPROCESSABLE, FORBIDDEN = 409, 422, 403
BROUGHT_ALONG = ("stage", "pipeline", "owner__team", "company", "label", "lead")  # what a change of it asks next

find_deal = Prepared(lambda pk: Deal.objects.select_related(*BROUGHT_ALONG).filter(pk=pk))


def refusals_as_toasts(view):
    """A script gets the sentence of a refusal as a toast; a page gets the usual 403."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except Deal.DoesNotExist as gone:  # thrown away while it was in somebody's hand
            raise Http404 from gone
        except PermissionDenied as refusal:
            if not request.htmx:
                raise
            return toast(request, str(refusal), status=FORBIDDEN)

    return wrapped


def deal_to_change(request, pk, verb="deal.move"):
    """The deal this user may see, else 404, and may change, else 403."""
    deal = find_deal.one(pk)
    if deal is None or not sees(request.user, deal.owner_id):
        raise Http404
    require(request.user, verb, deal)
    return deal


def toast(request, words, *, status=200, tone="error", sign="overdue"):
    return HttpResponse(toasts.toast(words, tone=tone, sign=sign), status=status)


def answer(request, deal, words, *, event=None, status=200, again=None, face=None, is_move=False, card=None):
    """The fresh card, every head, and a toast that offers undo (or the move `again`, as the fields of its form).

    Without a script it is the board again, with a message. Of a move it is said aloud where the card landed; `card` is
    the deal just as it was written, where it need not be read again.
    """
    sight, done = look(request, deal.pipeline_id, face), status == 200
    if not request.htmx:
        return leave_message(request, messages.INFO if done else messages.WARNING, words, deal, sight)
    seen = [card] if card else list(as_cards(deals_as_cards(request.user).on_board().filter(pk=deal.pk)))
    heads, currency = sight.heads(), workspace_currency()
    landed = landing(seen, heads["columns"]) if done and sight.face == "board" else None
    place = place_of(landed.deal, request, sight) if is_move and landed else None
    parts = [
        "".join([sight.pen.card(one) for one in sight.cards(seen)]) or f'<template data-gone="{deal.pk}"></template>',
        above(request, sight, heads, currency),
        toasts.of_deal(deal.pk, words, sight, event, again, done=done),
        toasts.spoken(words, currency, event, landed, place),
    ]
    return HttpResponse("".join(parts), status=status)


def leave_message(request, level, words, deal, sight):
    """The page it was asked from, with the words on it."""
    messages.add_message(request, level, words)
    return redirect(origin(request, deal) or sight.address)


def above(request, sight, heads, currency):
    """All that stands above the columns; rows and months have templates."""
    if sight.face == "months" or sight.lanes:
        return render_to_string("pipeline/_heads.html", heads, request)
    return everything_above(heads["columns"], heads["summary"], sight, currency)


def place_of(deal, request, sight):
    """Which of the cards it stands among this deal is, counted from 1."""
    if sight.narrows_by or sight.group:
        return place_in_column(deal, sight.mates(deal))
    return place_among(visible_owner_ids(request.user), deal)


def origin(request, deal):
    """The deal's own page, if that is where it was changed and it may still be seen."""
    is_seen = Deal.objects.visible_to(request.user).filter(pk=deal.pk).exists()
    return reverse("pipeline:deal", args=[deal.pk]) if request.POST.get("back") == "deal" and is_seen else None


@dataclass(frozen=True)
class Landing:
    """A card that is on the board now, and its column with the new total."""

    deal: Deal
    column: Column


def landing(seen, columns):
    """Where a card is now: the Landing, None for one that is not to be seen there."""
    found = [Landing(deal, column) for deal in seen for column in columns if column.stage.pk == deal.stage_id]
    return found[0] if found else None
