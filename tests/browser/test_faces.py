"""The three faces in a browser: a cell edited in place, a card put off by hand and by key, a filter kept as a view."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import SavedView
from pipeline.models import Deal
from pipeline.queries.months import key_of, month_after
from tests.browser.conftest import PHONE
from tests.browser.hands import AT_REST, card, carry, frames, middle

LIST, MONTHS = reverse("pipeline:deal-list"), reverse("pipeline:months")


@pytest.fixture
def soon():
    """The last day of this month."""
    return month_after(timezone.localdate().replace(day=1), 1) - timedelta(days=1)


@pytest.fixture
def deal(cast, board, make_deal, soon):
    make_deal(cast.alice, board.demo, "Milk run", amount=500)
    return make_deal(cast.alice, board.demo, "Reefer fleet", amount=1000, expected_close=soon)


def cell(page, deal, name):
    return page.locator(f"#row-{deal.pk} .k-{name}")


def refreshed(deal):
    return Deal.objects.get(pk=deal.pk)


def test_a_value_is_edited_in_its_cell_by_keys(open_page, cast, deal):
    page = open_page(cast.alice, LIST)
    cell(page, deal, "value").locator("[data-cell]").focus()
    page.keyboard.press("F2")
    field = cell(page, deal, "value").locator("input[name=amount]")
    expect(field).to_be_focused()
    page.keyboard.type("2500")
    page.keyboard.press("Enter")
    expect(cell(page, deal, "value")).to_have_text("€2,500")
    expect(cell(page, deal, "value").locator("[data-cell]")).to_be_focused()
    expect(page.locator("#totals .k-value")).to_have_text("€3,000")
    expect(page.locator("#toasts")).to_contain_text("Changed: value")
    page.keyboard.press("z")
    expect(cell(page, deal, "value")).to_have_text("€1,000")


def test_escape_leaves_the_cell_as_it_was(open_page, cast, deal):
    page = open_page(cast.alice, LIST)
    cell(page, deal, "close").locator("[data-cell]").click()
    expect(cell(page, deal, "close").locator("input[name=expected_close]")).to_be_focused()
    page.keyboard.press("Escape")
    expect(cell(page, deal, "close").locator("[data-cell]")).to_be_focused()
    assert refreshed(deal).version == deal.version


def test_a_refused_value_keeps_what_was_typed(open_page, cast, deal):
    page = open_page(cast.alice, LIST, expecting=["422"])
    cell(page, deal, "value").locator("[data-cell]").click()
    expect(cell(page, deal, "value").locator("input[name=amount]")).to_be_focused()
    page.keyboard.type("a lot")
    page.keyboard.press("Enter")
    expect(cell(page, deal, "value").get_by_role("alert")).to_contain_text("Write a number, like 12,400.")
    expect(cell(page, deal, "value").locator("input[name=amount]")).to_have_value("a lot")


def drag_to_month(page, deal, key):
    page.evaluate(AT_REST, f"deal-{deal.pk}")
    page.mouse.move(*middle(card(page, deal).locator("h3")))
    page.mouse.down()
    page.mouse.move(middle(card(page, deal).locator("h3"))[0] + 4, middle(card(page, deal).locator("h3"))[1] + 6)
    frames(page)
    box = page.locator(f"#col-{key} .cards").bounding_box()
    carry(page, box["x"] + box["width"] / 2, box["y"] + 12)
    page.mouse.up()


def month_of(page, key):
    return page.locator(f"#col-{key} .card:not(.pending) h3")


def test_a_card_dragged_to_the_next_month_closes_then(open_page, cast, deal, soon):
    page = open_page(cast.alice, MONTHS)
    later = month_after(soon, 1)
    drag_to_month(page, deal, f"{later:%Y-%m}")
    expect(month_of(page, f"{later:%Y-%m}")).to_have_text("Reefer fleet")
    expect(page.locator(f"#head-{later:%Y-%m} .count")).to_have_text("1")
    now = refreshed(deal)
    assert (key_of(now.expected_close), now.pushes) == (f"{later:%Y-%m}", 1)
    page.locator("#toasts .undo").click()
    expect(month_of(page, f"{soon:%Y-%m}")).to_have_text("Reefer fleet")
    assert (refreshed(deal).expected_close, refreshed(deal).pushes) == (soon, 0)


def test_nobody_drops_a_card_into_the_past(open_page, cast, board, make_deal, deal, soon):
    late = make_deal(cast.alice, board.demo, "Late", expected_close=timezone.localdate() - timedelta(days=1))
    page = open_page(cast.alice, MONTHS, expecting=["422"])
    expect(month_of(page, "overdue")).to_have_text(late.title)
    drag_to_month(page, deal, "overdue")
    expect(page.get_by_role("dialog")).to_contain_text("nobody plans into the past")
    page.keyboard.press("Escape")
    expect(month_of(page, f"{soon:%Y-%m}")).to_have_text("Reefer fleet")


def test_a_card_is_put_off_by_keys_and_edited_where_it_stands(open_page, cast, deal, soon):
    page = open_page(cast.alice, MONTHS)
    card(page, deal).focus()
    for key in ("m", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    expect(month_of(page, f"{month_after(soon, 1):%Y-%m}")).to_have_text("Reefer fleet")
    page.keyboard.press("e")
    page.get_by_role("dialog").get_by_label("Value").fill("7000")
    page.keyboard.press("Enter")
    expect(card(page, deal).locator(".val")).to_contain_text("€7,000")


def test_a_filter_becomes_a_tab_with_its_count(open_page, cast, deal):
    page = open_page(cast.alice, f"{LIST}?value_min=600")
    page.get_by_label("Save this filter as a view").click()
    page.locator("#keep [name=name]").fill("Large ones")
    page.locator("#keep [name=name]").press("Enter")
    page.wait_for_url("**view=*")
    tab = page.get_by_role("navigation", name="Views").get_by_role("link", name="Large ones")
    expect(tab).to_have_attribute("aria-current", "page")
    expect(tab.locator(".n")).to_have_text("1")
    page.get_by_role("navigation", name="Faces").get_by_role("link", name="By month").click()
    expect(page.locator(".card h3")).to_have_text(["Reefer fleet"])
    page.go_back()
    expect(page.locator("tr[data-deal]")).to_have_count(1)
    assert SavedView.objects.get().query == "value_min=600"


def test_the_list_fits_a_phone_with_its_values_and_their_sum(open_page, cast, deal, make_deal, board):
    make_deal(cast.alice, board.qualification, "Crane idle time", amount=88_000_000)
    page = open_page(cast.alice, LIST, **PHONE)
    for value in (cell(page, deal, "value"), page.locator("#totals .k-value")):
        value.scroll_into_view_if_needed()
        expect(value).to_be_in_viewport(ratio=1)
    assert page.locator("table.deals").evaluate("table => table.parentNode.scrollWidth <= table.parentNode.clientWidth")
