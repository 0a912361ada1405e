"""Writing what is sold and what it costs. Managers and admins do."""

from django.db import transaction
from django.db.models.functions import Now

from accounts.rights import require
from pipeline.models import Product, ProductPrice
from pipeline.products.facts import FACTS, PRICE, differences, plain, price_facts, prices_of
from timeline.log import record

EDIT = "products.edit"


@transaction.atomic
def add_product(*, prices=None, by, **facts):
    """Add a product with its prices, {currency: amount}."""
    require(by, EDIT)
    product = Product.objects.create(**facts)
    changes = write_prices(product, prices or {})
    record("product.added", product, by=by, changes=changes, details={"name": product.name})
    return product


@transaction.atomic
def edit_product(product, *, by, **facts):
    """Change what is said of a product; prices are changed by `price_product`."""
    require(by, EDIT)
    product = lock_product(product)
    news = {name: value for name, value in facts.items() if name in FACTS and getattr(product, name) != value}
    changes = {name: [plain(getattr(product, name)), plain(value)] for name, value in news.items()}
    for name, value in news.items():
        setattr(product, name, value)
    if changes:
        product.save(update_fields=list(news))
        record("product.edited", product, by=by, changes=changes, details={"name": product.name})
    return product


@transaction.atomic
def price_product(product, *, prices, by):
    """Let a product cost this, {currency: amount}, and in no other currency."""
    require(by, EDIT)
    product = lock_product(product)
    if changes := write_prices(product, prices):
        record("product.priced", product, by=by, changes=changes, details={"name": product.name})
    return product


def write_prices(product, prices):
    """Write these prices instead of those there are; returns what changed."""
    changes = differences(price_facts(prices_of(product)), price_facts(prices))
    product.prices.exclude(currency__in=prices).delete()
    put_prices(
        ProductPrice(product=product, currency=currency, amount=amount)
        for currency, amount in prices.items()
        if f"{PRICE}{currency}" in changes
    )
    return changes


def put_prices(prices):
    """Write prices, new or in place of the one the product has in their currency."""
    ProductPrice.objects.bulk_create(
        prices, update_conflicts=True, unique_fields=["product", "currency"], update_fields=["amount"]
    )


@transaction.atomic
def retire_product(product, *, by):
    """Sell it no more: it is offered nowhere, and stays where it was sold."""
    require(by, EDIT)
    if Product.objects.filter(pk=product.pk, retired_at=None).update(retired_at=Now()):
        record("product.retired", product, by=by, details={"name": product.name})


@transaction.atomic
def return_product(product, *, by):
    """Sell a retired product again."""
    require(by, EDIT)
    if Product.objects.filter(pk=product.pk, retired_at__isnull=False).update(retired_at=None):
        record("product.returned", product, by=by, details={"name": product.name})


def note_export(*, by, count, query):
    """Write down who took how many products away, and by which filter."""
    return record("products.exported", by, by=by, details={"count": count, "query": query})


def lock_product(product):
    return Product.objects.select_for_update().get(pk=product.pk)
