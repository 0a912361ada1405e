"""The deals of a filter as a table."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.fields.facts import is_custom
from accounts.fields.known import fields_of
from pipeline.filters import statuses_listed
from pipeline.models import Deal
from pipeline.queries.deal_list import AGES, rows_of, sorted_deals, totals_of
from pipeline.views.sight import look_at_list
from pipeline.views.tabs import tabs_context

PAGE = 50


@require_safe
def deal_list(request):
    """The deals of a filter as a table, 50 to a page."""
    sight = look_at_list(request)
    totals, order, customs = totals_of(sight.deals), request.GET.get("order", ""), fields_of("deal")
    page = Pages(sight.deals, order, totals.count).get_page(request.GET.get("page"))
    context = {
        "sight": sight,
        "page": page,
        "totals": totals,
        "summary": totals,
        "columns": columns(request.GET, order, customs),
        "customs": customs,
        "statuses": statuses(request.GET),
        "everything": totals.count or sight.everything.exists(),
    }
    return render(request, "pipeline/deal_list.html", context | tabs_context(request, sight))


class Pages(Paginator):
    """Pages of a list that is counted already: the ids are put in order first, and only one page of rows is read."""

    def __init__(self, deals, order, known_count):
        super().__init__(sorted_deals(deals, order).values_list("pk", flat=True), PAGE)
        self.known_count = known_count

    @cached_property
    def count(self):
        return self.known_count

    def page(self, number):
        page = super().page(number)
        page.object_list = rows_of(list(page.object_list))
        return page


def statuses(address):
    """The segments that say which deals are listed: `(name, query, is it this one)`; the first needs no word."""
    choices = [(_("Open"), []), *((Deal.Status(one).label, [one]) for one in ("won", "lost"))]
    choices.append((_("All"), Deal.Status.values))
    return [segment(address, name, chosen) for name, chosen in choices]


def segment(address, name, chosen):
    query, shown = address.copy(), set(statuses_listed(address))
    query.pop("page", None)
    query.setlist("status", chosen)
    if not chosen and statuses_listed(query) != ["open"]:
        query["status"] = "open"
    return {"name": name, "query": query.urlencode(), "is_current": shown == set(chosen or ["open"])}


COLUMNS = [
    ("title", _("Deal")),
    ("company", _("Company")),
    ("stage", _("Stage")),
    ("value", _("Value")),
    ("odds", _("Odds")),
    ("close", _("Close date")),
    ("owner", _("Owner")),
    ("next", _("Next step")),
    ("label", _("Label")),
    ("days", _("In stage")),
    ("idle", _("Idle")),
    ("pushes", _("Pushed")),
]
NUMBERS = {"value", "odds", "pushes", *AGES}


def columns(address, order, customs):
    """The heads of the list: each a link that sorts by it, or turns the order round."""
    own = [column(address, order, field.fact, field.name, is_number=field.is_ordered) for field in customs]
    return [*(column(address, order, key, name, is_number=key in NUMBERS) for key, name in COLUMNS), *own]


def column(address, order, key, name, *, is_number):
    sort = {key: "ascending", f"-{key}": "descending"}.get(order, "")
    falls = order == key if sort else is_number
    query = address.copy()
    query.pop("page", None)
    query["order"] = f"-{key}" if falls else key
    css = "own" if is_custom(key) else key
    return {"css": css, "name": name, "sort": sort, "query": query.urlencode(), "is_number": is_number}
