"""The board's forms: the menu of places, gates, quick add and loss, with a script and without one."""

import pytest
from playwright.sync_api import expect

from pipeline.models import Deal
from tests.board import draw
from tests.browser.conftest import PHONE
from tests.browser.hands import card, carry, drag_to_column, shows, take


@pytest.fixture
def deals(cast, board, make_deal):
    """Prospecting: A and the unqualified B, Demo: C D."""
    return {
        "A": make_deal(cast.alice, board.prospecting, "A", amount=1000),
        "B": make_deal(cast.alice, board.prospecting, "B", qualified=False),
        "C": make_deal(cast.alice, board.demo, "C"),
        "D": make_deal(cast.alice, board.demo, "D"),
    }


def open_menu(page, deal):
    card(page, deal).hover()
    card(page, deal).locator(".dots").click()
    return page.get_by_role("dialog")


def test_the_menu_moves_a_card(open_page, cast, board, deals):
    page = open_page(cast.alice)
    menu = open_menu(page, deals["A"])
    menu.get_by_text("To the bottom").click()
    menu.get_by_role("button", name="Demo").click()
    shows(page, board.demo, *"CDA")
    assert draw(board.demo) == "C D A"


def test_the_menu_says_what_a_stage_needs(open_page, cast, board, deals):
    page = open_page(cast.alice, **PHONE)
    menu = open_menu(page, deals["B"])
    expect(menu.locator(f"[data-stage='{board.discovery.pk}']")).to_contain_text(
        "Needs Budget, Authority, Need and Timeline"
    )
    expect(menu.locator(f"[data-stage='{board.prospecting.pk}']")).to_contain_text("Here for 0 d")
    page.keyboard.press("Escape")
    expect(menu).to_have_count(0)


def test_a_gate_fits_a_phone(open_page, cast, board, deals):
    page = open_page(cast.alice, expecting=["422"], **PHONE)
    open_menu(page, deals["B"]).get_by_role("button", name="Discovery").click()
    gate = page.get_by_role("dialog", name="Discovery needs")
    assert gate.evaluate("box => box.scrollWidth - box.clientWidth") == 0


def test_a_menu_step_moves_one_place(open_page, cast, board, deals):
    page = open_page(cast.alice)
    menu = open_menu(page, deals["C"])
    menu.get_by_text("One down").click()
    menu.locator("[aria-current]").click()
    shows(page, board.demo, *"DC")
    assert draw(board.demo) == "D C"


def test_a_locked_column_says_why_and_a_drop_asks_for_just_that(open_page, cast, board, deals):
    page = open_page(cast.alice, expecting=["422"])
    take(page, deals["B"])
    column = page.locator(f"#col-{board.discovery.pk}")
    expect(column.locator(".gate")).to_contain_text("Needs Budget, Authority, Need and Timeline")
    expect(page.locator(".col.locked")).to_have_count(6)
    box = column.locator(".cards").bounding_box()
    carry(page, box["x"] + 60, box["y"] + 200)
    page.mouse.up()
    form = page.get_by_role("dialog")
    expect(form).to_contain_text("Discovery needs Budget, Authority, Need and Timeline")
    for topic in ("budget", "authority", "need"):
        form.locator(f"[name={topic}][value='2']").check()
    form.locator("[name=budget_evidence]").fill("Signed off by the CFO")
    form.get_by_role("button", name="Save and move to Discovery").click()
    form = page.get_by_role("dialog")
    expect(form).to_contain_text("Discovery needs Budget, Authority, Need and Timeline")
    expect(form.locator("[name=budget_evidence]")).to_have_value("Signed off by the CFO")
    form.locator("[name=timeline][value='1']").check()
    form.get_by_role("button", name="Save and move to Discovery").click()
    shows(page, board.discovery, "B")
    sheet = Deal.objects.select_related("qualification").get(pk=deals["B"].pk).qualification
    assert (sheet.budget, sheet.budget_evidence, sheet.timeline) == (2, "Signed off by the CFO", 1)


def test_leaving_the_form_takes_the_card_back(open_page, cast, board, deals):
    page = open_page(cast.alice, expecting=["422"])
    page.evaluate("window.stayed = true")
    drag_to_column(page, deals["B"], board.discovery)
    page.get_by_role("dialog").get_by_text("Leave it where it was").click()
    shows(page, board.prospecting, *"AB")
    assert draw(board.prospecting) == "A B"
    assert page.evaluate("window.stayed") is True


