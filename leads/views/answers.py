"""What the views of leads share: finding, trying, and cutting a list into pages."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404

from accounts.rights import require
from leads.duplicates.joining import merged_into
from leads.duplicates.marks import name_of
from leads.models import Lead
from timeline.queries import timeline_of

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
    kind = request.GET.get("kind", "")
    entries = timeline_of(thing, request.user, kind=kind, also=merged_into([name_of(thing)]))
    return {"entries": entries, "kind": kind}


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


def act(request, said, action, *args, **kwargs):
    """Do it and say so, or say why not."""
    try:
        action(*args, **kwargs)
        messages.success(request, said)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))


def status_of(form):
    return 422 if form.is_bound else 200
