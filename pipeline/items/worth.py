"""What the lines make of a deal's value: kept sums, and the one value that boards and forecasts read."""

from decimal import ROUND_HALF_EVEN, Decimal

from django.utils.translation import gettext as _

from pipeline.items.queries import items_of, pricing_of
from pipeline.items.totals import totals_of
from pipeline.models import LineItem, Pricing
from pipeline.rates import CENT, LARGEST, ValueRefused

SUMS = ("subtotal", "discount", "net", "tax", "gross", "once", "monthly", "yearly")
OF_EACH = ("amount", "net", "tax", "gross")


class ValueFromItems(ValueRefused):
    """Somebody writes a value by hand where the lines say it."""

    fact = "amount"

    def __init__(self):
        super().__init__(_("The value comes from the line items: change those, or let it be written by hand first."))


class ItemsTooLarge(ValueRefused):
    """No column holds so much money."""

    fact = "amount"

    def __init__(self):
        super().__init__(_("Together this is more than anybody pays: look at quantity and price again."))


def count_anew(deal, currency=None):
    """Keep of a locked deal what its lines come to, in its currency or another one; returns the Totals."""
    items, pricing, totals = counted(deal, currency or deal.currency)
    keep_lines(items, totals)
    keep_sums(pricing, totals)
    return totals


def counted(deal, currency):
    items, pricing = items_of(deal), pricing_of(deal)
    totals = totals_of([item.line for item in items], pricing.on_the_whole, currency)
    if max([totals.gross, *(line.amount for line in totals.lines)]) >= LARGEST:
        raise ItemsTooLarge
    return items, pricing, totals


def keep_lines(items, totals):
    changed = []
    for item, told in zip(items, totals.lines, strict=True):
        news = {name: getattr(told, name) for name in OF_EACH}
        if any(getattr(item, name) != value for name, value in news.items()):
            changed.append(item)
        for name, value in news.items():
            setattr(item, name, value)
    LineItem.objects.bulk_update(changed, OF_EACH)


def keep_sums(pricing, totals):
    news = {name: getattr(totals, name) for name in SUMS}
    Pricing.objects.update_or_create(deal_id=pricing.deal_id, defaults=news)


def value_made(totals):
    """The value of a deal whose lines come to this: net, in hundredths."""
    return totals.net.quantize(CENT, ROUND_HALF_EVEN)


def with_items(deal, facts):
    """The facts to be written on a locked deal, with the value its lines make in their currency.

    Raises ValueFromItems where another value was written by hand. The numbers on the lines stay as they are in another
    currency, as a value written by hand does.
    """
    currency = facts.get("currency", deal.currency)
    if not {"amount", "currency"} & facts.keys() or (currency == deal.currency and not deal.is_valued_by_items):
        return facts
    if not deal.is_valued_by_items:
        keep_in(deal, currency)
        return facts
    if currency == deal.currency:
        return with_kept(deal, facts)
    made = value_made(counted(deal, currency)[-1])
    refuse_by_hand(facts, deal.amount, made)
    count_anew(deal, currency)
    return facts | {"amount": made}


def keep_in(deal, currency):
    """The kept sums follow the currency of a deal whose value is written by hand."""
    if Pricing.objects.filter(deal=deal).exists():
        count_anew(deal, currency)


def with_kept(deal, facts):
    if "amount" in facts and Decimal(facts["amount"] or 0) != deal.amount:
        refuse_by_hand(facts, pricing_of(deal).net.quantize(CENT, ROUND_HALF_EVEN))
    return facts


def refuse_by_hand(facts, *known):
    """Only what the lines made or make may be written."""
    if "amount" in facts and Decimal(facts["amount"] or 0) not in known:
        raise ValueFromItems
