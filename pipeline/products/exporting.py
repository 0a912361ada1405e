"""Products as rows of a file, a row for each price, under the names by which the importer knows them again."""

from pipeline.products.columns import COLUMNS


def product_table(products):
    """(heads, rows) of the file; a product without a price has one row, too."""
    return [column.label for column in COLUMNS], (row for product in products for row in rows_of(product))


def rows_of(product):
    return [cells_of(product, price) for price in list(product.prices.all()) or [None]]


def cells_of(product, price):
    facts = {column.key: getattr(product, column.key, None) for column in COLUMNS}
    facts |= {"price": price and price.amount, "currency": price and price.currency}
    facts["billing"] = product.get_billing_display()
    return list(facts.values())
