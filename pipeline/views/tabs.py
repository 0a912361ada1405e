"""The tabs above every face: the ready-made filters, the views pinned beside them, and the menu of all others."""

from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.faces import address_of, tidy, views_as_rows
from accounts.models import SavedView
from accounts.queries import may_change_view, views_for
from pipeline.queries.board import this_month
from pipeline.queries.saved_views import count_views, ready_counts
from pipeline.views.sight import known_face, look, look_at_list


@dataclass
class Tab:
    """One filter above the columns; `view` is the saved one it comes from, `count` comes once the page stands."""

    name: str
    address: str
    is_current: bool
    view: SavedView | None = None
    is_changed: bool = False
    may_change: bool = False
    count: int | None = None


@require_safe
def tabs(request):
    """The tabs with their counts, asked for by a page that stands already."""
    sight = sight_asked(request)
    found = tabs_of(request, sight)
    ready = ready_counts(sight.seen, request.user).values()
    counts = count_views([tab.view for tab in found if tab.view], request)
    for tab, count in zip(found, ready, strict=False):
        tab.count = count
    for tab in found:
        if tab.view:
            tab.count = counts.get(tab.view.pk)
    return render(request, "pipeline/_tabs.html", {"tabs": found})


@require_safe
def filter_sheet(request):
    """What stands behind one button of the filter, drawn when it is opened; a page without a script."""
    sight, asked = sight_asked(request), request.GET.get("sheet", "")
    button = next((button for button in sight.buttons() if button.key == asked), None)
    if button is None:
        raise Http404
    if request.htmx:
        return render(request, "kit/_filtersheet.html", {"button": button})
    context = {"sight": sight, "button": button, "opened": asked, "sheets_address": address_for(sight, "filter")}
    return render(request, "pipeline/filter.html", context)


@require_safe
def views(request):
    """Every saved view this person finds with its count: a menu, or a page without a script."""
    sight = sight_asked(request)
    found = list(views_for(request.user, "deals"))
    counts = count_views(sorted(found, key=lambda view: view.owner_id != request.user.pk), request)
    rows = views_as_rows(found, request.user, counts)
    part = "accounts/_views.html" if request.htmx else "pipeline/views.html"
    return render(request, part, {"sight": sight, "rows": rows, "ready": tabs_of(request, sight)})


def sight_asked(request):
    """The sight of the page that asks, whose face stands in the address."""
    face = known_face(request.GET.get("face"))
    return look_at_list(request) if face == "list" else look(request, face=face)


def tabs_of(request, sight):
    """The ready-made filters, then the pinned views and the one that is open; without counts."""
    opened = request.GET.get("view", "")
    found = views_for(request.user, "deals")
    wanted = [view for view in found if view.is_pinned or str(view.pk) == opened]
    is_open = any(str(view.pk) == opened for view in wanted)
    return [*ready_made(request, sight, is_open), *(saved(request, sight, view, opened) for view in wanted)]


def ready_made(request, sight, is_open):
    """The filters everybody has; none of them is current while a saved view is open."""
    first, last = this_month()
    outlines = [
        (_("All deals"), {}),
        (_("My deals"), {"owner": request.user.pk}),
        (_("Closing this month"), {"close_after": first, "close_before": last, "status": "open"}),
        (_("No next step"), {"no_next_step": 1}),
    ]
    return [
        Tab(name, sight.address_with(wanted), not is_open and tidy(urlencode(wanted)) == tidy(sight.plain.urlencode()))
        for name, wanted in outlines
    ]


def saved(request, sight, view, opened):
    is_current = str(view.pk) == opened
    is_changed = is_current and tidy(view.query) != sight.saved_query
    return Tab(view.name, address_of(view), is_current, view, is_changed, may_change_view(request.user, view))


def address_for(sight, name):
    """Where a part of the bar is asked for: the address says all that the page was asked with."""
    asked = sight.asked.copy()
    if sight.pipeline:
        asked["pipeline"] = sight.pipeline.pk
    return f"{reverse(f'pipeline:{name}')}?{asked.urlencode()}"


def tabs_context(request, sight):
    """What the bar shows of the tabs before they are counted."""
    found = tabs_of(request, sight)
    current = next((tab for tab in found if tab.view and tab.is_current), None)
    keep = urlencode({"subject": "deals", "face": sight.face, "query": sight.saved_query})
    return {
        "tabs": found,
        "current": current,
        "tabs_address": address_for(sight, "tabs"),
        "views_address": address_for(sight, "views"),
        "sheets_address": address_for(sight, "filter"),
        "keep_address": f"{reverse('accounts:view-new')}?{keep}",
    }
