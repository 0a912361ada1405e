"""An admin shapes the stages: by mouse, by keys, with the impact said before and a way back after."""

import pytest
from playwright.sync_api import expect

from pipeline.models import ChecklistItem, Deal, Stage
from tests.board import draw
from tests.browser.conftest import PHONE
from tests.browser.hands import middle

PAGE = "/settings/stages/"


def names(page):
    return page.locator("[data-stages] .nm b").all_text_contents()


def in_order(board):
    return list(board.pipeline.stages.standing().values_list("name", flat=True))


def row(page, stage):
    return page.locator(f"tr[data-stage='{stage.pk}']")


def save_order(page):
    expect(page.locator("#order")).to_contain_text("New order, not saved yet")
    page.get_by_role("button", name="Save order").click()
    expect(page.locator(".toast")).to_contain_text("The stages stand in their new order")


def test_alt_and_the_arrow_keys_move_a_stage(open_page, cast, board):
    page = open_page(cast.ada, PAGE)
    row(page, board.demo).locator(".grip").focus()
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Alt+ArrowUp")
    assert names(page)[:4] == ["Prospecting", "Demo", "Qualification", "Discovery"]
    expect(page.locator("#said")).to_have_text("Demo, place 2 of 8")
    page.keyboard.press("Alt+ArrowDown")
    expect(row(page, board.demo).locator(".grip")).to_be_focused()
    assert in_order(board)[3] == "Demo"
    expect(page.locator("#order")).to_contain_text("the gate of Discovery")
    save_order(page)
    assert in_order(board)[:4] == ["Prospecting", "Qualification", "Demo", "Discovery"]


def test_a_stage_is_dragged_by_its_handle(open_page, cast, board):
    page = open_page(cast.ada, PAGE)
    page.mouse.move(*middle(row(page, board.negotiation).locator(".grip")))
    page.mouse.down()
    x, y = middle(row(page, board.demo))
    page.mouse.move(x, y - 12, steps=12)
    page.mouse.up()
    assert names(page)[3:6] == ["Negotiation", "Demo", "Proposal"]
    save_order(page)
    assert in_order(board)[3:6] == ["Negotiation", "Demo", "Proposal"]


@pytest.fixture
def deals(cast, board, make_deal):
    """Discovery: A, Demo: B C."""
    stages = {"A": board.discovery, "B": board.demo, "C": board.demo}
    return {letter: make_deal(cast.alice, stage, letter, amount=1000) for letter, stage in stages.items()}


@pytest.mark.parametrize("screen", [{}, PHONE], ids=["desk", "phone"])
def test_a_stage_is_removed_and_brought_back(open_page, cast, board, deals, screen):
    page = open_page(cast.ada, PAGE, **screen)
    row(page, board.demo).locator(".menu summary").click()
    row(page, board.demo).get_by_role("link", name="Remove…").click()
    impact = page.locator("#impact")
    expect(impact).to_contain_text("2 deals, €2.0k need a new stage")
    expect(impact).to_contain_text("The board’s weighted value falls €300 at 35%")
    impact.get_by_label("Move the 2 deals to").select_option("Proposal")
    expect(impact).to_contain_text("The board’s weighted value rises €300 at 65%")
    page.get_by_role("button", name="Remove and move 2 deals").click()
    expect(page.locator("[data-stages]")).not_to_contain_text("Demo")
    assert (draw(board.proposal), Stage.objects.get(pk=board.demo.pk).retired_at is None) == ("B C", False)
    page.locator("#changes").get_by_role("button", name="Revert").click()
    expect(page.locator("#changes")).to_contain_text("reverted by Ada Abel")
    assert (draw(board.demo), in_order(board)[3]) == ("B C", "Demo")


def test_what_is_not_saved_yet_is_counted(open_page, cast, board, deals):
    page = open_page(cast.ada, f"{PAGE}{board.demo.pk}/")
    page.get_by_label("Name").fill("Trial")
    expect(page.locator(".insp .save")).to_contain_text("1 unsaved change")
    page.get_by_label("Probability").fill("60")
    expect(page.locator(".insp .save")).to_contain_text("2 unsaved changes")
    expect(page.locator(".insp .save")).to_contain_text("The board’s weighted value rises €200")
    page.get_by_role("button", name="Save stage").last.click()
    expect(page.locator("[data-stages]")).to_contain_text("Trial")
    assert Stage.objects.get(pk=board.demo.pk).probability == 60


def test_a_stage_is_split_by_hand(open_page, cast, board, deals):
    page = open_page(cast.ada, f"{PAGE}{board.demo.pk}/split/")
    page.get_by_label("Name of the new stage").fill("Trial")
    page.get_by_role("checkbox", name="B Alice").uncheck()
    page.get_by_role("button", name="Split Demo").click()
    expect(page.locator("[data-stages]")).to_contain_text("Trial")
    assert (draw(board.demo), Deal.objects.get(pk=deals["C"].pk).stage.name) == ("B", "Trial")


def test_typed_changes_are_asked_about_before_they_are_left(open_page, cast, board):
    page, asked = open_page(cast.ada, f"{PAGE}{board.demo.pk}/"), []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.get_by_label("Name").click()
    page.keyboard.type("s")
    row(page, board.proposal).get_by_role("link", name="Proposal").first.click(no_wait_after=True)
    expect(page.get_by_label("Name")).to_have_value("Demos")
    page.get_by_role("link", name="Discard").click()
    expect(page.get_by_label("Name")).to_have_value("Demo")
    assert asked == ["beforeunload"]


def test_the_focus_stays_where_a_checklist_is_put_in_order(open_page, cast, board):
    for text in ("Ask who signs", "Count the vehicles", "Agree the next call"):
        ChecklistItem.objects.create(stage=board.demo, text=text)
    page = open_page(cast.ada, f"{PAGE}{board.demo.pk}/")
    page.get_by_role("button", name="Move Agree the next call up").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Item 2", exact=True)).to_have_value("Agree the next call")
    expect(page.get_by_role("button", name="Move Agree the next call up")).to_be_focused()
