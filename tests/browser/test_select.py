"""Several cards at once: chosen by key, click, range and tap; carried, acted on and taken back together."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from pipeline.actions import move_deal
from pipeline.models import Deal
from tests.board import draw
from tests.browser.conftest import PHONE
from tests.browser.hands import Finger, card, carry, frames, middle, over, shows, take


@pytest.fixture
def deals(cast, board, make_deal):
    """Prospecting: A B C, Demo: D E F."""
    return {
        letter: make_deal(cast.alice, stage, letter, amount=1000)
        for stage, letters in ((board.prospecting, "ABC"), (board.demo, "DEF"))
        for letter in letters
    }


def choose(page, deals, letters):
    """Click cards with Ctrl held, away from their titles."""
    for letter in letters:
        card(page, deals[letter]).locator(".co").click(modifiers=["Control"])
    selected(page, letters)


def selected(page, letters):
    expect(page.locator(".card.sel h3")).to_have_text(list(letters))


def counted(page, count):
    expect(page.locator("#bulk output")).to_have_text(f"{count} selected")


def test_x_chooses_and_escape_lets_all_go(open_page, cast, deals):
    page = open_page(cast.alice)
    card(page, deals["A"]).focus()
    page.keyboard.press("x")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("x")
    selected(page, "AB")
    counted(page, 2)
    expect(page.locator("#say")).to_have_text("2 selected")
    page.keyboard.press("x")
    selected(page, "A")
    page.keyboard.press("Escape")
    selected(page, "")
    expect(page.locator("#bulk")).to_be_hidden()


def test_shift_chooses_a_range_and_the_bar_the_whole_column(open_page, cast, deals):
    page = open_page(cast.alice)
    choose(page, deals, "A")
    card(page, deals["C"]).locator(".co").click(modifiers=["Shift"])
    selected(page, "ABC")
    page.locator("#bulk").get_by_role("button", name="Clear").click()
    choose(page, deals, "E")
    page.get_by_role("button", name="Whole column").click()
    selected(page, "DEF")


def test_one_carries_all_by_mouse(open_page, cast, board, deals):
    """Prospecting: [A] B [C]  →  Demo: D A C E F, and back by Z."""
    page = open_page(cast.alice)
    choose(page, deals, "AC")
    take(page, deals["C"])
    expect(page.locator(".lifted")).to_have_attribute("data-count", "2")
    carry(page, *over(page, deals["E"]))
    expect(page.locator(".slot")).to_contain_text("Move 2 to Demo")
    carry(page, *over(page, deals["E"]))
    page.mouse.up()
    shows(page, board.demo, *"DACEF")
    expect(page.locator("#toasts")).to_contain_text("Moved 2 deals to Demo")
    expect(page.locator("#say")).to_contain_text("Moved 2 deals to Demo. Demo now holds €5.0k in 5 deals.")
    expect(page.locator(".card.sel")).to_have_count(0)
    assert (draw(board.prospecting), draw(board.demo)) == ("B", "D A C E F")
    page.keyboard.press("z")
    shows(page, board.prospecting, *"ABC")
    expect(page.locator("#say")).to_contain_text("Undone: 2 deals are as before")
    assert (draw(board.prospecting), draw(board.demo)) == ("A B C", "D E F")


def test_one_carries_all_by_keys(open_page, cast, board, deals):
    page = open_page(cast.alice)
    choose(page, deals, "AB")
    card(page, deals["A"]).focus()
    page.keyboard.press("m")
    for _column in range(3):
        page.keyboard.press("ArrowRight")
    expect(page.locator("#say")).to_contain_text("Move 2 to Demo, place 1 of 4")
    page.keyboard.press("Enter")
    shows(page, board.demo, *"ABDEF")
    assert draw(board.demo) == "A B D E F"


def test_one_carries_all_by_finger(open_page, cast, board, deals):
    page = open_page(cast.alice, **PHONE)
    card(page, deals["A"]).locator(".dots").tap()
    page.get_by_role("button", name="Select, to move several").tap()
    selected(page, "A")
    card(page, deals["B"]).tap()
    counted(page, 2)
    card(page, deals["C"]).locator("h3 a").tap()
    card(page, deals["C"]).locator("h3 a").tap()
    selected(page, "AB")
    finger, start = Finger(page), middle(card(page, deals["A"]))
    finger.press(*start, hold=330)
    stage = page.locator(f".stagebar [data-stage='{board.demo.pk}']")
    finger.slide(start, middle(stage))
    frames(page)
    finger.lift()
    shows(page, board.demo, *"ABDEF")
    assert draw(board.demo) == "A B D E F"


def test_escape_puts_all_back(open_page, cast, board, deals):
    page = open_page(cast.alice)
    choose(page, deals, "AB")
    take(page, deals["A"])
    carry(page, *over(page, deals["E"]))
    expect(page.locator(".card.ghost")).to_have_count(2)
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(page.locator(".slot, .lifted, .card.ghost")).to_have_count(0)
    selected(page, "AB")
    assert draw(board.prospecting) == "A B C"


def test_the_choice_survives_what_others_do(open_page, cast, board, deals):
    page = open_page(cast.alice)
    expect(page.locator("html[data-live=on]")).to_be_attached()
    choose(page, deals, "AB")
    move_deal(deals["B"], to=board.negotiation, by=cast.bob)
    shows(page, board.negotiation, "B")
    selected(page, "AB")


def test_those_behind_a_gate_stay_and_say_why(open_page, cast, board, deals, make_deal):
    closed = make_deal(cast.alice, board.prospecting, "Closed", qualified=False)
    page = open_page(cast.alice, expecting=["422"])
    choose(page, deals, "A")
    card(page, closed).locator(".co").click(modifiers=["Control"])
    page.get_by_role("button", name="Move to…").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator(f"[data-stage='{board.demo.pk}']")).to_contain_text("1 stays: Budget")
    dialog.get_by_role("button", name="Demo").click()
    shows(page, board.demo, *"ADEF")
    expect(dialog).to_contain_text("1 deal stays as it is")
    expect(dialog.locator("li")).to_contain_text("Demo needs Budget")
    selected(page, ["Closed"])
    dialog.get_by_role("button", name="Fill in").click()
    expect(dialog).to_contain_text("Demo needs Budget")
    assert (draw(board.prospecting), draw(board.demo)) == ("B C Closed", "A D E F")


def test_the_bar_assigns_and_loses(open_page, cast, board, deals):
    page = open_page(cast.alice)
    choose(page, deals, "AB")
    page.locator("#bulk").get_by_role("button", name="Assign").click()
    page.get_by_label("Owner").select_option(label="Bob Baker")
    page.get_by_role("dialog").get_by_role("button", name="Assign 2 deals").click()
    expect(page.locator("#toasts")).to_contain_text("Gave 2 deals to Bob Baker")
    assert Deal.objects.filter(owner=cast.bob).count() == 2
    choose(page, deals, "DE")
    page.locator("#bulk").get_by_role("button", name="Lose", exact=True).click()
    page.get_by_role("dialog").get_by_role("radio").first.check()
    page.get_by_role("button", name="Mark 2 deals as lost").click()
    shows(page, board.demo, "F")
    page.locator("#toasts .undo").click()
    shows(page, board.demo, *"DEF")
    assert Deal.objects.lost().count() == 0


def test_z_takes_back_one_after_the_other_and_knows_yesterday_s_page(open_page, cast, board, deals):
    page = open_page(cast.alice)
    move_deal(deals["D"], to=board.negotiation, by=cast.alice)
    page.reload()
    for letter in "AB":
        card(page, deals[letter]).focus()
        page.keyboard.press("m")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
        expect(page.locator(f"#col-{board.qualification.pk} .card:not(.pending) h3", has_text=letter)).to_be_visible()
    page.keyboard.press("z")
    shows(page, board.prospecting, *"BC")
    page.keyboard.press("Control+z")
    shows(page, board.prospecting, *"ABC")
    page.keyboard.press("Control+z")
    shows(page, board.demo, *"DEF")
    assert (draw(board.prospecting), draw(board.demo)) == ("A B C", "D E F")


def test_without_a_script_the_list_acts_on_many(open_page, cast, board, deals):
    page = open_page(cast.alice, reverse("pipeline:deal-list"), java_script_enabled=False)
    for letter in "AB":
        page.locator(f"#row-{deals[letter].pk} [name=ids]").check()
    page.locator("#bulk").get_by_role("button", name="Move to…").click()
    page.get_by_role("button", name="Demo").click()
    expect(page.get_by_text("Moved 2 deals to Demo")).to_be_visible()
    assert (draw(board.prospecting), sorted(draw(board.demo).split())) == ("C", [*"ABDEF"])
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone: 2 deals are as before")).to_be_visible()
    assert (draw(board.prospecting), draw(board.demo)) == ("A B C", "D E F")
