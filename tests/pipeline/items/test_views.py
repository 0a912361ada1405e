"""The lines of a deal are changed on its page, with and without a script."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from pipeline.actions import win_deal
from pipeline.items.actions import change_item, remove_item
from pipeline.items.queries import Panel
from pipeline.items.whole import discount_deal
from pipeline.models import LineItem, Product
from tests.counting import queries_of

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
FULL = {"quantity": "2", "price": "1,250.50", "billing": "once", "part": "included"}


def at(name, deal, *more):
    return reverse(f"pipeline:{name}", args=[deal.pk, *more])


def test_an_empty_panel_teaches(cast, deal, as_user):
    page = as_user(cast.alice).get(reverse("pipeline:deal", args=[deal.pk])).content.decode()
    assert "What do they buy?" in page
    assert "Add the first item" in page
    guest = as_user(cast.gus).get(at("items", deal)).content.decode()
    assert "No items yet." in guest
    assert "What do they buy?" not in guest
    assert "Add the first item" not in guest


def test_a_line_in_free_words(cast, deal, as_user, now):
    answer = as_user(cast.alice).post(at("items", deal), FULL | {"name": " Fitting,  per truck "})
    assert (answer.status_code, answer.url) == (302, reverse("pipeline:deal", args=[deal.pk]) + "#items")
    assert (LineItem.objects.get().name, now(deal).amount) == ("Fitting, per truck", 2501)


def test_a_product_brings_price_and_tax(cast, deal, telemetry, as_user):
    answer = as_user(cast.alice).post(at("items", deal), {"name": "tel-100", "quantity": "10"} | NEW, headers=HTMX)
    item = LineItem.objects.get()
    assert (answer.status_code, item.product, item.name) == (200, telemetry, "Telemetry")
    assert (item.price, item.tax_rate, item.billing, item.term_months, item.unit) == (
        Decimal("14.90"),
        19,
        "monthly",
        24,
        "vehicle",
    )
    page = answer.content.decode()
    assert 'name="quantity"' in page  # room for the next one
    assert '<hx-partial hx-target="#fact-value"' in page


NEW = {"price": "", "part": "included"}


def test_a_line_in_free_words_begins_with_the_tax_of_the_last_one(cast, deal, as_user, add, telemetry):
    add(deal, tax_rate=7)
    add(deal, tax_rate="25.5")
    form = opened(as_user(cast.alice), deal)
    assert (form["tax_rate"], form["initial-tax_rate"]) == ("25.5", "25.5")


def test_on_an_empty_deal_with_that_of_most_products(cast, deal, as_user, telemetry):
    assert opened(as_user(cast.alice), deal)["tax_rate"] == "19"
    Product.objects.update(retired_at=timezone.now())
    assert opened(as_user(cast.alice), deal)["tax_rate"] == "0"


def opened(user, deal):
    """What the form of a new line would send as it stands, {name: value}."""
    page = user.get(at("items", deal) + "?add=1", headers=HTMX).content.decode()
    return dict(re.findall(r'name="([\w-]*tax_rate)" value="([^"]*)"', page))


@pytest.mark.parametrize(
    ("name", "typed", "taxed"),
    [("Fitting", "25", 25), ("Fitting", "7", 7), ("Telemetry", "25", 19), ("Telemetry", "7", 7), ("Fitting", "", 0)],
)
def test_the_tax_that_stands_there_is_for_free_words_and_what_is_typed_for_both(
    cast, deal, as_user, telemetry, name, typed, taxed
):
    sent = {"name": name, "quantity": "1", "price": "80", "tax_rate": typed, "initial-tax_rate": "25"}
    as_user(cast.alice).post(at("items", deal), FULL | sent)
    assert LineItem.objects.get().tax_rate == taxed


def test_a_product_without_a_price_in_the_currency_asks_for_one(cast, board, make_deal, telemetry, as_user):
    deal = make_deal(cast.alice, board.demo, currency="EUR")
    telemetry.prices.update(currency="NOK")
    answer = as_user(cast.alice).post(at("items", deal), {"name": "Telemetry", "quantity": "10"} | NEW)
    page = answer.content.decode()
    assert (answer.status_code, LineItem.objects.count()) == (422, 0)
    assert "“Telemetry” has no price in EUR yet: write one here." in page
    assert 'value="Telemetry"' in page


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"name": ""}, "Write what is sold"),
        ({"price": ""}, "is not on the price list: write its price."),
        ({"term_months": "12"}, "Only what is billed every month or year has a term."),
        ({"quantity": "-1"}, "greater than or equal to 0"),
        ({"discount": "101"}, "less than or equal to 100"),
        ({"price": "99999999999999", "quantity": "999"}, "more than anybody pays"),
    ],
)
def test_nonsense_is_asked_again_with_the_text_kept(cast, deal, as_user, facts, sentence):
    answer = as_user(cast.alice).post(at("items", deal), FULL | {"name": "Kit", "description": "Kept words"} | facts)
    page = answer.content.decode()
    assert (answer.status_code, LineItem.objects.count()) == (422, 0)
    assert sentence in page
    assert "Kept words" in page


def test_numbers_are_typed_in_any_manner(cast, deal, as_user, add):
    user = as_user(cast.alice)
    for quantity, price in (("1,500", "3,900"), ("1.125", "3.900,50"), ("0,5", "14.90")):
        user.post(at("items", deal), FULL | {"name": "Kit", "quantity": quantity, "price": price})
    assert list(LineItem.objects.values_list("quantity", "price")) == [
        (1500, 3900),
        (Decimal("1.125"), Decimal("3900.50")),
        (Decimal("0.5"), Decimal("14.90")),
    ]


def test_what_is_shown_is_read_again_as_it_is(cast, deal, as_user, add):
    item = add(deal, "Hours", "1.125", "14.90", discount="2.5")
    form = as_user(cast.alice).get(at("item", deal, item.pk)).context["item_form"]
    sent = {field.name: field.field.prepare_value(field.value()) for field in form if field.value() is not None}
    as_user(cast.alice).post(at("item", deal, item.pk), sent)
    item.refresh_from_db()
    assert (item.quantity, item.price, item.discount, item.version) == (
        Decimal("1.125"),
        Decimal("14.90"),
        Decimal("2.5"),
        1,
    )


def test_a_line_is_changed_in_its_place(cast, deal, as_user, add, now):
    item = add(deal, "Kit")
    user = as_user(cast.alice)
    assert 'name="quantity"' in user.get(at("item", deal, item.pk), headers=HTMX).content.decode()
    answer = user.post(at("item", deal, item.pk), FULL | {"name": "Kit", "seen": "1"}, headers=HTMX)
    assert (answer.status_code, now(deal).amount) == (200, 2501)
    assert b'name="quantity"' not in answer.content


def test_who_was_slower_keeps_what_they_typed(cast, deal, as_user, add):
    item = add(deal, "Kit", 1, 100)
    change_item(item, by=cast.bob, price=Decimal(90))
    user, sent = as_user(cast.alice), FULL | {"name": "Better kit", "seen": "1"}
    answer = user.post(at("item", deal, item.pk), sent, headers=HTMX)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert 'value="Better kit"' in page
    assert "It says now: Kit, 1 × " in page
    user.post(at("item", deal, item.pk), sent | {"seen": "2"}, headers=HTMX)
    assert LineItem.objects.get().name == "Better kit"


def test_a_line_goes_and_comes_back(cast, deal, as_user, add):
    item, user = add(deal, "Kit"), as_user(cast.alice)
    page = user.post(at("item-remove", deal, item.pk), headers=HTMX).content.decode()
    assert "Kit is off the deal." in page
    assert not LineItem.objects.exists()
    user.post(at("item-return", deal, item.pk), headers=HTMX)
    assert LineItem.objects.exists()
    without = user.post(at("item-remove", deal, item.pk), follow=True).content.decode()
    assert at("item-return", deal, item.pk) in without


def test_lines_are_placed_and_chosen(cast, deal, as_user, add, now):
    add(deal, "One")
    two, user = add(deal, "Two", 1, 40, part="option"), as_user(cast.alice)
    user.post(at("item-place", deal, two.pk), {"step": "up"})
    user.post(at("item-choose", deal, two.pk), {"chosen": "1"})
    assert ([item.name for item in Panel(deal).items], now(deal).amount) == (["Two", "One"], 140)
    user.post(at("item-place", deal, two.pk), {"step": "sideways"})
    user.post(at("item-choose", deal, two.pk))
    assert now(deal).amount == 100


def test_a_discount_and_where_the_value_comes_from(cast, deal, as_user, add, now):
    add(deal, "Kit", 10, 100)
    user = as_user(cast.alice)
    user.post(at("items-discount", deal), {"name": "Batch", "kind": "amount", "off": "1,000.50"})
    assert now(deal).amount == 0
    user.post(at("items-discount", deal), {"name": "Batch", "kind": "percent", "off": "5"})
    assert now(deal).amount == 950
    wrong = user.post(at("items-discount", deal), {"name": "Batch", "kind": "percent", "off": "500"})
    assert (wrong.status_code, "Write a percentage up to 100." in wrong.content.decode()) == (422, True)
    user.post(at("items-discount", deal), {"name": "Batch", "kind": "percent", "off": ""})
    user.post(at("items-value", deal), {"source": "hand"})
    assert (now(deal).amount, now(deal).is_valued_by_items) == (1000, False)
    user.post(at("items-value", deal), {"source": "items"})
    assert now(deal).is_valued_by_items


def test_the_value_says_why_it_is_not_written_by_hand(cast, deal, as_user, add, now):
    add(deal, price=700)
    user, sent = as_user(cast.alice), {"amount": "900", "version": now(deal).version}
    for place in (reverse("pipeline:deal-cell", args=[deal.pk, "value"]), at("deal-fact", deal, "value")):
        answer = user.post(place, sent | {"currency": "EUR"}, headers=HTMX)
        assert answer.status_code == 422
        assert "The value comes from the line items" in answer.content.decode()
    page = user.get(reverse("pipeline:deal-edit", args=[deal.pk])).content.decode()
    assert "The line items make the value." in page
    assert now(deal).amount == 700


def test_a_closed_deal_is_read_only(cast, deal, as_user, add):
    item = add(deal, "Kit")
    win_deal(deal, by=cast.alice)
    user = as_user(cast.alice)
    page = user.get(at("items", deal)).content.decode()
    assert "This deal is closed" in page
    assert at("item", deal, item.pk) not in page
    refused = user.post(at("item-remove", deal, item.pk))
    assert (refused.status_code, "Open it again" in refused.content.decode()) == (422, True)


def test_who_may_and_who_may_not(cast, deal, as_user, add):
    item = add(deal)
    for name, more in (("items", []), ("item", [item.pk]), ("item-remove", [item.pk]), ("items-value", [])):
        assert as_user(cast.charlie).post(at(name, deal, *more), FULL).status_code == 404
        assert as_user(cast.gus).post(at(name, deal, *more), FULL).status_code == 403
    assert as_user(cast.alice).get(at("item-remove", deal, item.pk)).status_code == 405
    assert as_user(cast.alice).post(at("item", deal, 0), FULL).status_code == 404


def test_words_are_never_markup(cast, deal, as_user, add):
    add(deal, "<script>alert(1)</script>", description="<b>", unit="<i>")
    page = as_user(cast.alice).get(at("items", deal)).content.decode()
    assert "<script>alert" not in page


def test_many_lines_cost_no_more_questions(cast, deal, as_user, add, now):
    add(deal)
    user = as_user(cast.alice)
    few = queries_of(user, at("items", deal))
    for number in range(8):
        add(deal, f"Line {number}", part="alternative", group=str(number % 2))
    discount_deal(deal, percent=Decimal(3), by=cast.alice)
    remove_item(LineItem.objects.first(), by=cast.alice)
    assert queries_of(user, at("items", deal)) == few
