"""The whole board with the screen off: only keys are pressed, and what is spoken is followed line by line."""

import pytest
from playwright.sync_api import expect

from pipeline.models import Deal, Gate
from tests.board import draw
from tests.browser.hands import card

COLLECT = """() => {
  window.said = [];
  const line = document.getElementById("say");
  new MutationObserver(() => said.push(line.textContent)).observe(line, { childList: true });
}"""
VOICES = (
    "[aria-live]:not([aria-live=off], #say), [role=alert], [role=status]:not([aria-live=off], #say),"
    " output:not([aria-live=off])"
)
AT = "() => document.activeElement.ariaLabel || document.activeElement.textContent.trim()"


@pytest.fixture
def deals(cast, board, make_deal):
    """Prospecting: A, of which the budget alone is known, and B; Qualification: C; Demo: D."""
    known = {"amount": 1000}
    deals = {
        "A": make_deal(cast.alice, board.prospecting, "A", qualified=False, **known),
        "B": make_deal(cast.alice, board.prospecting, "B", **known),
        "C": make_deal(cast.alice, board.qualification, "C", **known),
        "D": make_deal(cast.alice, board.demo, "D", **known),
    }
    deals["A"].qualification.budget = 2
    deals["A"].qualification.save()
    return deals


@pytest.fixture
def page(open_page, cast, deals):
    page = open_page(cast.alice)
    page.evaluate(COLLECT)
    return page


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def hears(page, *lines):
    """Wait for these lines, in this order and no others, since it was last listened to."""
    page.wait_for_function("count => said.length >= count", arg=len(lines))
    page.wait_for_function("() => !document.querySelector('.pending')")
    assert page.evaluate("() => said.splice(0)") == list(lines)


def go_to(page, words):
    """Press Tab until something with these words has the focus."""
    for _step in range(40):
        press(page, "Tab")
        if words in page.evaluate(AT):
            return
    raise AssertionError(f"Tab never reaches “{words}”.")


def learned(page):
    """The stages have been asked what they need."""
    expect(page.locator(".gate").first).to_be_attached()


def test_a_day_of_work_is_heard(page, board, deals):
    press(page, "j")
    assert page.evaluate(AT) == "A, Nordkyst Fisk, €1,000"
    press(page, "m")
    hears(page, "Prospecting, place 1 of 2")
    learned(page)
    press(page, "ArrowRight", "ArrowDown", "ArrowRight")
    hears(
        page,
        "Qualification, place 1 of 2",
        "Qualification, place 2 of 2",
        "Discovery, place 1 of 1. Locked. Needs Authority, Need and Timeline. Met: Budget.",
    )
    press(page, "ArrowLeft", "Enter")
    hears(page, "Qualification, place 1 of 2", "A moved to Qualification, 1 of 2. Qualification now holds €2.0k.")
    expect(card(page, deals["A"])).to_be_focused()
    press(page, "z")
    hears(page, "Undone: A is back in Prospecting. Prospecting now holds €2.0k.")
    expect(card(page, deals["A"])).to_be_focused()
    assert draw(board.prospecting) == "A B"


def test_two_are_moved_at_once(page, board, deals):
    press(page, "j", "x")
    hears(page, "1 selected")
    press(page, "ArrowDown", "x")
    hears(page, "2 selected")
    press(page, "m")
    learned(page)
    page.evaluate("() => said.splice(0)")
    press(page, "ArrowRight", "Enter")
    hears(
        page,
        "Move 2 to Qualification, place 1 of 2",
        "Moved 2 deals to Qualification. Qualification now holds €3.0k in 3 deals.",
    )
    press(page, "Control+z")
    hears(page, "Undone: 2 deals are as before.")
    assert draw(board.prospecting) == "A B"


def test_a_gate_is_answered_and_a_warning_heard(page, board, deals):
    Gate.objects.filter(stage=board.discovery).update(is_blocking=False)
    press(page, "j", "m")
    learned(page)
    press(page, "ArrowRight", "ArrowRight", "Enter")
    page.wait_for_function("() => said.length > 3")
    *_before, last = page.evaluate("() => said.splice(0)")
    assert last == (
        "A moved to Discovery, 1 of 1. Discovery now holds €1.0k. Still missing: Authority, Need and Timeline."
    )


def test_a_deal_is_parked_and_lost_from_its_menu_and_another_opened(page, board, deals):
    press(page, "j")
    go_to(page, "Move A")
    press(page, "Enter")
    expect(page.get_by_role("dialog", name="Move to…")).to_be_visible()
    go_to(page, "Park until…")
    press(page, "Enter")
    expect(page.get_by_role("dialog", name="Park A")).to_be_visible()
    page.keyboard.type("Budget opens in January")
    go_to(page, "Next quarter")
    press(page, "Enter")
    page.wait_for_function("() => said.length")
    parked = Deal.objects.get(title="A")
    (line,) = page.evaluate("() => said.splice(0)")
    assert (line.startswith("Parked until "), line.endswith(". Prospecting now holds €2.0k.")) == (True, True)
    assert parked.parked_reason == "Budget opens in January"

    card(page, deals["A"]).focus()
    go_to(page, "Move A")
    press(page, "Enter")
    expect(page.get_by_role("dialog", name="Move to…")).to_be_visible()
    go_to(page, "Mark as lost…")
    press(page, "Enter")
    dialog = page.get_by_role("dialog", name="Mark A as lost")
    expect(dialog).to_be_visible()
    reason = dialog.get_by_role("radio").first.evaluate("radio => radio.parentNode.textContent.trim()")
    press(page, "Space")
    go_to(page, "Mark as lost")
    press(page, "Enter")
    hears(page, f"Lost: {reason}")
    expect(card(page, deals["B"])).to_be_focused()
    press(page, "Enter")
    page.wait_for_url(f"**/deals/{deals['B'].pk}/")


def test_an_answer_that_never_comes_is_heard(open_page, cast, deals):
    page = open_page(cast.alice, expecting=["Failed to load", "net::"])
    page.evaluate(COLLECT)
    page.route("**/move/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    press(page, "j", "m")
    learned(page)
    press(page, "ArrowRight", "Enter")
    hears(
        page,
        "Prospecting, place 1 of 2",
        "Qualification, place 1 of 2",
        "Not saved: no answer from the server. The card is back in its place.",
    )


def test_everything_has_its_role_and_name_and_one_voice_speaks(page, board, deals):
    for stage, count in ((board.prospecting, 2), (board.demo, 1), (board.close, 0)):
        column = page.get_by_role("region", name=stage.name, exact=True)
        expect(column.get_by_role("heading", level=2)).to_have_text(stage.name)
        expect(column.locator("ol > li.card")).to_have_count(count)
    expect(page.get_by_role("heading", level=3, name="A", exact=True)).to_have_count(1)
    expect(page.get_by_role("link", name="Move A", exact=True)).to_have_count(1)
    press(page, "j", "x")
    expect(page.get_by_role("form", name="Chosen deals")).to_be_visible()
    expect(page.locator(VOICES)).to_have_count(0)
