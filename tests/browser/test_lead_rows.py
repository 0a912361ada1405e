"""The rows of the inbox and the head of a lead: a menu fetched when it is opened, and why a score is what it is."""

import pytest
from playwright.sync_api import expect

from accounts.bin.actions import throw_away
from leads.models import ScoringRule
from leads.scoring.engine import rescore
from tests.browser.conftest import PHONE
from tests.world import make_lead


@pytest.fixture
def scored(cast, board):
    """A lead of 30 points for its industry."""
    conditions = [{"fact": "industry", "is": "is", "value": "Dairy"}]
    ScoringRule.objects.create(name="Moves milk", points=30, conditions=conditions)
    lead = make_lead("Ana", cast.alice, industry="Dairy")
    rescore([lead.pk])
    return lead


def test_the_menu_of_a_row_comes_when_it_is_opened(open_page, cast, scored):
    page = open_page(cast.alice, "/leads/")
    menu = page.locator("tr [data-menu]")
    menu.locator("summary").click()
    expect(menu.get_by_role("link", name="Recycle…")).to_be_visible()
    menu.get_by_role("link", name="Label…").click()
    expect(page.get_by_role("dialog")).to_contain_text("Label 1 lead")


def test_why_a_score_is_opened_by_mouse_and_by_keys(open_page, cast, scored):
    page = open_page(cast.alice, f"/leads/{scored.pk}/")
    why = page.locator(".why-score")
    why.locator("summary").click()
    expect(why.get_by_role("heading", name="Why 30?")).to_be_visible()
    expect(why.locator("li")).to_have_text("+30Moves milk")
    page.keyboard.press("Escape")
    expect(why.locator("li")).to_be_hidden()
    page.keyboard.press("Enter")
    expect(why.locator("li")).to_be_visible()


@pytest.mark.parametrize("options", [{}, PHONE])
def test_a_row_somebody_else_threw_away_goes_with_a_word(open_page, cast, scored, options):
    make_lead("Bea", cast.alice)
    page = open_page(cast.alice, "/leads/", expecting=["404"], **options)
    throw_away([scored], by=cast.mona)
    page.locator("tr", has_text="Ana").locator("[data-menu] summary").click()
    expect(page.locator(".toast")).to_contain_text("It is not there any more")
    expect(page.locator("tbody tr")).to_have_count(1)


def test_a_deal_somebody_else_threw_away_goes_from_the_list(open_page, cast, board, make_deal):
    first, second = (make_deal(cast.alice, board.demo, title) for title in ("Reefers", "Trucks"))
    page = open_page(cast.alice, "/deals/", expecting=["404"])
    throw_away([first], by=cast.mona)
    page.locator(f"#row-{first.pk}").get_by_label("Choose Reefers").check()
    page.get_by_role("button", name="Label", exact=True).click()
    expect(page.locator(".toast")).to_contain_text("Somebody threw it away meanwhile")
    expect(page.locator("tbody [data-keys-item]")).to_have_count(1)
    throw_away([second], by=cast.mona)
    page.keyboard.press("e")
    expect(page.locator(".toast")).to_contain_text("It is not there any more")
    expect(page.locator("tbody [data-keys-item]")).to_have_count(0)
