"""The page of a deal: facts changed where they stand, K and J, and two people at one deal."""

import pytest
from playwright.sync_api import expect

from accounts.bin.actions import throw_away
from pipeline.models import Deal


@pytest.fixture
def deals(cast, board, make_deal):
    return [make_deal(cast.alice, board.proposal, title, amount=1000, source="Fair") for title in "ABC"]


def at(deal):
    return f"/deals/{deal.pk}/"


def test_a_fact_is_changed_by_keys_and_given_back(open_page, cast, deals):
    page = open_page(cast.alice, at(deals[0]))
    fact = page.locator("#fact-source [data-fact]")
    fact.focus()
    page.keyboard.press("Enter")
    field = page.get_by_label("Source")
    expect(field).to_be_focused()
    field.fill("Nowhere")
    page.keyboard.press("Escape")
    expect(fact).to_be_focused()
    expect(fact).to_have_text("Fair")
    page.keyboard.press("Enter")
    expect(field).to_be_focused()
    field.fill("Nor-Fishing")
    page.keyboard.press("Enter")
    expect(fact).to_have_text("Nor-Fishing")
    expect(fact).to_be_focused()
    expect(page.get_by_role("status").get_by_text("Saved")).to_be_visible()
    assert Deal.objects.get(pk=deals[0].pk).source == "Nor-Fishing"


def test_a_value_changes_what_is_about_it(open_page, cast, deals):
    page = open_page(cast.alice, at(deals[0]))
    page.locator("#fact-value [data-fact]").click()
    page.get_by_label("Value").fill("2000")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#fact-value")).to_have_text("€2,000")
    expect(page.locator("#worth")).to_contain_text("€1.")


def test_k_and_j_walk_in_the_order_one_came_from(open_page, cast, deals):
    page = open_page(cast.alice, "/deals/?order=-title")
    page.get_by_role("link", name="B", exact=True).click()
    expect(page.locator("h1")).to_have_text("B")
    expect(page.locator(".walk")).to_contain_text("2 of 3")
    page.keyboard.press("j")
    expect(page.locator("h1")).to_have_text("A")
    page.keyboard.press("k")
    expect(page.locator("h1")).to_have_text("B")
    page.keyboard.press("k")
    expect(page.locator("h1")).to_have_text("C")


def test_two_browsers_at_one_fact(open_page, cast, deals):
    alice, bob = open_page(cast.alice, at(deals[0])), open_page(cast.bob, at(deals[0]), expecting=["409"])
    for page, name in ((alice, "source"), (bob, "source")):
        page.locator(f"#fact-{name} [data-fact]").click()
    alice.get_by_label("Source").fill("Referral")
    alice.keyboard.press("Enter")
    expect(alice.locator("#fact-source [data-fact]")).to_have_text("Referral")
    bob.get_by_label("Source").fill("Nor-Fishing")
    bob.keyboard.press("Enter")
    asked = bob.locator("#fact-source [role=alert]")
    expect(asked).to_contain_text("Alice Archer made this “Referral”")
    expect(asked).to_contain_text("you wrote “Nor-Fishing”")
    expect(bob.get_by_label("Source")).to_have_value("Nor-Fishing")
    bob.get_by_role("button", name="Save", exact=True).click()
    expect(bob.locator("#fact-source [data-fact]")).to_have_text("Nor-Fishing")


def test_two_browsers_at_two_facts_ask_nothing(open_page, cast, deals):
    alice, bob = open_page(cast.alice, at(deals[0])), open_page(cast.bob, at(deals[0]))
    bob.locator("#fact-product [data-fact]").click()
    alice.locator("#fact-source [data-fact]").click()
    alice.get_by_label("Source").fill("Referral")
    alice.keyboard.press("Enter")
    expect(alice.locator("#fact-source [data-fact]")).to_have_text("Referral")
    bob.get_by_label("Product").fill("Sensors")
    bob.keyboard.press("Enter")
    expect(bob.get_by_role("status").get_by_text("What Alice Archer changed is kept: source")).to_be_visible()
    deal = Deal.objects.get(pk=deals[0].pk)
    assert (deal.source, deal.product) == ("Referral", "Sensors")


def test_a_pain_is_written_and_a_rival_kept(open_page, cast, deals):
    page = open_page(cast.alice, at(deals[0]))
    page.get_by_role("link", name="Add a pain").click()
    expect(page.get_by_label("What hurts them?")).to_be_focused()
    page.keyboard.type("Claims cost 900k")
    page.keyboard.press("Enter")
    line = page.locator("#points .line", has_text="Claims cost 900k")
    line.click()
    page.get_by_label("What hurts them?").fill("Nothing")
    page.keyboard.press("Escape")
    expect(line).to_be_visible()


def test_a_deal_that_somebody_threw_away_meanwhile_says_so_and_keeps_what_is_typed(open_page, cast, deals):
    page = open_page(cast.alice, at(deals[0]), expecting=["404"])
    page.locator("#fact-source [data-fact]").click()
    page.get_by_label("Source").fill("Nor-Fishing")
    throw_away([deals[0]], by=cast.mona)
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").get_by_text("somebody threw it away")).to_be_visible()
    expect(page.get_by_label("Source")).to_have_value("Nor-Fishing")
    page.get_by_placeholder("What happened, in your own words").fill("They signed the budget")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_label("What you wrote was not saved")).to_have_value("They signed the budget")
