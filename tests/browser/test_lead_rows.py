"""The rows of the inbox and the head of a lead: a menu fetched when it is opened, and why a score is what it is."""

import pytest
from playwright.sync_api import expect

from leads.models import ScoringRule
from leads.scoring.engine import rescore
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
