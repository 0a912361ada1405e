"""What a page needs to tell the story of a record: one part of its entries, by the filter and place of the address."""

from django.utils import timezone

from timeline.entries import Place
from timeline.queries import pinned_on
from timeline.sentences import filters

PAGE = 30


def story(request, names, read):
    """The context of the template “timeline/_timeline.html” for a record with these names in the log.

    `read(kind=, before=, limit=)` gives the entries, newest first; what is pinned stands above the first of them.
    """
    asked = request.GET.get("kind", "")
    kind = asked if asked in filters else ""
    before = Place.read(request.GET.get("before", ""))
    entries = read(kind=kind, before=before, limit=PAGE + 1)
    return {
        "entries": entries[:PAGE],
        "kind": kind,
        "filters": filters,
        "before": before,
        "after_day": before and request.htmx and timezone.localdate(before.happened_at),
        "older": entries[PAGE - 1].place if len(entries) > PAGE else "",
        "pinned": [] if kind or before else pinned_on(names),
    }
