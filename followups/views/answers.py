"""How the views of follow-ups answer: back where the person was, with a word about what happened."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Max
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.rights import require
from followups.models import FollowUp
from timeline.models import Event


def find_to_change(request, pk):
    """The follow-up if this person may see and change it."""
    follow_up = get_object_or_404(FollowUp.objects.visible_to(request.user), pk=pk)
    require(request.user, "followup.edit", follow_up)
    return follow_up


def find_about(request, model, pk):
    """The deal or lead if this person may see it and plan for it."""
    about = get_object_or_404(model.objects.visible_to(request.user), pk=pk)
    require(request.user, "followup.edit", about)
    return about


def act(request, action, said=""):
    """Do it and say so; when somebody was quicker, say that instead. Returns whether it was done."""
    try:
        action()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return False
    if said:
        messages.success(request, said)
    return True


def back(request, **just):
    """Where the form came from: its part of the page for htmx, or if that has something to ask, else the page.

    It learns what was `done` just now, to ask for the next step, or `put_off`, to offer taking that back.
    """
    asks = request.htmx or any(just.values())
    wanted = [request.POST.get("part") if asks else None, request.POST.get("back"), request.GET.get("back")]
    places = [place for place in wanted if place and is_ours(request, place)]
    place = places[0] if places else reverse("followups:my-day")
    just = {what: follow_up.pk for what, follow_up in just.items() if follow_up}
    if request.htmx:
        just["changed"] = Event.objects.aggregate(last=Max("pk"))["last"] or 0  # the page asks for its timeline anew
    return HttpResponseRedirect(with_query(place, just), status=303)


def with_query(place, facts):
    """The address with more in its query."""
    return f"{place}{'&' if '?' in place else '?'}{urlencode(facts)}" if facts else place


def is_ours(request, place):
    return url_has_allowed_host_and_scheme(place, {request.get_host()}, require_https=request.is_secure())


def posted(request):
    """What a form is bound to: an empty POST is a POST too."""
    return request.POST if request.method == "POST" else None
