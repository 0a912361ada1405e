"""Gates seen before the drop: what is missing and met, the short form, cancelling, warnings; by mouse and by keys."""

import pytest
from playwright.sync_api import expect

from pipeline.models import Deal, Gate
from tests.board import draw
from tests.browser.hands import card, carry, drag_to_column, shows, take

REFUSED = ["422", "409"]


@pytest.fixture
def deal(cast, board, make_deal):
    """Qualification: A, of which the budget alone is known."""
    deal = make_deal(cast.alice, board.qualification, "A", qualified=False, amount=1000)
    deal.qualification.budget = 2
    deal.qualification.save()
    return deal


def column(page, stage):
    return page.locator(f"#col-{stage.pk}")


def lift_by_keys(page, deal, *keys):
    card(page, deal).focus()
    for key in ("m", *keys):
        page.keyboard.press(key)


def answer_bant(page, *topics):
    for topic in topics:
        page.locator(f"dialog [name={topic}][value='2']").check()


def test_a_lifted_card_sees_what_locks_a_column(open_page, cast, board, deal):
    page = open_page(cast.alice)
    take(page, deal)
    for stage in (board.discovery, board.demo, board.close):
        expect(column(page, stage)).to_have_class(f"col stage-{stage.colour} locked")
    note = column(page, board.discovery).locator(".gate")
    expect(note.locator(".g0")).to_have_text("Needs Authority, Need and Timeline")
    expect(note.locator(".miss")).to_have_text(["Authority", "Need", "Timeline"])
    expect(note.locator("li:not(.miss)")).to_have_text(["Budget"])
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(page.locator(".gate, .locked")).to_have_count(0)


def test_dropping_there_asks_and_moves_only_when_given(open_page, cast, board, deal):
    page = open_page(cast.alice, expecting=REFUSED)
    drag_to_column(page, deal, board.discovery)
    expect(page.get_by_role("heading", name="Discovery needs Authority, Need and Timeline")).to_be_visible()
    answer_bant(page, "authority", "need")
    page.locator("dialog [name=need_evidence]").fill("Claims cost 900k")
    page.get_by_role("button", name="Save and move to Discovery").click()
    expect(page.locator("dialog .error")).to_have_text(["Say whether this is confirmed or partly known."])
    expect(page.locator("dialog [name=need_evidence]")).to_have_value("Claims cost 900k")
    assert draw(board.qualification) == "A"
    answer_bant(page, "timeline")
    page.get_by_role("button", name="Save and move to Discovery").click()
    shows(page, board.discovery, "A")
    assert Deal.objects.get().qualification.need_evidence == "Claims cost 900k"


@pytest.mark.parametrize("how", ["link", "Escape"])
def test_cancel_returns_the_card(open_page, cast, board, deal, how):
    page = open_page(cast.alice, expecting=REFUSED)
    drag_to_column(page, deal, board.discovery)
    leave = page.get_by_role("link", name="Leave it where it was")
    expect(leave).to_be_visible()
    leave.click() if how == "link" else page.keyboard.press("Escape")
    shows(page, board.qualification, "A")
    shows(page, board.discovery)
    assert draw(board.qualification) == "A"


def test_by_keys_with_the_screen_off(open_page, cast, board, deal):
    page = open_page(cast.alice, expecting=REFUSED)
    lift_by_keys(page, deal, "ArrowRight")
    spoken = "Discovery, place 1 of 1. Locked. Needs Authority, Need and Timeline. Met: Budget."
    expect(page.locator("#say")).to_have_text(spoken)
    page.keyboard.press("Enter")
    expect(page.locator("dialog [name=authority]").first).to_be_focused()
    for _topic in range(3):
        page.keyboard.press("Space")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    shows(page, board.discovery, "A")
    expect(page.locator("#say")).to_have_text("A moved to Discovery, 1 of 1. Discovery now holds €1.0k.")


def test_escape_gives_the_focus_back_to_the_card(open_page, cast, board, deal):
    page = open_page(cast.alice, expecting=REFUSED)
    lift_by_keys(page, deal, "ArrowRight", "Enter")
    expect(page.locator("dialog[open]")).to_be_visible()
    page.keyboard.press("Escape")
    shows(page, board.qualification, "A")
    expect(card(page, deal)).to_be_focused()


def test_a_warning_lets_in_and_says_what_is_still_missing(open_page, cast, board, make_deal):
    Gate.objects.create(stage=board.proposal, requirements=["field:source"], is_blocking=False)
    deal = make_deal(cast.alice, board.demo, "W")
    page = open_page(cast.alice)
    take(page, deal)
    expect(column(page, board.proposal)).to_have_class(f"col stage-{board.proposal.colour} warned")
    expect(column(page, board.proposal).locator(".gate.soft .g0")).to_have_text("Without Source")
    box = column(page, board.proposal).locator(".cards").bounding_box()
    carry(page, box["x"] + box["width"] / 2, box["y"] + 90)
    page.mouse.up()
    shows(page, board.proposal, "W")
    expect(page.locator(".toast")).to_contain_text("Moved to Proposal without Source")
    page.get_by_role("link", name="Fill in").click()
    page.locator("dialog [name=source]").fill("A fair")
    page.locator("dialog .btn.primary").click()
    expect(page.locator(".toast")).to_contain_text("Filled in: Source")
    assert (Deal.objects.get().source, draw(board.proposal)) == ("A fair", "W")


def test_where_nothing_is_skipped_far_columns_are_locked(open_page, cast, board, make_deal):
    board.pipeline.allows_skipping = False
    board.pipeline.save()
    deal = make_deal(cast.alice, board.demo, "S")
    page = open_page(cast.alice, expecting=REFUSED)
    take(page, deal)
    note = column(page, board.negotiation).locator(".gate .g0")
    expect(note).to_have_text("No stage is skipped here: Proposal comes first.")
    box = column(page, board.negotiation).locator(".cards").bounding_box()
    carry(page, box["x"] + box["width"] / 2, box["y"] + 90)
    page.mouse.up()
    expect(page.locator(".toast")).to_contain_text("Proposal comes first")
    shows(page, board.demo, "S")


def test_quick_add_behind_a_gate_asks_and_adds(open_page, cast, board, deal):
    page = open_page(cast.alice, expecting=REFUSED)
    add = page.locator(f"#add-{board.discovery.pk}")
    add.locator("summary").click()
    add.locator("[name=title]").fill("New")
    add.locator("[name=title]").press("Enter")
    expect(page.get_by_role("heading", name="Discovery needs Budget, Authority, Need and Timeline")).to_be_visible()
    answer_bant(page, "budget", "authority", "need", "timeline")
    page.get_by_role("button", name="Save and add to Discovery").click()
    shows(page, board.discovery, "New")
    expect(add.locator("[name=title]")).to_have_value("")


def test_the_menu_says_why_without_a_script(open_page, cast, board, deal):
    page = open_page(cast.alice, expecting=REFUSED, java_script_enabled=False)
    page.goto(page.url.replace("/board/", f"/deals/{deal.pk}/move/"))
    page.locator(f"button[name=stage][value='{board.discovery.pk}']").click()
    expect(page.get_by_role("heading", name="Discovery needs Authority, Need and Timeline")).to_be_visible()
    for topic in ("authority", "need", "timeline"):
        page.locator(f"[name={topic}][value='1']").check()
    page.get_by_role("button", name="Save and move to Discovery").click()
    shows(page, board.discovery, "A")