def test_a_drop_on_close_wins(open_page, cast, board, deals):
    page = open_page(cast.alice)
    drag_to_column(page, deals["A"], board.close)
    shows(page, board.close, "A")
    expect(page.locator(".toast")).to_contain_text("Won")
    expect(card(page, deals["A"])).to_contain_text("Won")
    assert Deal.objects.get(pk=deals["A"].pk).status == "won"


def test_losing_asks_for_the_reason(open_page, cast, board, deals):
    page = open_page(cast.alice, expecting=["422"])
    open_menu(page, deals["A"]).get_by_text("Mark as lost…").click()
    page.get_by_role("dialog").get_by_role("button", name="Mark as lost").click()
    form = page.get_by_role("dialog")
    expect(form).to_contain_text("Choose the reason that weighed most.")
    form.get_by_label("Price").check()
    form.get_by_role("button", name="Mark as lost").click()
    shows(page, board.prospecting, "B")
    page.locator(".toast .undo").click()
    shows(page, board.prospecting, *"AB")
    assert Deal.objects.get(pk=deals["A"].pk).status == "open"


def test_quick_add(open_page, cast, board, deals):
    page = open_page(cast.alice, expecting=["422"])
    column = page.locator(f"#col-{board.prospecting.pk}")
    column.hover()
    column.locator(".add summary").click()
    column.locator("[name=title]").fill("Cold-chain pilot")
    column.locator("[name=amount]").fill("12,40,x")
    page.keyboard.press("Enter")
    expect(column.locator(".errors")).to_contain_text("Write a number, like 12,400.")
    expect(column.locator("[name=title]")).to_have_value("Cold-chain pilot")
    column.locator("[name=amount]").fill("12,400")
    page.keyboard.press("Enter")
    shows(page, board.prospecting, "Cold-chain pilot", "A", "B")
    expect(column.locator("[name=title]")).to_have_value("")
    expect(column.locator(".errors")).to_have_count(0)
    assert Deal.objects.get(title="Cold-chain pilot").amount == 12_400


def test_without_a_script_the_menu_is_a_page(open_page, cast, board, deals):
    page = open_page(cast.alice, f"/board/?owner={cast.alice.pk}", java_script_enabled=False)
    card(page, deals["A"]).hover()
    card(page, deals["A"]).locator(".dots").click()
    page.get_by_text("To the bottom").click()
    page.get_by_role("button", name="Demo").click()
    page.wait_for_url(f"**/board/*/?owner={cast.alice.pk}")
    shows(page, board.demo, *"CDA")
    expect(page.locator(".toast")).to_contain_text("Moved to Demo")
    assert draw(board.demo) == "C D A"


def test_without_a_script_a_gate_is_a_page(open_page, cast, board, deals):
    page = open_page(cast.alice, f"/deals/{deals['B'].pk}/move/", java_script_enabled=False, expecting=["422"])
    page.get_by_role("button", name="Discovery").click()
    for topic in ("budget", "authority", "need", "timeline"):
        page.locator(f"[name={topic}][value='2']").check()
    page.get_by_role("button", name="Save and move to Discovery").click()
    shows(page, board.discovery, "B")


def test_the_filter_bar_works_without_a_script(open_page, cast, board, deals, make_deal):
    make_deal(cast.bob, board.demo, "His")
    page = open_page(cast.alice, java_script_enabled=False)
    page.locator(".filters summary").filter(has_text="Owner").click()
    page.locator(".filters details[open]").get_by_role("link", name="Owner…").click()
    page.get_by_role("checkbox", name="Bob Baker").check()
    page.locator(".filters details[open]").get_by_role("button", name="Apply").click()
    shows(page, board.demo, "His")
    expect(page.locator(".filters .filter.on")).to_contain_text("Owner: Bob")
    page.get_by_label("Remove the filter Owner").click()
    shows(page, board.demo, "C", "D", "His")


def test_escape_closes_quick_add(open_page, cast, board, deals):
    page = open_page(cast.alice)
    column = page.locator(f"#col-{board.prospecting.pk}")
    column.hover()
    column.locator(".add summary").click()
    column.get_by_label("Title").fill("Half a thought")
    page.keyboard.press("Escape")
    expect(column.locator(".add[open]")).to_have_count(0)
