"""Products from files: made, found by code or name, priced in several currencies, taken back exactly."""

from decimal import Decimal

import pytest
from django.urls import reverse

from leads.importing import actions
from leads.models import ImportBatch, ImportChange
from pipeline.models import Product, ProductPrice
from pipeline.products.actions import add_product, edit_product, price_product
from pipeline.products.facts import facts_of, prices_of
from tests.leads.files import counts, run
from timeline.models import Event

pytestmark = pytest.mark.django_db
FILE = """\
Product,SKU,List price,Currency,VAT,Unit,Billing,Term,Description
Telemetry,TEL,14.90,,19%,vehicle,monthly,P24M,Once a second
Telemetry,TEL,"1.012,90",GBP,19%,vehicle,monthly,P24M,Once a second
遥测,ZH-1,88,CNY,6,辆,One-time,,
قطعه,,1200000,IRR,,,,,
Broken,BRK,a lot,EURO,200,,,,
Fax,FAX,10,,,,once,12,
Telemetry,TEL,11,USD,7,vehicle,monthly,24,Once a second
Sometimes,SOM,1,,,,now and then,,
"""
REFUSALS = [
    (6, "Price: “a lot” is not an amount. Currency: “EURO” is not a currency code such as EUR. "
        "Tax in percent: “200” is not a share from 0 to 100 percent."),
    (7, "Only what is billed every month or year has a term."),
    (8, "An earlier line says something else of this product: let only the price differ."),
    (9, "Billed: nobody said what “now and then” means."),
]  # fmt: skip


def receive(by, text=FILE, **options):
    return actions.receive_file(kind="products", name="prices.csv", content=text.encode(), options=options, by=by)


def import_products(by, text=FILE, *, finds_by=None, is_rehearsal=False, **options):
    batch = receive(by, text, **options)
    actions.queue_import(batch, mapping=batch.mapping, options={}, finds_by=finds_by, is_rehearsal=is_rehearsal, by=by)
    run()
    batch.refresh_from_db()
    assert batch.error == ""
    return batch


def picture():
    return [list(model.objects.order_by("pk").values()) for model in (Product, ProductPrice)]


def test_rows_become_products_with_their_prices(cast):
    batch = import_products(cast.mona)
    assert list(batch.rejected.values_list("line", "reason")) == REFUSALS
    assert counts(batch) == (3, 1, 0, 4)
    telemetry = Product.objects.get(code="TEL")
    assert facts_of(telemetry) == {
        "name": "Telemetry",
        "code": "TEL",
        "description": "Once a second",
        "unit": "vehicle",
        "tax_rate": "19.00",
        "billing": "monthly",
        "term_months": 24,
        "price.EUR": "14.90",
        "price.GBP": "1012.90",
    }
    assert prices_of(Product.objects.get(name="遥测")) == {"CNY": Decimal(88)}
    assert prices_of(Product.objects.get(name="قطعه")) == {"IRR": Decimal(1_200_000)}
    assert Event.objects.filter(verb="products.imported").count() == 1


def test_the_same_file_again_changes_nothing(cast):
    import_products(cast.mona)
    before = picture()
    assert counts(import_products(cast.mona)) == (0, 0, 4, 4)
    assert picture() == before


def test_known_products_are_found_by_code_else_by_name(cast):
    coded = add_product(name="Old name", code="tel", unit="van", prices={"USD": Decimal(1)}, by=cast.ada)
    bare = add_product(name="ROUTES", by=cast.ada)
    batch = import_products(cast.ada, "Name,Code,Price\nTelemetry,TEL,5\nRoutes,RTE,6\n")
    assert counts(batch) == (0, 2, 0, 0)
    coded, bare = Product.objects.get(pk=coded.pk), Product.objects.get(pk=bare.pk)
    assert (coded.name, coded.unit, prices_of(coded)) == ("Telemetry", "van", {"EUR": Decimal(5), "USD": Decimal(1)})
    assert (bare.code, prices_of(bare)) == ("RTE", {"EUR": Decimal(6)})
    edited = Event.objects.filter(verb="product.edited").order_by("subject")
    assert [event.details["import"] for event in edited] == [batch.pk, batch.pk]


