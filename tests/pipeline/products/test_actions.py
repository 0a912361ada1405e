"""Products and their prices: written by managers and admins, each change told once."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from pipeline.models import Product, ProductPrice
from pipeline.products.actions import add_product, edit_product, price_product, retire_product, return_product
from pipeline.products.facts import prices_of
from tests.refusal import refused_by
from timeline.models import Event
from timeline.queries import timeline_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def telemetry(cast):
    return add_product(
        name="Telemetry", code="TEL", tax_rate=Decimal(19), prices={"EUR": Decimal("14.90")}, by=cast.mona
    )


def told(product):
    return [(entry.verb, str(entry.sentence), entry.note) for entry in timeline_of(product)]


def test_a_product_is_added_with_its_prices(cast, telemetry):
    assert prices_of(telemetry) == {"EUR": Decimal("14.90")}
    assert (telemetry.billing, telemetry.tax_share) == ("once", Decimal("0.19"))
    assert told(telemetry) == [
        ("product.added", "<b>Mona Marsh</b> added the product <b>Telemetry</b>", "€14.90 is new.")
    ]


def test_an_edit_tells_what_changed(cast, telemetry):
    edit_product(telemetry, name="Telemetry", billing="monthly", term_months=24, by=cast.ada)
    telemetry.refresh_from_db()
    assert (telemetry.billing, telemetry.term_months) == ("monthly", 24)
    assert told(telemetry)[0][2] == "Billed: One-off to Every month. Term in months: – to 24."


def test_an_edit_that_changes_nothing_tells_nothing(cast, telemetry):
    edit_product(telemetry, name="Telemetry", tax_rate=Decimal("19.00"), by=cast.ada)
    price_product(telemetry, prices={"EUR": Decimal("14.9")}, by=cast.ada)
    assert [verb for verb, _words, _note in told(telemetry)] == ["product.added"]


def test_prices_come_change_and_go(cast, telemetry):
    price_product(telemetry, prices={"EUR": Decimal(15), "GBP": Decimal(13)}, by=cast.mona)
    assert told(telemetry)[0] == (
        "product.priced",
        "<b>Mona Marsh</b> changed the price of <b>Telemetry</b>",
        "€14.90 to €15. £13 is new.",
    )
    price_product(telemetry, prices={"GBP": Decimal(13)}, by=cast.mona)
    assert told(telemetry)[0][2] == "€15 is gone."
    assert prices_of(telemetry) == {"GBP": Decimal(13)}


def test_a_product_is_retired_and_brought_back_once(cast, telemetry):
    retire_product(telemetry, by=cast.mona)
    retire_product(telemetry, by=cast.mona)
    assert list(Product.objects.standing()) == []
    return_product(telemetry, by=cast.ada)
    return_product(telemetry, by=cast.ada)
    verbs = ["product.added", "product.retired", "product.returned"]
    assert list(Event.objects.order_by("pk").values_list("verb", flat=True)) == verbs
    assert list(Product.objects.standing()) == [telemetry]


@pytest.mark.parametrize("who", ["alice", "gus"])
def test_reps_and_guests_write_nothing(cast, telemetry, who):
    person = getattr(cast, who)
    with pytest.raises(PermissionDenied):
        add_product(name="Mine", by=person)
    with pytest.raises(PermissionDenied):
        edit_product(telemetry, name="Mine", by=person)
    with pytest.raises(PermissionDenied):
        price_product(telemetry, prices={}, by=person)
    with pytest.raises(PermissionDenied):
        retire_product(telemetry, by=person)
    assert Event.objects.count() == 1


def test_the_database_holds_the_rules(telemetry):
    create, price = Product.objects.create, ProductPrice.objects.create
    assert refused_by(create, name="Other", code="tel") == "one_product_per_code"
    assert refused_by(create, name="Other", tax_rate=101) == "product_tax_is_a_share"
    assert refused_by(create, name="Other", term_months=12) == "product_term_is_of_what_recurs"
    assert refused_by(price, product=telemetry, currency="EUR", amount=1) == "one_price_per_currency"
    assert refused_by(price, product=telemetry, currency="GBP", amount=-1) == "price_not_negative"
    assert refused_by(price, product=telemetry, currency="gbp", amount=1) == "price_in_a_currency"
    assert refused_by(create, name="Two without a code") == refused_by(create, name="are no trouble") == ""
