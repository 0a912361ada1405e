"""Likely pairs: their list, the two side by side, merging them or saying that they are two, and taking that back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.rights import require
from accounts.visibility import sees
from leads.duplicates import deciding
from leads.duplicates.comparing import in_keeping_order, rows_of
from leads.duplicates.finding import records_of
from leads.duplicates.forms import MergeForm
from leads.duplicates.marks import MODELS, parted
from leads.duplicates.merging import merge
from leads.duplicates.pairs import pair_of
from leads.duplicates.shown import address_of, seen_pairs, shown_pairs, what, why
from leads.duplicates.typing import likes_typed
from leads.duplicates.undoing import undo_merge
from leads.models import Contact, LikelyPair, Merge
from leads.views.answers import page_of


@require_safe
def pair_list(request):
    """The pairs nobody has decided about, and what was decided lately."""
    page = page_of(request, seen_pairs(request.user, state="open"))
    lately = seen_pairs(request.user, state="apart").order_by("-decided_at")[:10]
    context = {"page": page, "pairs": shown_pairs(page.object_list, request.user)}
    context |= {"apart": shown_pairs(lately, request.user), "merges": merges_seen(request.user)}
    return render(request, "leads/duplicates/list.html", context)


@require_safe
def compare(request, pk):
    """Two records side by side, the fuller value of each fact chosen."""
    return compared(request, *find_pair(request, pk))


def compared(request, pair, one, other, status=200, refusal=""):
    kept, _gone = in_keeping_order(one, other)
    rows = rows_of(one, other)
    context = {"pair": pair, "one": one, "other": other, "kept": "one" if kept is one else "other", "refusal": refusal}
    context |= {"differing": [row for row in rows if not row.is_same], "same": [row for row in rows if row.is_same]}
    context |= {"is_mixed": type(one) is not type(other), "back": back_of(request)}
    context |= {"why": why(pair.reasons, pair.likeness, other), "one_is": what(one), "other_is": what(other)}
    context["duplicates_address"] = reverse("leads:duplicates")
    return render(request, "leads/duplicates/compare.html", context, status=status)


@require_POST
def merge_pair(request, pk):
    """Merge the two, by what was chosen or by what is fuller."""
    pair, one, other = find_pair(request, pk, "leads.merge")
    form = MergeForm(request.POST, one, other, in_keeping_order(one, other)[0])
    if not form.is_valid():
        return compared(request, pair, one, other, 422, _("Choose one of the two for each line."))
    kept, gone = (one, other) if form.keeps_first() else (other, one)
    try:
        made = merge(kept, gone, by=request.user, choices=form.choices())
    except ValidationError as refusal:
        return compared(request, pair, one, other, 422, " ".join(refusal.messages))
    words = _("Merged %(gone)s into %(kept)s") % {"gone": gone.name, "kept": kept.name}
    toast(request, words, reverse("leads:undo-merge", args=[made.pk]))
    return redirect(back_of(request) or address_of(kept))


@require_POST
def not_the_same(request, pk):
    """Say that the two are not the same."""
    pair, one, other = find_pair(request, pk, "leads.merge")
    deciding.keep_apart(pair, by=request.user)
    words = _("%(one)s and %(other)s are not the same") % {"one": one.name, "other": other.name}
    toast(request, words, reverse("leads:likely-again", args=[pair.pk]))
    return redirect(back_of(request) or "leads:duplicates")


@require_POST
def likely_again(request, pk):
    """Take back that two are not the same."""
    pair, *_both = find_pair(request, pk, "leads.merge")
    deciding.offer_again(pair, by=request.user)
    messages.success(request, _("Offered again."))
    return redirect(back_of(request) or "leads:duplicates")


@require_POST
def consider(request):
    """Two records somebody thinks are the same, `one` and `other` by their names in the log: a pair to compare."""
    require(request.user, "leads.merge")
    names = [request.POST.get("one", ""), request.POST.get("other", "")]
    if not all(names):
        return redirect("leads:duplicates")
    both = records_named(names, request.user)
    return redirect("leads:compare", pair_of(*both).pk)


@require_POST
def undo(request, pk):
    """Take a merge apart, for those who see both."""
    made = get_object_or_404(Merge, pk=pk)
    if made not in merges_seen(request.user, pk=pk):
        raise Http404
    require(request.user, "leads.merge")
    try:
        undo_merge(made, by=request.user)
        messages.success(request, _("Taken apart again."))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect(back_of(request) or "leads:duplicates")


@require_POST
def likes(request):
    """Who is like what is being typed: a piece of the form, for scripts."""
    require(request.user, "lead.create")
    return render(request, "leads/duplicates/_likes.html", {"likes": likes_typed(request.POST, request.user)})


def find_pair(request, pk, verb=None):
    """(pair, one, other) if this person sees both, and may do this; the lead stands first, its contact second."""
    pair = get_object_or_404(LikelyPair, pk=pk)
    both = records_named([pair.one, pair.other], request.user)
    if verb:
        require(request.user, verb, both[0])
    return pair, *sorted(both, key=lambda record: isinstance(record, Contact))


def records_named(names, reader):
    """The records of these names in the log, all of which this reader sees."""
    try:
        wanted = [parted(name) for name in names]
        found = records_of([name for name in wanted if name[0] in ("lead", "contact", "company")], reader)
        return [found[name] for name in wanted]
    except (ValueError, KeyError) as nothing:
        raise Http404 from nothing


def merges_seen(reader, **wanted):
    """The latest merges of which this reader sees both, what was merged away too."""
    lately = Merge.objects.filter(undone_at=None, **wanted).select_related("by")[:40]
    return [made for made in lately if all(is_seen(record, reader) for record in both_of(made))][:10]


def both_of(made):
    """The two records of a merge, which learns from them what it reads like."""
    both = [MODELS[kind]._base_manager.filter(pk=pk).first() for kind, pk in map(parted, (made.gone, made.kept))]
    made.sentence = _("%(gone)s was merged into %(kept)s") % {"gone": both[0], "kept": both[1]}
    return both


def is_seen(record, reader):
    return record is not None and (record.owner_id is None or sees(reader, record.owner_id))


def back_of(request):
    """The page it was asked from, if it is one of ours."""
    back = request.POST.get("next") or request.GET.get("next", "")
    return back if url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()) else ""


def toast(request, words, undo_url):
    context = {"words": words, "undo_url": undo_url, "back": back_of(request)}
    messages.success(request, render_to_string("leads/duplicates/_toast.html", context, request), extra_tags="toast")
