"""Saved views: filters with a name, private or shared, pinned or in the menu."""

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actions import change_view, delete_view, pin_view, save_view
from accounts.actions.saved_views import require_change
from accounts.bin.doing import say_thrown
from accounts.faces import address_of
from accounts.forms import FilterForm, NewViewForm, ViewForm
from accounts.models import SavedView

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    """Keep the filter in the address under a name."""
    start = {name: request.GET.get(name, "") for name in FilterForm.base_fields}
    form = NewViewForm(request.POST or None, initial=start)
    if form.is_bound and form.is_valid() and (made := tried(form, save_view, by=request.user, **form.cleaned_data)):
        return redirect(address_of(made))
    part = "accounts/_view_new.html" if request.htmx else "accounts/view_new.html"
    return render(request, part, {"form": form}, status=UNPROCESSABLE if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def view(request, pk):
    """Rename a view, share it, or keep it to oneself."""
    found = view_to_change(request, pk)
    form = ViewForm(request.POST or None, initial={"name": found.name, "is_shared": found.is_shared})
    if form.is_bound and form.is_valid() and tried(form, change_view, found, by=request.user, **form.cleaned_data):
        return redirect(address_of(found))
    status = UNPROCESSABLE if form.is_bound else 200
    return render(
        request, "accounts/view.html", {"view": found, "form": form, "address": address_of(found)}, status=status
    )


@require_POST
def take_filter(request, pk):
    """Let a view show what the page shows now."""
    found = view_to_change(request, pk)
    form = FilterForm(request.POST)
    if not form.is_valid() or form.cleaned_data["subject"] != found.subject:
        return HttpResponse(status=UNPROCESSABLE)
    changed = change_view(found, by=request.user, face=form.cleaned_data["face"], query=form.cleaned_data["query"])
    return redirect(address_of(changed))


@require_POST
def pin(request, pk):
    """Put a view among one's tabs, or back into the menu."""
    found = view_seen(request, pk)
    pin_view(found, by=request.user, is_pinned="off" not in request.POST)
    return redirect(address_of(found))


@require_POST
def delete(request, pk):
    """Throw a view away."""
    found = view_to_change(request, pk)
    home = address_of(SavedView(subject=found.subject, face=found.face)).partition("?")[0]
    say_thrown(request, delete_view(found, by=request.user), home)
    return redirect(home)


def view_seen(request, pk):
    return get_object_or_404(SavedView.objects.visible_to(request.user).select_related("owner"), pk=pk)


def view_to_change(request, pk):
    """The view this user finds, else 404, and may change, else 403."""
    found = view_seen(request, pk)
    require_change(found, request.user)
    return found


def tried(form, act, *args, **facts):
    """What was done, or None with the reason on the form."""
    try:
        return act(*args, **facts)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return None
