"""Dragging by mouse and by finger: the card lands exactly where the slot was, here and in the database."""

import pytest
from playwright.sync_api import expect

from tests.board import draw
from tests.browser.conftest import PHONE
from tests.browser.hands import Finger, card, carry, drag, drag_to_column, frames, middle, over, shows, take, titles


@pytest.fixture
def deals(cast, board, make_deal):
    """Prospecting: A B C, Demo: D E F."""
    return {
        letter: make_deal(cast.alice, stage, letter, amount=1000)
        for stage, letters in ((board.prospecting, "ABC"), (board.demo, "DEF"))
        for letter in letters
    }


@pytest.mark.parametrize(
    ("moved", "target", "where", "prospecting", "demo"),
    [
        ("A", "D", "above", "B C", "A D E F"),
        ("A", "E", "above", "B C", "D A E F"),
        ("B", "F", "below", "A C", "D E F B"),
        ("A", "C", "above", "B A C", "D E F"),
        ("C", "A", "above", "C A B", "D E F"),
        ("F", "B", "below", "A B F C", "D E"),
    ],
)
def test_a_card_lands_in_the_slot(open_page, cast, board, deals, moved, target, where, prospecting, demo):
    page = open_page(cast.alice)
    drag(page, deals[moved], deals[target], where)
    shows(page, board.prospecting, *prospecting.split())
    shows(page, board.demo, *demo.split())
    expect(page.locator(".toast")).to_be_visible()
    assert (draw(board.prospecting), draw(board.demo)) == (prospecting, demo)
    page.reload()
    assert (titles(page, board.prospecting), titles(page, board.demo)) == (prospecting.split(), demo.split())


def test_the_heads_count_over(open_page, cast, board, deals):
    page = open_page(cast.alice)
    drag_to_column(page, deals["A"], board.demo)
    expect(page.locator(f"#head-{board.demo.pk} .count")).to_have_text("4")
    expect(page.locator(f"#head-{board.prospecting.pk} .count")).to_have_text("2")
    expect(page.locator("#say")).to_have_text("A moved to Demo, 1 of 4. Demo now holds €4.0k.")


def test_the_filter_survives_a_move(open_page, cast, board, deals, make_deal):
    make_deal(cast.bob, board.demo, "His")
    page = open_page(cast.alice, f"/board/?owner={cast.alice.pk}")
    drag_to_column(page, deals["A"], board.demo)
    shows(page, board.demo, *"ADEF")
    expect(page.locator(f"#head-{board.demo.pk} .count")).to_have_text("4")
    assert page.url.endswith(f"?owner={cast.alice.pk}")


def test_escape_lets_go(open_page, cast, board, deals):
    page = open_page(cast.alice)
    take(page, deals["A"])
    carry(page, *over(page, deals["E"]))
    expect(page.locator(".slot")).to_be_visible()
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(page.locator(".slot, .lifted, .card.ghost")).to_have_count(0)
    assert (titles(page, board.prospecting), draw(board.prospecting)) == (["A", "B", "C"], "A B C")


def test_a_click_opens_the_deal_and_a_drag_does_not(open_page, cast, board, deals):
    page = open_page(cast.alice)
    drag_to_column(page, deals["A"], board.demo)
    shows(page, board.demo, *"ADEF")
    assert page.url.endswith("/board/")
    card(page, deals["D"]).locator("h3 a").click()
    page.wait_for_url(f"**/deals/{deals['D'].pk}/")


def test_undo_by_button_and_by_key(open_page, cast, board, deals):
    page = open_page(cast.alice)
    drag_to_column(page, deals["B"], board.demo)
    shows(page, board.demo, *"BDEF")
    page.locator(".toast .undo").click()
    shows(page, board.prospecting, *"ABC")
    drag_to_column(page, deals["B"], board.demo)
    shows(page, board.demo, *"BDEF")
    page.keyboard.press("z")
    shows(page, board.prospecting, *"ABC")
    assert draw(board.prospecting) == "A B C"


def test_a_card_moved_meanwhile_goes_where_it_is(open_page, cast, board, deals):
    from pipeline.actions import move_deal

    page = open_page(cast.alice, expecting=["409"])
    take(page, deals["A"])
    move_deal(deals["A"], to=board.negotiation, by=cast.bob)
    carry(page, *over(page, deals["D"]))
    page.mouse.up()
    shows(page, board.negotiation, "A")
    expect(page.locator(".toast")).to_contain_text("Bob Baker moved this deal to Negotiation")
    page.get_by_role("button", name="Move anyway").click()
    shows(page, board.demo, *"ADEF")


