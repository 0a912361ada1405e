"""The whole board by keyboard, with the screen off: every act has its keys, and every outcome its spoken line."""

import pytest
from playwright.sync_api import expect

from tests.board import draw
from tests.browser.hands import card, shows


@pytest.fixture
def deals(cast, board, make_deal):
    """Prospecting: A B, Qualification: empty, Discovery: C D E."""
    return {
        letter: make_deal(cast.alice, stage, letter, amount=1000)
        for stage, letters in ((board.prospecting, "AB"), (board.discovery, "CDE"))
        for letter in letters
    }


def spoken(page):
    return page.locator("#say")


def test_arrows_walk_and_tab_stops_once(open_page, cast, board, deals):
    page = open_page(cast.alice)
    card(page, deals["A"]).focus()
    page.keyboard.press("ArrowDown")
    expect(card(page, deals["B"])).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(card(page, deals["D"])).to_be_focused()
    page.keyboard.press("k")
    expect(card(page, deals["C"])).to_be_focused()
    expect(page.locator(".card[tabindex='0']")).to_have_count(1)


def test_a_card_is_lifted_carried_and_dropped(open_page, cast, board, deals):
    page = open_page(cast.alice)
    card(page, deals["A"]).focus()
    page.keyboard.press("m")
    expect(spoken(page)).to_have_text("Prospecting, place 1 of 2")
    page.keyboard.press("ArrowRight")
    expect(spoken(page)).to_have_text("Qualification, place 1 of 1")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    expect(spoken(page)).to_have_text("Discovery, place 2 of 4")
    page.keyboard.press("Enter")
    shows(page, board.discovery, *"CADE")
    expect(spoken(page)).to_have_text("A moved to Discovery, 2 of 4. Discovery now holds €4.0k.")
    expect(card(page, deals["A"])).to_be_focused()
    assert draw(board.discovery) == "C A D E"


def test_within_a_column(open_page, cast, board, deals):
    page = open_page(cast.alice)
    card(page, deals["C"]).focus()
    for key in (" ", "ArrowDown", "ArrowDown", " "):
        page.keyboard.press(key)
    shows(page, board.discovery, *"DEC")
    expect(card(page, deals["C"])).to_be_focused()
    page.keyboard.press("Control+z")
    shows(page, board.discovery, *"CDE")
    assert draw(board.discovery) == "C D E"


def test_escape_returns_the_card(open_page, cast, board, deals):
    page = open_page(cast.alice)
    card(page, deals["A"]).focus()
    for key in ("m", "ArrowRight", "Escape"):
        page.keyboard.press(key)
    shows(page, board.prospecting, *"AB")
    expect(card(page, deals["A"])).to_be_focused()
    expect(page.locator(".slot, .card.ghost")).to_have_count(0)


def test_enter_opens_the_deal(open_page, cast, board, deals):
    page = open_page(cast.alice)
    card(page, deals["B"]).focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/deals/{deals['B'].pk}/")


def test_keys_for_a_new_deal_and_for_the_filter(open_page, cast, board, deals):
    page = open_page(cast.alice)
    page.keyboard.press("/")
    expect(page.locator(".filters [name=q]")).to_be_focused()
    page.keyboard.type("nm")
    page.keyboard.press("Enter")
    page.wait_for_url("**/board/?q=nm")
    expect(page.get_by_role("heading", name="No deal matches this filter")).to_be_visible()
    page.get_by_role("link", name="Clear filters").click()
    shows(page, board.prospecting, *"AB")
    page.keyboard.press("n")
    page.wait_for_url("**/deals/new/**")
