"""A file does not write its value over that of a deal’s lines."""

from decimal import Decimal

import pytest

from pipeline.items.actions import add_item
from pipeline.items.whole import value_by_items
from pipeline.models import Deal
from tests.leads.files import DEALS
from tests.pipeline.test_import_deals import import_deals

pytestmark = pytest.mark.django_db


def test_the_value_of_the_lines_stays(cast, board, tmp_path):
    file, prices = tmp_path / "deals.csv", tmp_path / "products.csv"
    file.write_text(DEALS)
    prices.write_text("product,series,sales_price\nKit Plus,Kit,3393\nKit Basic,Kit,550\n")
    import_deals(file, prices=prices)
    deal = Deal.objects.open().filter(amount__gt=1).first()
    add_item(deal, by=cast.ada, name="Kit", quantity=Decimal(1), price=Decimal(1))
    value_by_items(deal, by=cast.ada)
    import_deals(file, prices=prices)
    assert Deal.objects.get(pk=deal.pk).amount == 1
