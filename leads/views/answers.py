"""What the views of leads share: finding, trying, and cutting a list into pages."""

from functools import partial
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string

from accounts.rights import require
from leads.duplicates.joining import merged_into
from leads.duplicates.marks import name_of
from leads.models import Lead
from timeline.models import Event
from timeline.queries import timeline_of
from timeline.story import story
from timeline.together import together

PAGE_SIZE = 50


def find_lead(request, pk, verb=None):
    """The lead if this person may see it, and may do this to it."""
    leads = Lead.objects.visible_to(request.user).select_related(
        "owner", "label", "qualification", "company", "contact", "first_arrival", "last_arrival"
    )
    lead = get_object_or_404(leads, pk=pk)
    if verb:
        require(request.user, verb, lead)
    return lead


def history(request, thing):
    """What the timeline on a page needs."""
    also = merged_into([name_of(thing)])
    return story(request, [name_of(thing), *also], partial(timeline_of, thing, request.user, also=also))


def page_of(request, rows):
    """The asked page of a list; a page that does not exist shows the nearest one."""
    return Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))


def tried(form, action, *args, **kwargs):
    """What the action returns, or None with its refusal written into the form."""
    try:
        return action(*args, **kwargs)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return None


def act(request, said, action, lead, back):
    """Do it to a lead and say so, with its undo, or say why not; the undo leads `back`."""
    try:
        say_done(request, said, undoably(action, lead, by=request.user), back)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))


def undoably(action, lead, **facts):
    """Do it as an act of its own; returns the id by which it is undone."""
    bulk = uuid4()
    with together(bulk):
        action(lead, **facts)
    return bulk


def say_done(request, said, bulk, back, undo="leads:undo-bulk"):
    """A toast with the undo of an act, which leads `back`; without one if the act had nothing to write."""
    wrote = Event.objects.of_bulk(bulk).exists()
    context = {"words": said, "bulk": bulk if wrote else None, "undo": undo, "back": back}
    messages.success(request, render_to_string("leads/_bulk_toast.html", context, request), extra_tags="toast")


def status_of(form):
    return 422 if form.is_bound else 200
