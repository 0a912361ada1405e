"""The list of products as its page and its file show it."""

from django.db.models import F, OuterRef, Subquery, Value
from django.db.models.functions import Lower, NullIf

from pipeline.models import Product, ProductPrice
from pipeline.rates import workspace_currency

ORDERS = {
    "name": Lower("name"),
    "code": NullIf(Lower("code"), Value("")),
    "price": F("price"),
    "billing": F("billing"),
    "tax": F("tax_rate"),
}


def products_listed():
    """Every product with its prices, `price` being that in the workspace's currency."""
    own = ProductPrice.objects.filter(product=OuterRef("pk"), currency=workspace_currency())
    return Product.objects.annotate(price=Subquery(own.values("amount"))).prefetch_related("prices")


def in_order(products, word):
    """The products as the address asks, “-name” falling; without a known word by name. Who has nothing comes last."""
    key = word.removeprefix("-")
    column = ORDERS.get(key, ORDERS["name"])
    way = column.desc(nulls_last=True) if word.startswith("-") and key in ORDERS else column.asc(nulls_last=True)
    return products.order_by(way, Lower("name"), "pk")
