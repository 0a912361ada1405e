"""Products of a batch taken back: those made go with their prices, what was changed is as before."""

from decimal import Decimal

from django.db import IntegrityError, transaction

from leads.importing.reverting import TakingBack
from leads.models import ImportChange
from pipeline.models import Product, ProductPrice
from pipeline.products.actions import put_prices
from pipeline.products.facts import FACTS, PRICE, differences, facts_of
from timeline.log import record

PARTS = ((ProductPrice._meta.db_table, "product_id"),)
Fate = ImportChange.Fate
BUNCH = 500  # each is read and told by itself


def take_back(batch, most):
    """Take back up to so many changes, those to known products first; returns how many were looked at."""
    changed = ImportChange.objects.filter(batch=batch, record="product", before__isnull=False, fate=Fate.STANDING)
    if found := list(changed.order_by("-id")[: min(most, BUNCH)]):
        for change in sorted(found, key=lambda change: change.record_id):
            change.fate = Fate.RESTORED if restored(change, by=batch.reverted_by) else Fate.KEPT
        ImportChange.objects.bulk_update(found, ["fate"])
        return len(found)
    return TakingBack(Product, "product", batch, "{}", PARTS).take(most)


def restored(change, *, by):
    """Whether a product could get its former facts again: it is still as the file left it."""
    product = Product.objects.select_for_update().filter(pk=change.record_id).first()
    now = facts_of(product) if product else {}
    if product is None or any(now.get(name) != value for name, value in change.after.items()):
        return False
    try:
        with transaction.atomic():
            give_back(product, change.before)
    except IntegrityError:  # its former code is another product's by now
        return False
    changes = differences(change.after, change.before)
    record("product.edited", product, by=by, changes=changes, details={"name": product.name, "import": change.batch_id})
    return True


def give_back(product, before):
    for name in [name for name in before if name in FACTS]:
        setattr(product, name, Decimal(before[name]) if name == "tax_rate" else before[name])
    product.save(update_fields=FACTS)
    prices = {name.removeprefix(PRICE): value for name, value in before.items() if name.startswith(PRICE)}
    product.prices.filter(currency__in=[currency for currency, value in prices.items() if value is None]).delete()
    put_prices(
        ProductPrice(product=product, currency=currency, amount=Decimal(value))
        for currency, value in prices.items()
        if value is not None
    )