def test_two_of_one_name_and_codes_that_are_taken_are_refused(cast):
    for code in ("A", "B"):
        add_product(name="Kit", code=code, by=cast.ada)
    batch = import_products(cast.ada, "Name,Code,Price\nKit,,5\nOther,A,6\n", finds_by="name")
    assert list(batch.rejected.values_list("line", "reason")) == [
        (2, "Several products are called so: give them codes, and find them by those."),
        (3, "The code “A” belongs to another product already."),
    ]
    assert counts(batch) == (0, 0, 0, 2)


def test_a_rehearsal_counts_and_writes_nothing(cast):
    add_product(name="Telemetry", code="TEL", by=cast.ada)
    before = picture()
    batch = import_products(cast.ada, is_rehearsal=True)
    assert counts(batch) == (2, 2, 0, 4)
    assert picture() == before
    assert ImportChange.objects.count() == 0


def test_taking_back_restores_the_list_exactly(cast):
    add_product(name="Telemetry", code="TEL", tax_rate=7, prices={"EUR": Decimal(3), "USD": Decimal(4)}, by=cast.ada)
    before = picture()
    batch = import_products(cast.ada)
    assert picture() != before
    assert actions.revert_import(batch, by=cast.ada)
    run()
    batch.refresh_from_db()
    assert (batch.status, batch.restored, batch.kept) == (ImportBatch.Status.REVERTED, 3, 0)
    assert [[without_id(row) for row in rows] for rows in picture()] == [
        [without_id(row) for row in rows] for rows in before
    ]


def without_id(row):
    return {name: value for name, value in row.items() if name != "id"}


def test_what_somebody_worked_on_since_stays(cast):
    known = add_product(name="Telemetry", code="TEL", prices={"EUR": Decimal(3)}, by=cast.ada)
    batch = import_products(cast.ada)
    made = Product.objects.get(name="遥测")
    edit_product(made, unit="台", by=cast.ada)
    price_product(known, prices={"EUR": Decimal(99)}, by=cast.ada)
    actions.revert_import(batch, by=cast.ada)
    run()
    batch.refresh_from_db()
    assert (batch.restored, batch.kept) == (1, 2)
    assert sorted(Product.objects.values_list("name", flat=True)) == ["Telemetry", "遥测"]
    assert prices_of(Product.objects.get(pk=known.pk)) == {"EUR": Decimal(99)}


def test_our_own_file_comes_back_unchanged(as_user, cast):
    import_products(cast.ada)
    answer = as_user(cast.ada).post(reverse("pipeline:products-export"))
    before = picture()
    batch = import_products(cast.ada, b"".join(answer.streaming_content).decode())
    assert counts(batch) == (0, 0, 4, 0)
    assert picture() == before


@pytest.mark.parametrize(
    ("preset", "headers"),
    [
        ("pipedrive", "Product - Name,Product - Product code,Product - Unit price,Product - Tax"),
        ("hubspot", "Name,SKU,Unit price,Tax rate"),
        ("salesforce", "Product Name,Product Code,List Price,Family"),
        ("zoho", "Product Name,Product Code,Unit Price,Tax"),
    ],
)
def test_other_programs_columns_are_known(cast, preset, headers):
    batch = import_products(cast.ada, f'{headers}\nTelemetry,TEL,"1,014.90",\n', preset=preset)
    assert batch.finds_by == "code"
    assert batch.mapping["columns"].get("tax_rate") == {"pipedrive": "Product - Tax", "hubspot": "Tax rate"}.get(preset)
    assert prices_of(Product.objects.get(code="TEL")) == {"EUR": Decimal("1014.90")}


@pytest.mark.parametrize("header", ["Price GBP", "GBP price", "List price (GBP)", "Unit price, GBP", "Price [GBP]"])
def test_a_currency_in_the_head_of_the_price_is_understood(cast, header):
    batch = receive(cast.mona, f'Product,"{header}"\nTelemetry,14.90\n')
    assert batch.mapping["columns"] == {"name": "Product", "price": header}
    assert batch.options["currency"] == "GBP"


@pytest.mark.parametrize("header", ["Price", "GBP", "Price XQX", "Price gbp"])
def test_what_is_no_currency_in_a_head_says_none(cast, header):
    assert receive(cast.mona, f"Product,{header}\nTelemetry,14.90\n").options["currency"] == "EUR"


def test_a_column_of_currencies_is_believed_first(cast):
    batch = receive(cast.mona, "Product,Price GBP,Price USD,Currency\nTelemetry,14.90,20,CNY\n")
    assert batch.mapping["columns"] == {"name": "Product", "price": "Price GBP", "currency": "Currency"}
    assert batch.options["currency"] == "EUR"
