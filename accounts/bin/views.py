"""The recycle bin: its page, throwing away, restoring."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.bin.doing import back_of, go_to, restored, say_thrown, threw_away
from accounts.bin.filters import BinFilter
from accounts.bin.forms import MOST_AT_ONCE, NoteForm, chosen
from accounts.bin.kinds import kinds
from accounts.bin.queries import bin_of, missed_at, of_act, place_of, rows_of, thrown_before
from accounts.bin.rights import may_restore
from accounts.rights import require

PAGE_SIZE, NOT_FOUND = 50, 404


@require_safe
def bin_page(request):
    """What was thrown away of what this person saw, the newest first."""
    sight = BinFilter(request.GET, queryset=bin_of(request.user), request=request)
    page = Paginator(sight.qs, PAGE_SIZE).get_page(request.GET.get("page"))
    rows = rows_of(page.object_list, request.user)
    context = {"filter": sight, "page": page, "rows": rows, "picks": any(row["may_restore"] for row in rows)}
    return render(request, "accounts/bin/bin.html", context)


@require_POST
def throw(request, kind):
    """Throw records of a kind away, `ids`, with a `note` for whoever finds them."""
    kind = kinds.get(kind)
    if kind is None:
        raise Http404
    require(request.user, kind.right)  # before the words are looked at
    ids, form = chosen(request.POST.getlist("ids")), NoteForm(request.POST)
    if not ids or len(ids) > MOST_AT_ONCE or not form.is_valid():
        return refuse(request, kind, form)
    records = kind.seen_by(request.user, ids)
    return threw_away(request, kind, records, form.cleaned_data["note"]) if records else again(request, kind, ids)


def refuse(request, kind, form):
    """Nothing was thrown away: the form again, with what was written in it."""
    asked = chosen(request.POST.getlist("ids"))
    if len(asked) > MOST_AT_ONCE or not asked:
        form.add_error(None, _("Choose something first.") if not asked else _("Choose at most 1,000 at once."))
    context = {"form": form, "kind": kind, "ids": ",".join(map(str, asked[:MOST_AT_ONCE])), "back": back_of(request)}
    return render(request, "accounts/bin/throw.html", context, status=422)


def again(request, kind, ids):
    """They are not there: in the bin already, as after a second click, or not for this person."""
    before = thrown_before(request.user, kind, ids)
    if not before:
        raise Http404
    say_thrown(request, before)
    return go_to(request, back_of(request) or reverse("accounts:bin"))


@require_POST
def restore(request):
    """Restore what was chosen, `ids` of the bin."""
    require(request.user, "record.throw_away")
    ids = chosen(request.POST.getlist("ids"))
    if not ids or len(ids) > MOST_AT_ONCE:
        messages.warning(request, _("Choose something first."))
        return redirect("accounts:bin")
    binned = list(bin_of(request.user).filter(pk__in=ids))
    return restored(request, binned) if binned else gone_already(request)


@require_POST
def undo(request, act):
    """Restore what was thrown away at once."""
    require(request.user, "record.throw_away")
    binned = of_act(request.user, act)
    return restored(request, binned) if binned else gone_already(request)


def not_here(request, exception):
    """What is not there; of what lies in the bin, whoever sees it there reads who threw it away, and brings it back."""
    one, context = missed_at(request.resolver_match, request.path, request.user), {}
    if one:
        context = {"thrown": one, "kind": kinds[one.kind], "place": place_of(one)}
        context["may_restore"] = may_restore(request.user, one)
    return render(request, "404.html", context, status=NOT_FOUND)


def gone_already(request):
    """Nothing of it lies in the bin, as after a second click."""
    messages.info(request, _("It is not in the bin any more."))
    return redirect(back_of(request) or "accounts:bin")
