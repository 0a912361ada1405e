"""The pages on which one offers times: made, changed, closed."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.rights import require
from followups.booking.actions import change_link, make_link, reopen_link, retire_link
from followups.booking.forms import LinkForm
from followups.booking.tokens import address_of_link
from followups.models import BookingLink

UNPROCESSABLE = 422


@require_safe
def links(request):
    """The pages of this person, each with its address."""
    mine = list(request.user.booking_links.open().select_related("kind"))
    for link in mine:
        link.address = address_of_link(link)
    context = {"links": mine, "closed": request.user.booking_links.closed()}
    return render(request, "followups/booking/links.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    require(request.user, "followup.edit")
    form = LinkForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        make_link(by=request.user, **form.facts())
        messages.success(request, _("The page is open. Send its address to whom you like."))
        return redirect("followups:booking-links")
    return show(request, form)


@require_http_methods(["GET", "HEAD", "POST"])
def link(request, pk):
    mine = find(request, pk)
    form = LinkForm(request.POST if request.method == "POST" else None, link=mine)
    if form.is_valid():
        change_link(mine, by=request.user, **form.facts())
        messages.success(request, _("Your changes are kept."))
        return redirect("followups:booking-links")
    return show(request, form, mine)


def find(request, pk):
    mine = get_object_or_404(BookingLink.objects.open(), owner=request.user, pk=pk)
    require(request.user, "followup.edit", mine)
    return mine


def show(request, form, mine=None):
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "followups/booking/link.html", {"form": form, "link": mine}, status=status)


@require_POST
def retire(request, pk):
    retire_link(find(request, pk), by=request.user)
    messages.success(request, _("The page is closed. What was taken stays."))
    return redirect("followups:booking-links")


@require_POST
def bring_back(request, pk):
    """Open a closed page again."""
    mine = get_object_or_404(request.user.booking_links, pk=pk)
    require(request.user, "followup.edit", mine)
    reopen_link(mine, by=request.user)
    messages.success(request, _("The page is open again, at the address it had."))
    return redirect("followups:booking-links")
