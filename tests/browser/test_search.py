"""The search of the head: come by Ctrl+K or /, walked by arrows, opened by Enter, left by Escape; a page on phones."""

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


@pytest.mark.parametrize("path", ["/", "/leads/"])
def test_found_walked_and_opened_by_keys(open_page, cast, named, path):
    page = open_page(cast.alice, path)
    field = page.get_by_role("banner").get_by_role("searchbox", name="Search")
    page.keyboard.press("Control+k")
    expect(field).to_be_focused()
    page.keyboard.type("benitez", delay=20)
    found = page.locator("#found")
    expect(found.locator("h2")).to_have_text(["Leads", "Companies"])
    for _key in range(3):
        page.keyboard.press("ArrowDown")
    expect(found.get_by_role("link", name="Benítez Hermanos")).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Luz Benítez", level=1)).to_be_visible()


def test_escape_leaves_it(open_page, cast, named):
    page = open_page(cast.alice, f"/companies/{Company.objects.get().pk}/")
    page.keyboard.press("/")
    page.keyboard.type("ben")
    expect(page.locator("#found")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(page.locator("#found")).to_be_hidden()


def test_where_a_filter_has_a_search_it_is_that_one(open_page, cast, named):
    page = open_page(cast.alice, "/companies/")
    page.keyboard.press("/")
    expect(page.get_by_label("Search companies")).to_be_focused()


def test_enter_in_the_field_shows_a_page_of_what_was_found(open_page, cast, named):
    page = open_page(cast.alice, "/leads/")
    page.keyboard.press("Control+k")
    page.keyboard.type("benitez")
    page.keyboard.press("Enter")
    expect(page.get_by_role("main").get_by_role("link", name="Ana Benítez")).to_be_visible()
    assert findings(page) == []


def test_without_a_script_and_on_a_phone_it_is_a_page(open_page, cast, named):
    page = open_page(cast.alice, "/leads/", java_script_enabled=False, **PHONE)
    page.get_by_role("banner").get_by_role("link", name="Search").click()
    page.get_by_role("main").get_by_role("searchbox", name="Search").fill("hermanos")
    page.get_by_role("main").get_by_role("button", name="Search").click()
    page.get_by_role("main").get_by_role("link", name="Benítez Hermanos").click()
    expect(page.get_by_role("heading", name="Benítez Hermanos", level=1)).to_be_visible()


def test_what_opens_says_all_aloud(open_page, cast, named):
    page = open_page(cast.alice, "/leads/", color_scheme="dark")
    page.keyboard.press("Control+k")
    page.keyboard.type("benitez")
    expect(page.locator("#found section")).to_have_count(2)
    assert findings(page) == []
