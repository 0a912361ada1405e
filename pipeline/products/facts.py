"""What is known of a product as plain values, prices among them, for the log and for files that are taken back."""

from decimal import Decimal

from kit import formats
from pipeline.models import Product

FACTS = ("name", "code", "description", "unit", "tax_rate", "billing", "term_months")
PRICE = "price."  # “price.EUR” is what it costs in euro


def facts_of(product, prices=None):
    """{fact: value} as JSON can hold it, every price a fact of its own; `prices` are its own unless told."""
    return {name: plain(getattr(product, name)) for name in FACTS} | price_facts(
        prices_of(product) if prices is None else prices
    )


def prices_of(product):
    """{currency: amount}"""
    return {price.currency: price.amount for price in product.prices.all()}


def price_facts(prices):
    return {f"{PRICE}{currency}": plain(amount) for currency, amount in prices.items()}


def plain(value):
    return f"{value:.2f}" if isinstance(value, Decimal) else value


def differences(before, after):
    """{fact: [old, new]} of what is not the same; a fact one side lacks is None there."""
    names = dict.fromkeys([*before, *after])
    return {name: [before.get(name), after.get(name)] for name in names if before.get(name) != after.get(name)}


def fact_label(name):
    label = str(Product._meta.get_field(name).verbose_name)
    return label[:1].upper() + label[1:]


def fact_value(name, value):
    """A fact as people read it."""
    match name:
        case "billing":
            return str(Product.Billing(value).label)
        case "tax_rate":
            return formats.number(Decimal(value), 2)
        case "term_months":
            return value and formats.number(value)
    return value
