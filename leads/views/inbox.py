"""The list of leads: its tabs and saved views, its filter, its pages, and what is being imported."""

from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.faces import address_of, tidy, views_as_rows
from accounts.fields.facts import is_custom
from accounts.models import SavedView
from accounts.queries import may_change_view, views_for
from leads import queries
from leads.duplicates.shown import likely_pairs_of
from leads.queries_imports import running_imports
from leads.queries_views import count_views
from leads.views.answers import find_lead
from leads.views.sight import Sight


@require_safe
def lead_list(request):
    """The leads of a tab as a table that goes on as one scrolls; asked by a script for more, only the next rows."""
    sight = Sight(request)
    if request.htmx and request.GET.get("after"):
        return render(request, "leads/_rows.html", {"sight": sight})
    tabs = tabs_of(sight)
    context = {
        "sight": sight,
        "tabs": tabs,
        "views": views_of(sight),
        "total": total_of(sight, tabs),
        "columns": columns_of(sight),
        "imports": running_imports(request.user),
    }
    return render(request, "leads/list.html", context | addresses_of(sight))


@require_safe
def tabs(request):
    """The tabs with their counts as they are now, asked for by a page that stands already."""
    sight = Sight(request)
    views = views_of(sight)
    counts = count_views([one.view for one in views], request)
    for one in views:
        one.count = counts.get(one.view.pk)
    return render(request, "leads/_tabs.html", {"sight": sight, "tabs": tabs_of(sight), "views": views})


@require_safe
def acts(request, pk):
    """What can be done to one lead of the list: its menu, drawn when it is opened; a page without a script."""
    lead = find_lead(request, pk, "lead.edit")
    context = {"sight": Sight(request), "lead": lead, "pairs": likely_pairs_of(lead, request.user)}
    return render(request, "leads/_row_acts.html" if request.htmx else "leads/acts.html", context)


@require_safe
def filter_sheet(request):
    """What stands behind one button of the filter, drawn when it is opened; a page without a script."""
    sight, asked = Sight(request), request.GET.get("sheet", "")
    button = next((button for button in sight.buttons() if button.key == asked), None)
    if button is None:
        raise Http404
    if request.htmx:
        return render(request, "kit/_filtersheet.html", {"button": button})
    context = {"sight": sight, "button": button, "opened": asked, "sheets_address": sight.part("filter")}
    return render(request, "leads/filter.html", context)


@require_safe
def views(request):
    """Every saved view of leads this person finds, with its count: a menu, or a page without a script."""
    sight, found = Sight(request), list(views_for(request.user, "leads"))
    rows = views_as_rows(found, request.user, count_views(found, request))
    part = "accounts/_views.html" if request.htmx else "leads/views.html"
    return render(request, part, {"sight": sight, "rows": rows})


@require_safe
def imports(request):
    """The strip of running imports, asked for again while one runs."""
    return render(request, "leads/_imports.html", {"imports": running_imports(request.user)})


@dataclass
class View:
    """A saved view among the tabs."""

    view: SavedView
    address: str
    is_current: bool
    is_changed: bool
    may_change: bool
    count: int | None = None


def tabs_of(sight):
    """The tabs everybody has; none of them is current while a saved view is open."""
    return queries.tabs(sight.request.user)


def views_of(sight):
    """The pinned views and the one that is open; without counts."""
    opened = sight.request.GET.get("view", "")
    wanted = [one for one in views_for(sight.request.user, "leads") if one.is_pinned or str(one.pk) == opened]
    return [saved(sight, view, str(view.pk) == opened) for view in wanted]


def saved(sight, view, is_current):
    kept = sight.kept.copy()
    kept.pop("view", None)
    is_changed = is_current and tidy(view.query) != sight.saved_query
    return View(view, address_of(view), is_current, is_changed, may_change_view(sight.request.user, view))


def total_of(sight, tabs):
    """How many leads the filter leaves of the tab."""
    return sight.leads.count() if sight.is_narrowed else next(tab.count for tab in tabs if tab.key == sight.tab)


COLUMNS = [
    ("score", _("Score")),
    ("name", _("Lead")),
    ("said", _("Top reasons")),
    ("label", _("Label")),
    ("source", _("Source")),
    ("bant", _("BANT")),
    ("touch", _("Last touch")),
    ("owner", _("Owner")),
]
UNSORTED = {"said", "bant"}


def columns_of(sight):
    """The heads of the list, the fields of one's own before the last touch: those that sort are links."""
    own = [column(sight, field.fact, field.name) for field in sight.customs]
    known = [column(sight, key, name) for key, name in COLUMNS]
    return [*known[:-2], *own, *known[-2:]]


def column(sight, key, name):
    query = sight.kept.copy()
    query["order"] = sight.order.turned(key)
    sorts = key not in UNSORTED
    sort = ("descending" if sight.order.falls else "ascending") if key == sight.order.key else ""
    css = "own" if is_custom(key) else key
    return {"key": css, "name": name, "sort": sort, "query": query.urlencode() if sorts else ""}


ORDERS = [
    ("-score", _("Highest score first")),
    ("score", _("Lowest score first")),
    ("-new", _("Newest first")),
    ("touch", _("Longest untouched first")),
    ("returns", _("Back soonest first")),
    ("name", _("By name")),
]


def orders_of(sight):
    """What the menu of orders offers; the last of all only where leads rest."""
    offered = [(word, name) for word, name in ORDERS if word != "returns" or sight.tab == "nurture"]
    offered += [(f"-{one.fact}" if one.is_ordered else one.fact, one.name) for one in sight.fields]
    return [
        {"name": name, "query": with_order(sight, word), "is_current": word == sight.order.word}
        for word, name in offered
    ]


def with_order(sight, word):
    query = sight.kept.copy()
    query["order"] = word
    return query.urlencode()


def addresses_of(sight):
    """Where the parts of the page are asked for, and the name of its order."""
    keep = urlencode({"subject": "leads", "face": "list", "query": sight.saved_query})
    own = sight.order.field
    return {
        "orders": orders_of(sight),
        "order_name": own.name if own else dict(ORDERS).get(sight.order.word, _("Sorted")),
        "tabs_address": sight.part("tabs"),
        "views_address": sight.part("views"),
        "sheets_address": sight.part("filter"),
        "keep_address": f"{reverse('accounts:view-new')}?{keep}",
    }
