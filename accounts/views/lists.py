"""The pages where an admin keeps the lists: one for each list, and the page of a merge for all of them."""

from functools import wraps

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.lists.actions import (
    EntryRefused,
    add_entry,
    bring_back_entry,
    edit_entry,
    merge_entries,
    place_entry,
    retire_entry,
)
from accounts.lists.forms import EntryForm, MergeForm
from accounts.lists.kept import registry
from accounts.lists.namings import said_namings
from accounts.lists.queries import impact_of, recent_changes, rows_of
from accounts.lists.reverting import revert_surgery
from accounts.models import ListSurgery
from accounts.rights import require
from kit import formats

UNPROCESSABLE = 422


def shaping(view):
    """For admins: the list that the address names, and the entry if it names one too."""

    @wraps(view)
    def guarded(request, key, pk=None):
        require(request.user, "stages.edit")
        if key not in registry:
            raise Http404
        kept = registry[key]
        return view(request, kept, *([get_object_or_404(kept.model, pk=pk)] if pk else []))

    return guarded


@require_http_methods(["GET", "HEAD", "POST"])
@shaping
def kept_list(request, kept):
    """All entries of a list, and the form of a new one."""
    if kept.page:
        return redirect(kept.page)
    form = EntryForm(kept, data=posted(request))
    if form.is_valid():
        entry = add_entry(kept, by=request.user, **form.cleaned_data)
        messages.success(request, _("%(name)s added") % {"name": entry.name})
        return back(kept)
    return show(request, kept, form, status=UNPROCESSABLE if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@shaping
def entry(request, kept, entry):
    """One entry, open for changes."""
    if kept.page:
        return redirect(kept.page)
    form = EntryForm(kept, entry, posted(request))
    if form.is_valid():
        edit_entry(entry, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved"))
        return back(kept)
    return show(request, kept, EntryForm(kept), entry, form, status=UNPROCESSABLE if form.is_bound else 200)


def show(request, kept, new_form, entry=None, form=None, *, status):
    context = {
        "kept": kept,
        "rows": rows_of(kept, retired_at=None),
        "retired": rows_of(kept, retired_at__isnull=False),
        "new_form": new_form,
        "entry": entry,
        "form": form,
        "impact": impact_of(kept, entry) if entry else [],
        "changes": recent_changes(kept.key),
    }
    return render(request, "accounts/lists/list.html", context, status=status)


@require_POST
@shaping
def place(request, kept, entry):
    """Move an entry one step up or down, and say where it stands now."""
    if not entry.retired_at:
        place, count = place_entry(entry, step=-1 if request.POST.get("step") == "up" else 1, by=request.user)
        words = _("%(name)s, place %(place)s of %(count)s")
        place, count = formats.number(place), formats.number(count)
        messages.success(request, words % {"name": entry.name, "place": place, "count": count})
    return back(kept)


@require_POST
@shaping
def retire(request, kept, entry):
    """Offer an entry no longer."""
    retire_entry(entry, by=request.user)
    messages.success(request, _("%(name)s is retired; what carries it keeps it") % {"name": entry.name})
    if named := [words for words, _link in said_namings(entry)]:
        still = _("%(name)s is still named by %(rows)s. Choose something else there.")
        messages.warning(request, still % {"name": entry.name, "rows": ", ".join(named)})
    return back(kept)


@require_POST
@shaping
def bring_back(request, kept, entry):
    """Offer a retired entry again."""
    bring_back_entry(entry, by=request.user)
    return back(kept)


@require_http_methods(["GET", "HEAD", "POST"])
@shaping
def merge(request, kept, entry):
    """Say what merging an entry into another would touch, and do it."""
    if kept.parts or not kept.merges:
        raise Http404
    form = MergeForm(kept, entry, posted(request))
    if request.method == "POST" and form.is_valid():
        into = form.cleaned_data["into"]
        merge_entries(entry, into=into, by=request.user)
        messages.success(request, _("%(name)s is %(into)s now") % {"name": entry.name, "into": into.name})
        return back(kept)
    context = {"kept": kept, "entry": entry, "form": form, "impact": impact_of(kept, entry)}
    status = UNPROCESSABLE if form.is_bound and form.errors else 200
    return render(request, "accounts/lists/merge.html", context, status=status)


@require_POST
def revert(request, pk):
    """Take a change of a list back."""
    require(request.user, "stages.edit")
    surgery = get_object_or_404(ListSurgery, pk=pk)
    try:
        revert_surgery(surgery, by=request.user)
        messages.success(request, _("Reverted"))
    except EntryRefused as refusal:
        messages.error(request, str(refusal))
    return back(registry[surgery.kept])


def back(kept):
    return redirect(kept.page) if kept.page else redirect("accounts:list", kept.key)


def posted(request):
    """What a form is bound to: an empty POST is a POST too."""
    return request.POST if request.method == "POST" else None
