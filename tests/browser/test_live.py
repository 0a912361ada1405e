"""Several people at one board: each sees at once what the others do, and nobody hears of what is not theirs to see."""

import time

import pytest
from playwright.sync_api import expect

from pipeline.actions import move_deal
from tests.browser.hands import card, carry, drag_to_column, over, shows, take
from tests.timeline.live_process import Page
from timeline.live import token


@pytest.fixture
def deals(cast, board, make_deal):
    return [make_deal(cast.alice, board.prospecting, letter, amount=1000) for letter in "AB"]


def test_two_people_see_each_other_and_a_stranger_hears_not_a_byte(
    open_page, live_service, cast, board, deals, make_deal
):
    make_deal(cast.charlie, board.demo, "His own")
    alice, bob, charlie = (open_page(person) for person in (cast.alice, cast.bob, cast.charlie))
    ears = Page(live_service.port, token.issue(cast.charlie, board.pipeline.pk))
    assert ears.hears_until("hello") == [("hello", {})]
    for page in (alice, bob, charlie):
        expect(page.locator("html")).to_have_attribute("data-live", "on")
    bob.evaluate("window.stayed = true")

    drag_to_column(alice, deals[0], board.demo)
    dropped = time.monotonic()
    shows(bob, board.demo, "A")
    assert time.monotonic() - dropped < 1
    shows(bob, board.prospecting, "B")
    expect(bob.locator(f"#head-{board.demo.pk} .count")).to_have_text("1")

    drag_to_column(bob, deals[1], board.demo)
    shows(alice, board.demo, "B", "A")
    assert bob.evaluate("window.stayed") is True

    move_deal(deals[1], to=board.proposal, by=cast.ada)
    shows(alice, board.proposal, "B")
    shows(charlie, board.demo, "His own")
    move_deal(charlie_deal(cast), to=board.proposal, by=cast.charlie)
    heard = ears.hears_until("deal")
    assert [data["id"] for _kind, data in heard] == [charlie_deal(cast).pk]
    shows(charlie, board.proposal, "His own")


def charlie_deal(cast):
    return cast.charlie.deals.get()


def test_what_others_do_waits_while_a_card_is_in_the_hand(open_page, cast, board, deals):
    page = open_page(cast.alice)
    expect(page.locator("html")).to_have_attribute("data-live", "on")
    take(page, deals[0])
    move_deal(deals[1], to=board.demo, by=cast.bob)
    page.wait_for_timeout(300)
    expect(card(page, deals[1])).to_be_visible()
    shows(page, board.demo)
    page.keyboard.press("Escape")
    page.mouse.up()
    shows(page, board.demo, "B")


def test_a_deal_that_is_given_away_leaves_the_board(open_page, cast, board, deals):
    page = open_page(cast.alice)
    expect(page.locator("html")).to_have_attribute("data-live", "on")
    page.goto(page.url + f"?owner={cast.alice.pk}")
    expect(page.locator("html")).to_have_attribute("data-live", "on")
    deals[0].owner = cast.charlie
    deals[0].save()
    page.evaluate("id => kariz.look(id)", deals[0].pk)
    shows(page, board.prospecting, "B")


def test_a_broken_line_is_said_and_caught_up(open_page, cast, board, deals):
    page = open_page(cast.alice, expecting=["Failed to load", "net::", "EventSource"])
    expect(page.locator("html")).to_have_attribute("data-live", "on")
    page.context.set_offline(True)
    expect(page.locator("#offline")).to_be_visible(timeout=15_000)
    move_deal(deals[0], to=board.demo, by=cast.bob)
    page.context.set_offline(False)
    page.locator("#offline button").click()
    shows(page, board.demo, "A")
    expect(page.locator("#offline")).to_be_hidden()


def test_the_card_in_the_hand_and_the_place_it_goes_to_survive_a_neighbour_leaving(open_page, cast, board, make_deal):
    moved, neighbour, last = (make_deal(cast.alice, stage, title) for stage, title in (
        (board.prospecting, "Moved"), (board.demo, "Neighbour"), (board.demo, "Last")))  # fmt: skip
    page = open_page(cast.alice)
    take(page, moved)
    carry(page, *over(page, last, "above"))
    move_deal(neighbour, to=board.close, by=cast.bob)
    page.mouse.up()
    shows(page, board.demo, "Moved", "Last")
