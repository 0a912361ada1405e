"""The lines of a deal, what is taken off them, and what they come to."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import Count

from pipeline.items.totals import Discount, Totals, totals_of
from pipeline.models import LineItem, Pricing, Product, ProductPrice

OFFERED_PRODUCTS = 200


def lines_of(deal):
    """The lines of a deal in their order, as `totals_of` reads them."""
    return [item.line for item in items_of(deal)]


def discount_of(deal):
    """What is taken off the whole of a deal."""
    return pricing_of(deal).on_the_whole


def totals_of_deal(deal):
    """What the lines of a deal come to."""
    return Panel(deal).totals


def items_of(deal):
    """The lines of a deal; the alternatives of one choice stand together, where the first of them stands."""
    items, first = list(deal.items.all()), {}
    for place, item in enumerate(items):
        first.setdefault(choice_of(item), place)
    return sorted(items, key=lambda item: first[choice_of(item)])


def choice_of(item):
    """What keeps a line together with others: the choice it is an alternative of, else nothing but itself."""
    return ("choice", item.group) if item.part == LineItem.Part.ALTERNATIVE else ("line", item.pk)


def pricing_of(deal):
    """The discount and the kept sums of a deal; new ones where there are none yet."""
    return Pricing.objects.filter(deal=deal).first() or Pricing(deal=deal)


@dataclass
class Row:
    """A line beside what it comes to; `opens` is the name of the choice it is the first of."""

    item: LineItem
    total: object
    opens: str | None = None


@dataclass
class Panel:
    """All that the page says of a deal's lines, in two queries."""

    deal: object

    @cached_property
    def items(self):
        return items_of(self.deal)

    @cached_property
    def discount(self) -> Discount:
        return discount_of(self.deal)

    @cached_property
    def totals(self) -> Totals:
        return totals_of([item.line for item in self.items], self.discount, self.deal.currency)

    @cached_property
    def rows(self):
        rows, before = [], None
        for item, total in zip(self.items, self.totals.lines, strict=True):
            is_new = item.part == LineItem.Part.ALTERNATIVE and choice_of(item) != before
            rows.append(Row(item, total, item.group if is_new else None))
            before = choice_of(item)
        return rows

    @property
    def open_choices(self):
        """The names of the choices nobody has made yet."""
        groups = {}
        for row in self.rows:
            if row.item.part == LineItem.Part.ALTERNATIVE:
                groups[row.item.group] = groups.get(row.item.group, False) or row.total.counts
        return [name for name, is_made in groups.items() if not is_made]

    @property
    def is_other_value(self):
        """Whether the value written by hand is another one than the lines make."""
        return bool(self.items) and not self.deal.is_valued_by_items and self.totals.net != self.deal.amount

    @property
    def may_change(self):
        """Lines of a closed deal are read only."""
        return self.deal.status == self.deal.Status.OPEN


def product_named(name):
    """The product that is sold under this name or code today, or None."""
    standing = Product.objects.standing()
    return standing.filter(name__iexact=name).first() or standing.exclude(code="").filter(code__iexact=name).first()


def price_in(product, currency):
    """What a product costs in a currency, or None."""
    price = ProductPrice.objects.filter(product=product, currency=currency).first()
    return price and price.amount


def usual_tax(lines):
    """The tax a line in free words begins with: that of the last of these lines, else of most products on sale."""
    if lines:
        return lines[-1].tax_rate
    rates = Product.objects.standing().values_list("tax_rate").annotate(Count("pk")).order_by("-pk__count", "-tax_rate")
    return next((rate for rate, _count in rates[:1]), Decimal(0))


def products_offered():
    """Names to choose from while somebody types an item."""
    return Product.objects.standing().values_list("name", flat=True)[:OFFERED_PRODUCTS]
