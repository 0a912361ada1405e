"""A deal to sell in, and lines to put on it."""

from decimal import Decimal

import pytest

from pipeline.items.actions import add_item
from pipeline.models import Deal, Product, ProductPrice


@pytest.fixture
def deal(cast, board, make_deal):
    """Alice’s deal, in euros, without a value yet."""
    return make_deal(cast.alice, board.demo)


@pytest.fixture
def add(cast):
    """`add(deal, "Sensor kit", 220, 3900, tax_rate=25)`: a line at the end of a deal."""

    def add_line(deal, name="Sensor kit", quantity=1, price=100, **facts):
        numbers = {key: Decimal(str(facts[key])) for key in ("discount", "tax_rate") if key in facts}
        sold = {"quantity": Decimal(str(quantity)), "price": Decimal(str(price))}
        return add_item(deal, by=cast.alice, name=name, **sold, **facts | numbers)

    return add_line


@pytest.fixture
def telemetry(db):
    """A product billed every month for two years, priced in euros alone."""
    facts = {"code": "TEL-100", "unit": "vehicle", "tax_rate": Decimal(19), "description": "Position and fuel."}
    product = Product.objects.create(name="Telemetry", billing="monthly", term_months=24, **facts)
    ProductPrice.objects.create(product=product, currency="EUR", amount=Decimal("14.90"))
    return product


@pytest.fixture
def now(db):
    """A deal as it is in the database: `now(deal).amount`."""
    return lambda deal: Deal.objects.select_related("pricing").get(pk=deal.pk)
