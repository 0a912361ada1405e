"""How the board answers a write: pieces for a script, a page or a redirect with a message without one."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.rights import require
from accounts.visibility import sees, visible_owner_ids
from kit.prepared import Prepared
from pipeline.models import Deal
from pipeline.queries.board import as_cards, place_in_column
from pipeline.queries.tallies import place_among
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


def toast(request, words, *, status=200, tone="error", icon="overdue"):
    context = {"words": words, "tone": tone, "toast_icon": icon}
    return render(request, "pipeline/_toast.html", context, status=status)


def answer(request, deal, words, *, event=None, status=200, again=None, face=None, is_move=False, card=None):
    """The fresh card, every head, and a toast that offers undo (or the move `again`, as the fields of its form).

    Without a script it is the board again, with a message. Of a move it is said aloud where the card landed; `card` is
    the deal just as it was written, where it need not be read again.
    """
    sight = look(request, deal.pipeline_id, face)
    if not request.htmx:
        messages.add_message(request, messages.INFO if status == 200 else messages.WARNING, words)
        return redirect(origin(request, deal) or sight.address)
    context = fresh(request, deal, sight, done=status == 200, card=card)
    context |= {"words": words, "event": event, "again": again}
    if is_move and "landed" in context:
        context["landed_place"] = place_of(context["landed_deal"], request, sight)
    return render(request, "pipeline/_moved.html", context, status=status)


def fresh(request, deal, sight, *, done, card=None):
    """The card as it is now, if it may still be seen, and all that stands above the columns."""
    seen = [card] if card else list(as_cards(deals_as_cards(request.user).on_board().filter(pk=deal.pk)))
    heads = sight.heads()
    return {
        **heads,
        **(landing(seen[0], heads["columns"]) if seen and done and sight.face == "board" else {}),
        "cards": sight.cards(seen),
        "gone": None if seen else deal.pk,
        "answered": deal.pk,
        "tone": "" if done else "error",
        "toast_icon": "check" if done else "users",
    }


def place_of(deal, request, sight):
    """Which of the cards it stands among this deal is, counted from 1."""
    if sight.narrows_by or sight.group:
        return place_in_column(deal, sight.mates(deal))
    return place_among(visible_owner_ids(request.user), deal)


def origin(request, deal):
    """The deal's own page, if that is where it was changed and it may still be seen."""
    is_seen = Deal.objects.visible_to(request.user).filter(pk=deal.pk).exists()
    return reverse("pipeline:deal", args=[deal.pk]) if request.POST.get("back") == "deal" and is_seen else None


def landing(deal, columns):
    """What a screen reader hears beside the words: the column in which the card now is, with its new total."""
    column = next((column for column in columns if column.stage.pk == deal.stage_id), None)
    return {"landed": column, "landed_deal": deal} if column else {}
