"""Keys of the whole house: G and a letter goes to a page, ? says them all; dialogs come up on the list too."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from pipeline.models import Deal, Product
from tests.browser.hands import card

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def deals(cast, board, make_deal):
    return [make_deal(cast.alice, board.demo, title, amount=1000) for title in "ab"]


@pytest.mark.parametrize(
    ("letter", "place"), [("l", "leads:list"), ("m", "followups:my-day"), ("f", "forecasting:forecast")]
)
def test_g_and_a_letter_goes_there_and_back_to_the_board(open_page, cast, deals, letter, place):
    page = open_page(cast.alice)
    card(page, deals[0]).focus()
    page.keyboard.press("g")
    page.keyboard.press(letter)
    page.wait_for_url(f"**{reverse(place)}")
    page.keyboard.press("g")
    page.keyboard.press("b")
    page.wait_for_url("**/board/")


def test_the_sheet_of_all_keys_comes_up_and_goes(open_page, cast, deals):
    page = open_page(cast.alice)
    for _turn in range(2):
        page.keyboard.press("?")
        expect(page.get_by_role("dialog", name="Keys")).to_contain_text("Walk from card to card")
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("searchbox").fill("what?")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_sheet_that_comes_while_the_last_one_is_closing_is_opened(open_page, cast, deals):
    page = open_page(cast.alice)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.evaluate("""() => {
        const last = document.querySelector("dialog[open]"), next = last.cloneNode(true);
        next.removeAttribute("open");
        next.id = "next";
        last.close();
        document.body.append(next);
        document.dispatchEvent(new Event("htmx:after:swap"));
    }""")
    expect(page.get_by_role("dialog", name="Keys")).to_have_id("next")
    expect(page.locator("dialog")).to_have_count(1)


def test_acts_of_the_list_come_up_as_dialogs(open_page, cast, board, deals):
    page = open_page(cast.alice, reverse("pipeline:deal-list"))
    page.locator("[name=ids][form=bulk]").first.check()
    page.get_by_role("button", name="Close date").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("link", name="Leave it").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("[name=ids][form=bulk]:checked")).to_have_count(1)
    page.get_by_role("button", name="Close date").click()
    page.get_by_role("dialog").get_by_label("Expected close").fill("2031-01-02")
    page.get_by_role("dialog").get_by_role("button", name="Set the close date").click()
    expect(page.locator(".toast")).to_contain_text("Gave 1 deal another close date")
    assert Deal.objects.filter(expected_close="2031-01-02").count() == 1


def test_the_report_comes_back_after_one_was_filled_in(open_page, cast, board, make_deal):
    made = [make_deal(cast.alice, board.negotiation, title, amount=0) for title in "ab"]
    page = open_page(cast.alice, expecting=["422", "409"])
    for deal in made:
        card(page, deal).focus()
        page.keyboard.press("x")
    page.locator("#bulk").get_by_role("button", name="Move to…").click()
    page.get_by_role("dialog").get_by_role("button", name="Close").click()
    report = page.locator("dialog:has(.stayed)")
    report.get_by_role("button", name="Fill in").first.click()
    page.get_by_role("dialog").get_by_role("link", name="Leave it where it was").click()
    expect(report.locator("li")).to_have_count(2)
    report.get_by_role("button", name="Fill in").first.click()
    page.get_by_role("dialog").get_by_label("Value in EUR").fill("900,50")
    page.get_by_role("dialog").get_by_role("button", name="Save and move").click()
    expect(report.locator("li")).to_have_count(1)
    report.get_by_role("link", name="Done").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert Deal.objects.filter(stage=board.close).count() == 1


def test_z_takes_back_what_a_toast_offers_on_any_page(open_page, cast):
    product = Product.objects.create(name="Charging")
    page = open_page(cast.ada, f"/products/{product.pk}/")
    page.get_by_role("button", name="Throw away").click()
    expect(page.get_by_role("status").get_by_text("“Charging” is in the bin")).to_be_visible()
    page.keyboard.press("z")
    expect(page.get_by_role("status").get_by_text("“Charging” is back")).to_be_visible()
    assert Product.objects.filter(pk=product.pk).exists()
