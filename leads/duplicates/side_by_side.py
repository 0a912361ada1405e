"""Records side by side on a page, and making one of them as it was chosen there."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from leads.duplicates.comparing import in_keeping_order, rows_of
from leads.duplicates.forms import MergeForm
from leads.duplicates.merging import merge_all
from leads.duplicates.shown import address_of, what, why

MOST_TO_MERGE = 10


@dataclass(frozen=True)
class Side:
    """One of the records: `key` is how the form calls it, `words` what it is to us."""

    key: str
    record: Any
    words: str
    is_kept: bool


def compared(request, sides, pair=None, status=200, refusal=""):
    """The page of {side: record}: what was chosen, else the fullest value of each fact."""
    kept = sides.get(request.POST.get("kept")) or in_keeping_order(sides.values())[0]
    rows = rows_of(sides, request.POST)
    context = {
        "sides": [Side(key, record, what(record), record is kept) for key, record in sides.items()],
        "names": get_text_list([record.name for record in sides.values()], _("and")),
        "is_mixed": len({type(record) for record in sides.values()}) > 1,
        "differing": [row for row in rows if not row.is_same],
        "same": [row for row in rows if row.is_same],
        "pair": pair,
        "why": why(pair.reasons, pair.likeness, sides["other"]) if pair else "",
        "refusal": refusal,
        "back": back_of(request),
        "duplicates_address": reverse("leads:duplicates"),
    }
    return render(request, "leads/duplicates/compare.html", context, status=status)


def merged(request, sides, pair=None):
    """Make one of them, by what was chosen or by what is fullest."""
    form = MergeForm(request.POST, sides)
    if not form.is_valid():
        return compared(request, sides, pair, 422, _("Choose one of them for each line."))
    kept = form.kept()
    others = [record for record in sides.values() if record is not kept]
    try:
        made = merge_all(kept, others, by=request.user, choices=form.choices())
    except ValidationError as refusal:
        return compared(request, sides, pair, 422, " ".join(refusal.messages))
    gone = get_text_list([record.name for record in others], _("and"))
    words = _("Merged %(gone)s into %(kept)s") % {"gone": gone, "kept": kept.name}
    *also, last = [one.pk for one in made]
    toast(request, words, reverse("leads:undo-merge", args=[last]), also)
    return redirect(back_of(request) or address_of(kept))


def back_of(request):
    """The page it was asked from, if it is one of ours."""
    back = request.POST.get("next") or request.GET.get("next", "")
    return back if url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()) else ""


def toast(request, words, undo_url, also=()):
    """Say what was done, with its undo; `also` are further merges that go with it."""
    context = {"words": words, "undo_url": undo_url, "also": also, "back": back_of(request)}
    messages.success(request, render_to_string("leads/duplicates/_toast.html", context, request), extra_tags="toast")
