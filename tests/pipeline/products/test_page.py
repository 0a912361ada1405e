"""The list of products: everybody reads it, managers and admins write it."""

import csv
import io
from decimal import Decimal

import pytest
from django.urls import reverse

from kit.sheets import BOM
from pipeline.models import Product
from pipeline.products.actions import add_product, retire_product
from pipeline.products.facts import prices_of
from tests.counting import queries_of

pytestmark = pytest.mark.django_db
LIST, NEW = reverse("pipeline:products"), reverse("pipeline:product-new")
FACTS = {"name": "Charging", "code": "CHG", "billing": "yearly", "term_months": "36", "unit": "depot", "tax_rate": "19"}


@pytest.fixture
def telemetry(cast):
    prices = {"EUR": Decimal("14.90"), "GBP": Decimal(12)}
    return add_product(name="Telemetry", code="TEL", billing="monthly", prices=prices, by=cast.ada)


@pytest.fixture
def routes(cast):
    return add_product(name="Routes", prices={"EUR": Decimal(9)}, by=cast.ada)


def names_on(answer):
    return [one.name for one in answer.context["page"]]


def page_of(product):
    return reverse("pipeline:product", args=[product.pk])


def test_everybody_reads_the_list(as_user, cast, telemetry, routes):
    for person in (cast.alice, cast.charlie, cast.gus, cast.mona):
        answer = as_user(person).get(LIST)
        assert names_on(answer) == ["Routes", "Telemetry"]
        assert "€14.90" in answer.text
        assert (NEW in answer.text) == (person == cast.mona)
    assert "€14.90" in as_user(cast.gus).get(page_of(telemetry)).text
    assert f'<form method="post" action="{page_of(telemetry)}"' not in as_user(cast.gus).get(LIST).text


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("order=-name", ["Telemetry", "Routes"]),
        ("order=price", ["Routes", "Telemetry"]),
        ("order=-price", ["Telemetry", "Routes"]),
        ("order=code", ["Telemetry", "Routes"]),
        ("order=nonsense", ["Routes", "Telemetry"]),
        ("q=tel", ["Telemetry"]),
        ("billing=monthly", ["Telemetry"]),
        ("q=nothing", []),
        ("retired=on", ["Fax"]),
    ],
)
def test_it_is_searched_and_sorted(as_user, cast, telemetry, routes, query, names):
    retire_product(add_product(name="Fax", by=cast.ada), by=cast.ada)
    assert names_on(as_user(cast.alice).get(f"{LIST}?{query}")) == names


def test_it_costs_the_same_however_long_it_is(as_user, cast, telemetry):
    client = as_user(cast.alice)
    few = queries_of(client, LIST)
    for number in range(20):
        add_product(name=f"Kit {number}", prices={"EUR": Decimal(number)}, by=cast.ada)
    assert queries_of(client, LIST) == few


def test_a_product_is_added_by_its_form(as_user, cast):
    prices = {"price-EUR": "3,900", "currency-0": "nok", "amount-0": "45.500,50"}
    assert as_user(cast.mona).post(NEW, FACTS | prices).headers["Location"] == LIST
    charging = Product.objects.get(name="Charging")
    assert prices_of(charging) == {"EUR": Decimal(3900), "NOK": Decimal("45500.50")}
    assert (charging.code, charging.billing, charging.term_months, charging.tax_rate) == ("CHG", "yearly", 36, 19)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Write what it is called on an offer."),
        ({"code": "tel"}, "“Telemetry” has this code already."),
        ({"billing": "once"}, "Only what is billed every month or year has a term."),
        ({"tax_rate": "101"}, "Ensure this value is less than or equal to 100."),
        ({"price-EUR": "a lot"}, "Write a number, like 12,400."),
        ({"currency-0": "QQQ", "amount-0": "1"}, "Write the three letters of a currency, such as NOK."),
        ({"currency-0": "EUR", "amount-0": "1"}, "The price in this currency stands above already."),
        ({"currency-0": "NOK"}, "Write the price, like 12,400."),
        ({"amount-1": "12"}, "Say in which currency."),
    ],
)
def test_what_is_wrong_is_said_and_kept(as_user, cast, telemetry, wrong, sentence):
    answer = as_user(cast.mona).post(NEW, FACTS | {"price-EUR": "7", "description": "Kept words"} | wrong)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Kept words" in answer.text
    assert Product.objects.count() == 1


def test_a_product_is_changed_beside_the_list(as_user, cast, telemetry):
    client = as_user(cast.ada)
    form = client.get(page_of(telemetry)).context["form"]
    assert {field.name: field.initial for field in form.price_fields()} == {
        "price-EUR": Decimal("14.90"),
        "price-GBP": Decimal("12.00"),
    }
    facts = FACTS | {"name": "Telemetry Plus", "code": "TEL", "price-EUR": "16", "price-GBP": ""}
    assert client.post(page_of(telemetry), facts).status_code == 302
    telemetry = Product.objects.get(pk=telemetry.pk)
    assert (telemetry.name, prices_of(telemetry)) == ("Telemetry Plus", {"EUR": Decimal(16)})
    assert "€14.90 to €16." in client.get(page_of(telemetry)).text


def test_reps_are_refused_with_a_sentence(as_user, cast, telemetry):
    answer = as_user(cast.alice).post(page_of(telemetry), FACTS)
    assert answer.status_code == 403
    assert "written by managers and admins" in answer.text
    assert as_user(cast.alice).get(NEW).status_code == 403


def test_retired_and_brought_back(as_user, cast, telemetry):
    client = as_user(cast.mona)
    client.post(reverse("pipeline:product-retire", args=[telemetry.pk]))
    assert names_on(client.get(LIST)) == []
    assert "Sold no more." in client.get(page_of(telemetry)).text
    client.post(reverse("pipeline:product-return", args=[telemetry.pk]))
    assert names_on(client.get(LIST)) == ["Telemetry"]


def test_the_file_has_a_row_for_each_price_in_the_order_of_the_list(as_user, cast, telemetry, routes):
    answer = as_user(cast.gus).post(f"{reverse('pipeline:products-export')}?order=-name")
    text = b"".join(answer.streaming_content).decode().removeprefix(BOM)
    rows = [(row["Name"], row["Price"], row["Currency"], row["Billed"]) for row in csv.DictReader(io.StringIO(text))]
    assert rows == [
        ("Telemetry", "14.90", "EUR", "Every month"),
        ("Telemetry", "12.00", "GBP", "Every month"),
        ("Routes", "9.00", "EUR", "One-off"),
    ]


def test_each_head_stands_above_its_column(as_user, cast, telemetry):
    """Whoever may merge leads merges no products: there is nothing to pick."""
    for person in (cast.alice, cast.mona, cast.gus):
        table = as_user(person).get(LIST).text.partition("<table")[2].partition("</table>")[0]
        heads, row = table.split("<tbody>")
        assert heads.count("<th>") + heads.count("<th ") == row.count("<td>") + row.count("<td ")