def test_a_server_that_does_not_answer_gives_the_card_back(open_page, cast, board, deals):
    page = open_page(cast.alice, expecting=["Failed to load", "net::"])
    page.route("**/move/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    drag_to_column(page, deals["A"], board.demo)
    shows(page, board.prospecting, *"ABC")
    expect(page.locator(".toast")).to_contain_text("Not saved")
    page.unroute("**/move/")
    page.locator(".toast button").click()
    shows(page, board.demo, *"ADEF")


def test_a_guest_cannot_lift_a_card(open_page, cast, board, deals):
    page = open_page(cast.gus)
    take(page, deals["A"])
    carry(page, *over(page, deals["E"]))
    page.mouse.up()
    assert draw(board.prospecting) == "A B C"
    expect(page.locator(".lifted")).to_have_count(0)


def test_a_column_scrolls_at_its_edge(open_page, cast, board, make_deal):
    many = [make_deal(cast.alice, board.demo, f"{number:02}") for number in range(20)]
    moved = make_deal(cast.alice, board.proposal, "Moved")
    page = open_page(cast.alice)
    take(page, moved)
    box = page.locator(f"#col-{board.demo.pk} .cards").bounding_box()
    carry(page, box["x"] + 60, box["y"] + box["height"] - 4)
    expect(card(page, many[-1])).to_be_in_viewport()
    carry(page, *over(page, many[-1], "below"))
    page.mouse.up()
    expect(page.locator(f"#col-{board.demo.pk} .card:not(.pending) h3").last).to_have_text("Moved")


def test_more_cards_come_as_the_column_scrolls(open_page, cast, board, make_deal):
    for number in range(28):
        make_deal(cast.alice, board.demo, f"{number:02}")
    page = open_page(cast.alice)
    assert len(titles(page, board.demo)) == 25
    page.locator(f"#col-{board.demo.pk} .rest").scroll_into_view_if_needed()
    shows(page, board.demo, *[f"{number:02}" for number in range(28)])


# ── Touch ──


def test_a_long_press_drags(open_page, cast, board, deals):
    page = open_page(cast.alice, has_touch=True)
    finger, start = Finger(page), middle(card(page, deals["A"]))
    finger.press(*start, hold=330)
    finger.slide(start, over(page, deals["E"]))
    finger.slide(over(page, deals["E"]), over(page, deals["E"]), steps=2)
    frames(page)
    finger.lift()
    shows(page, board.demo, *"DAEF")
    assert draw(board.demo) == "D A E F"


def test_a_finger_at_the_edge_brings_far_stages(open_page, cast, board, deals):
    page = open_page(cast.alice, has_touch=True, viewport={"width": 900, "height": 800})
    finger, start, edge = Finger(page), middle(card(page, deals["A"])), (896, 420)
    assert page.locator("#board").evaluate("board => board.scrollLeft") == 0
    finger.press(*start, hold=330)
    finger.slide(start, edge)
    expect(page.locator(f"#col-{board.retention.pk}")).to_be_in_viewport(ratio=0.9)
    finger.slide(edge, middle(page.locator(f"#col-{board.negotiation.pk}")))
    frames(page, 3)
    finger.lift()
    shows(page, board.negotiation, "A")


def test_a_swipe_scrolls_and_does_not_drag(open_page, cast, board, make_deal):
    many = [make_deal(cast.alice, board.demo, f"{number:02}") for number in range(20)]
    page = open_page(cast.alice, has_touch=True)
    finger, start = Finger(page), middle(card(page, many[3]))
    finger.press(*start)
    finger.slide(start, (start[0], start[1] - 300))
    finger.lift()
    expect(page.locator(".lifted")).to_have_count(0)
    page.wait_for_timeout(100)
    assert page.locator(f"#col-{board.demo.pk} .cards").evaluate("list => list.scrollTop") > 100
    assert draw(board.demo).split() == [f"{number:02}" for number in range(20)]


def test_on_a_phone_the_stages_wait_at_the_bottom_edge(open_page, cast, board, deals):
    page = open_page(cast.alice, **PHONE)
    finger, start = Finger(page), middle(card(page, deals["A"]))
    finger.press(*start, hold=330)
    stage = page.locator(f".stagebar [data-stage='{board.demo.pk}']")
    expect(stage).to_be_visible()
    finger.slide(start, middle(stage))
    frames(page)
    finger.lift()
    shows(page, board.demo, *"ADEF")
    assert draw(board.demo) == "A D E F"


def test_the_strip_goes_straight_to_a_far_stage(open_page, cast, board, deals):
    page = open_page(cast.alice, **PHONE)
    page.locator(f"#strip a[href='#col-{board.demo.pk}']").tap()
    expect(page.locator("#strip a[aria-current]")).to_contain_text("Demo")
    expect(card(page, deals["D"])).to_be_in_viewport()
