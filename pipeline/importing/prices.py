"""A price list: what a product costs, for deals whose file says no value."""

from django.utils.translation import gettext as _

from leads.importing.guessing import simple
from leads.importing.reading import Table, Unreadable, find_delimiter, find_encoding
from leads.importing.values import Refused, to_money

PRODUCT = {"product", "name", "productname"}
PRICE = {"price", "salesprice", "listprice", "unitprice", "amount"}


def read_prices(content):
    """{product: price as text} of a file with a column for each; rows without a price are left out."""
    encoding = find_encoding(content)
    table = Table(content, encoding, find_delimiter(content, encoding))
    product, price = called(PRODUCT, table), called(PRICE, table)
    prices = {row.cells[product]: money_or_none(row.cells[price]) for row in table}
    return {name: str(amount) for name, amount in prices.items() if amount is not None}


def called(names, table):
    header = next((header for header in table.headers if simple(header) in names), None)
    if header is None:
        raise Unreadable(_("The price list needs a column for the product and one for the price."))
    return header


def money_or_none(cell):
    try:
        return to_money(cell, {})
    except Refused:
        return None
