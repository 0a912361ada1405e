"""What the deals being offered and negotiated are made of: lines that come to the value each deal has."""

from decimal import Decimal

from config.sample.products import TAX
from pipeline.items.worth import count_anew
from pipeline.models import Deal, LineItem, Pricing, Product

PROPOSAL, NEGOTIATION = 4, 5  # places of stages
PER_VEHICLE = ("TEL-BOX", "SRV-INS", "TEL-100")
DRIVER_APP, TRAINING, A_DAY = "DRV-100", "SRV-TRN", 8
PICTURED = "Reefer fleet telemetry, 220 trucks"
PICTURED_LINES = (  # name, quantity, price, billing, term in months
    ("Reefer sensor kit", 220, 3900, Product.Billing.ONCE, None),
    ("Fitting, per truck", 220, 850, Product.Billing.ONCE, None),
    ("Platform", 220, 1150, Product.Billing.YEARLY, 12),
)
NORWAY = Decimal(25)


def write_lines(written):
    """Give lines to every deal offered or negotiated now whose currency the price list knows."""
    products = {product.code: product for product in Product.objects.prefetch_related("prices")}
    for item in written:
        if item.story.outcome == "open" and item.story.stage in (PROPOSAL, NEGOTIATION):
            deal = item.deal
            lines, off = pictured(deal) if deal.title == PICTURED else by_vehicle(deal, products)
            keep(deal, lines, off)


def pictured(deal):
    lines = [
        LineItem(name=name, quantity=quantity, price=price, billing=billing, term_months=term, tax_rate=NORWAY)
        for name, quantity, price, billing, term in PICTURED_LINES
    ]
    return lines, ("Two-batch discount", sum(line.quantity * line.price for line in lines) - deal.amount)


def by_vehicle(deal, products):
    """As many vehicles as the value pays for, the rest of the last one being the discount."""
    prices = {code: price_of(products[code], deal.currency) for code in PER_VEHICLE}
    if None in prices.values():
        return [], None
    each = sum(prices[code] * (products[code].term_months or 1) for code in PER_VEHICLE)
    vehicles = int(deal.amount // each) + 1
    lines = [taken_over(products[code], vehicles, prices[code]) for code in PER_VEHICLE]
    lines += [option(products[DRIVER_APP], vehicles, deal), option(products[TRAINING], A_DAY, deal)]
    return lines, ("Fleet discount", vehicles * each - deal.amount)


def option(product, quantity, deal):
    line = taken_over(product, quantity, price_of(product, deal.currency))
    line.part = LineItem.Part.OPTION
    return line


def taken_over(product, quantity, price):
    facts = {name: getattr(product, name) for name in ("name", "description", "unit", "billing", "term_months")}
    return LineItem(product=product, quantity=quantity, price=price, tax_rate=TAX, **facts)


def price_of(product, currency):
    return next((price.amount for price in product.prices.all() if price.currency == currency), None)


def keep(deal, lines, off):
    """Write the lines with what they come to; the value stays what it is."""
    if not lines:
        return
    for position, line in enumerate(lines, start=1):
        line.deal, line.position = deal, position
    LineItem.objects.bulk_create(lines)
    Pricing.objects.create(deal=deal, discount_name=off[0] if off[1] else "", discount_amount=off[1] or None)
    count_anew(deal)
    deal.is_valued_by_items = True
    Deal.objects.filter(pk=deal.pk).update(is_valued_by_items=True)
