"""The deals of a filter as a table."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from pipeline.filters import DealFilter
from pipeline.models import Deal
from pipeline.queries.deals import sorted_deals

PAGE = 50


@require_safe
def deal_list(request):
    """The deals of a filter as a table, 50 to a page."""
    deals = Deal.objects.visible_to(request.user)
    chosen = DealFilter(request.GET, queryset=deals, request=request)
    order = request.GET.get("order", "")
    page = Paginator(sorted_deals(chosen.qs.for_cards(), order), PAGE).get_page(request.GET.get("page"))
    context = {"filter": chosen, "page": page, "columns": columns(request.GET, order), "has_deals": deals.exists()}
    return render(request, "pipeline/deal_list.html", context)


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
]
NUMBERS = {"value", "odds"}


def columns(address, order):
    """The heads of the list: each a link that sorts by it, or turns the order round."""
    return [column(address, order, key, name) for key, name in COLUMNS]


def column(address, order, key, name):
    sort = {key: "ascending", f"-{key}": "descending"}.get(order, "")
    falls = order == key if sort else key in NUMBERS
    query = address.copy()
    query.pop("page", None)
    query["order"] = f"-{key}" if falls else key
    return {"name": name, "sort": sort, "query": query.urlencode(), "is_number": key in NUMBERS}
