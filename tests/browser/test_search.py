"""The palette: come by Ctrl+K or /, walked by arrows, opened by Enter, left by Escape; a page without a script."""

import pytest
from playwright.sync_api import expect

from leads.models import Company
from tests.browser.conftest import PHONE
from tests.browser.test_access import findings
from tests.world import make_lead


@pytest.fixture
def named(cast, board):
    for name in ("Luz Benítez", "Ana Benítez"):
        make_lead(name, cast.alice, company_name="Frigo")
    Company.objects.create(name="Benítez Hermanos", owner=cast.alice, city="Cádiz")


def palette(page):
    return page.get_by_role("dialog", name="Search and commands")


@pytest.mark.parametrize("path", ["/", "/leads/"])
def test_found_walked_and_opened_by_keys(open_page, cast, named, path):
    page = open_page(cast.alice, path)
    page.keyboard.press("Control+k")
    page.keyboard.type("benitez", delay=20)
    options = palette(page).get_by_role("option")
    expect(options).to_have_count(3)
    expect(options.nth(0)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(options.nth(2)).to_have_attribute("aria-selected", "true")
    assert findings(page) == []
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Benítez Hermanos", level=1)).to_be_visible()


def test_enter_waits_for_the_answer_to_what_was_typed(open_page, cast, named):
    page = open_page(cast.alice, "/leads/")
    page.keyboard.press("Control+k")
    expect(palette(page).get_by_role("option").first).to_be_visible()
    page.keyboard.type("hermanos")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Benítez Hermanos", level=1)).to_be_visible()


def test_a_deed_of_the_deal_one_looks_at(open_page, cast, board, make_deal):
    deal = make_deal(cast.alice, board.demo, "Pilot")
    page = open_page(cast.alice, f"/deals/{deal.pk}/")
    page.keyboard.press("Control+k")
    expect(palette(page).get_by_role("option").first).to_contain_text("Add a note")
    page.keyboard.type("move prop")
    expect(palette(page).get_by_role("option").first).to_contain_text("Move to Proposal")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Proposal").first).to_be_visible()
    expect(palette(page)).to_have_count(0)


def test_escape_leaves_it_where_one_was(open_page, cast, named):
    page = open_page(cast.alice, f"/companies/{Company.objects.get().pk}/")
    page.keyboard.press("/")
    expect(palette(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(palette(page)).to_have_count(0)


def test_where_a_filter_has_a_search_it_is_that_one(open_page, cast, named):
    page = open_page(cast.alice, "/companies/")
    page.keyboard.press("/")
    expect(page.get_by_label("Search companies")).to_be_focused()


def test_without_a_script_and_on_a_phone_it_is_a_page(open_page, cast, named):
    page = open_page(cast.alice, "/leads/", java_script_enabled=False, **PHONE)
    page.get_by_role("banner").get_by_role("link", name="Search").click()
    page.get_by_role("main").get_by_role("searchbox", name="Search").fill("hermanos")
    page.get_by_role("main").get_by_role("button", name="Search").click()
    page.get_by_role("main").get_by_role("link", name="Benítez Hermanos").click()
    expect(page.get_by_role("heading", name="Benítez Hermanos", level=1)).to_be_visible()
