"""The door of programs: the lines of a deal and what they come to, as the owner of the key may see them."""

from django.http import JsonResponse
from django.utils.translation import gettext as _

from accounts.keys.door import NOT_FOUND, Door, for_programs, key_for, refuse
from accounts.models import ApiKey
from pipeline.items.queries import Panel
from pipeline.items.told import plain
from pipeline.models import Deal

MOST_READ = 120  # deals a minute by one key
SAID = ("name", "description", "unit", "billing", "term_months", "part", "group", "is_chosen")
NUMBERS = ("quantity", "price", "discount", "tax_rate")
OF_A_LINE = ("amount", "net", "tax", "gross")
SUMS = ("subtotal", "discount", "net", "tax", "gross", "once", "monthly", "yearly")


@for_programs("GET", "HEAD")
def items(request, pk):
    """Lines and totals of one deal; every number is a string, so that no reader rounds it."""
    key, refusal = reader_of(request)
    return refusal or answer_for(key.owner, pk)


def reader_of(request):
    """The key a request came with, or the refusal of it."""
    return key_for(
        request,
        Door(
            name="deals-key",
            scope=ApiKey.Scope.DEALS,
            closed=_("This key may not read deals."),
            limit=MOST_READ,
            too_often=_("More than %(limit)s deals a minute by this key."),
        ),
    )


def answer_for(reader, pk):
    deal = Deal.objects.visible_to(reader).filter(pk=pk).first()
    if deal is None:
        return refuse(NOT_FOUND, "not_found", _("There is no deal of this number."))
    return JsonResponse(as_data(Panel(deal)))


def as_data(panel):
    """The lines in their order, the discount on the whole, and the totals with the tax of each rate."""
    deal, totals, off = panel.deal, panel.totals, panel.discount
    return {
        "deal": deal.pk,
        "currency": deal.currency,
        "value": str(deal.amount),
        "value_from": "items" if deal.is_valued_by_items else "hand",
        "items": [line_data(row) for row in panel.rows],
        "discount": {"name": off.name, "percent": plain(off.percent), "amount": plain(off.amount)},
        "totals": {name: str(getattr(totals, name)) for name in SUMS}
        | {"taxes": {plain(rate): str(tax) for rate, tax in totals.taxes.items()}},
    }


def line_data(row):
    item = row.item
    return (
        {"id": item.pk, "product": item.product_id, "counts": row.total.counts}
        | {name: getattr(item, name) for name in SAID}
        | {name: plain(getattr(item, name)) for name in NUMBERS}
        | {name: str(getattr(row.total, name)) for name in OF_A_LINE}
    )
