"""A board in rows: a card goes into another row by mouse and by keys, and comes back by one undo."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from leads.models import Label, LabelSet
from pipeline.models import Deal
from tests.browser.hands import card, carry, over, take

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def labels(workspace):
    kinds = LabelSet.objects.create(name="Heat")
    return [Label.objects.create(set=kinds, name=name, position=at) for at, name in enumerate(["Hot", "Cold"])]


@pytest.fixture
def deals(cast, board, labels, make_deal):
    """Discovery: A (Hot) B (Cold); Demo: C (Hot) D (Cold)."""
    return {
        title: make_deal(cast.alice, stage, title, amount=1000, label=labels[at])
        for stage, titles in ((board.discovery, "AB"), (board.demo, "CD"))
        for at, title in enumerate(titles)
    }


def in_cell(page, stage, label, *titles):
    expect(page.locator(f"#cell-{stage.pk}-{label.pk} .card:not(.pending) h3")).to_have_text(list(titles))


def standing(title):
    deal = Deal.objects.get(title=title)
    return deal.stage.name, deal.label.name


@pytest.fixture
def page(open_page, cast, deals):
    return open_page(cast.alice, f"{reverse('pipeline:board')}?group=label")


def test_a_mouse_carries_a_card_into_another_row_and_one_undo_brings_it_back(page, board, labels, deals):
    hot, cold = labels
    take(page, deals["A"])
    carry(page, *over(page, deals["D"]))
    expect(page.locator(".slot")).to_contain_text("Cold")
    carry(page, *over(page, deals["D"]))
    page.mouse.up()
    in_cell(page, board.demo, cold, "A", "D")
    expect(page.locator("#toasts")).to_contain_text("Moved to Demo, label Cold")
    assert standing("A") == ("Demo", "Cold")
    page.keyboard.press("z")
    in_cell(page, board.discovery, hot, "A")
    assert standing("A") == ("Discovery", "Hot")


def test_keys_carry_a_card_over_the_end_of_a_row(page, board, labels, deals):
    _hot, cold = labels
    card(page, deals["A"]).focus()
    for key in ("m", "ArrowRight", "ArrowDown", "ArrowDown"):
        page.keyboard.press(key)
    expect(page.locator("#say")).to_contain_text("Demo, Cold, place 1 of 2")
    page.keyboard.press("Enter")
    in_cell(page, board.demo, cold, "A", "D")
    assert standing("A") == ("Demo", "Cold")


def test_a_row_that_empties_goes_and_comes_back(page, board, labels, deals):
    Deal.objects.filter(title="C").delete()
    page.reload()
    hot, cold = labels
    card(page, deals["A"]).focus()
    for key in ("m", "ArrowDown", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    expect(page.locator(".lane")).to_have_count(1)
    in_cell(page, board.discovery, cold, "B", "A")
    page.keyboard.press("z")
    expect(page.locator(".lane")).to_have_count(2)
    in_cell(page, board.discovery, hot, "A")


def test_a_row_folds_away_with_its_cards(page, labels, deals):
    page.get_by_role("button", name="Row Hot").click()
    expect(page.locator(".card h3")).to_have_text(["B", "D"])
    expect(page.get_by_role("button", name="Row Hot")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".card")).to_have_count(4)
