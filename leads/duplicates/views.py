"""Likely pairs: their list, the two side by side, merging them or saying that they are two, and taking that back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.rights import require
from accounts.visibility import sees
from kit import formats
from leads.bulk_forms import chosen_leads
from leads.duplicates import deciding
from leads.duplicates.finding import records_of
from leads.duplicates.marks import MODELS, parted
from leads.duplicates.pairs import pair_of
from leads.duplicates.shown import seen_pairs, shown_pairs
from leads.duplicates.side_by_side import MOST_TO_MERGE, back_of, compared, merged, toast
from leads.duplicates.typing import likes_typed
from leads.duplicates.undoing import undo_merges
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
    pair, one, other = find_pair(request, pk)
    return compared(request, {"one": one, "other": other}, pair)


@require_POST
def merge_pair(request, pk):
    """Merge the two, by what was chosen or by what is fuller."""
    pair, one, other = find_pair(request, pk, "leads.merge")
    return merged(request, {"one": one, "other": other}, pair)


@require_http_methods(["GET", "HEAD", "POST"])
def merge_many(request):
    """Several records of a `kind` side by side, `ids` in the address; posted, they become one."""
    require(request.user, "leads.merge")
    kind = request.GET.get("kind", "lead")
    names = [f"{kind}:{pk}" for pk in chosen_leads(request.GET.getlist("ids"))]
    if not 2 <= len(names) <= MOST_TO_MERGE:
        most = formats.number(MOST_TO_MERGE)
        messages.warning(request, _("Choose two to merge, or up to %(most)s.") % {"most": most})
        return redirect(back_of(request) or "leads:duplicates")
    sides = dict(zip(names, records_named(names, request.user), strict=True))
    return merged(request, sides) if request.method == "POST" else compared(request, sides)


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
    """Take a merge apart, and those of the same act named by `also`, for those who see all of them."""
    wanted = {pk, *(int(word) for word in request.POST.getlist("also") if word.isdecimal() and len(word) < 19)}
    made = merges_seen(request.user, pk__in=wanted)
    if len(made) != len(wanted):
        raise Http404
    require(request.user, "leads.merge")
    try:
        undo_merges(made, by=request.user)
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
