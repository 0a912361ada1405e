"""An admin adds a field; a rep fills it in on a deal, filters the board by it and sees it on the card."""

from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.hands import card


def test_from_the_admins_field_to_the_reps_card(open_page, cast, board, make_deal):
    deal, other = make_deal(cast.alice, board.demo, "Reefer fleet"), make_deal(cast.alice, board.demo, "Other")

    admin = open_page(cast.ada, reverse("accounts:fields"))
    admin.get_by_role("link", name="Add a field: Deal").click()
    admin.get_by_label("Name").fill("Region")
    expect(admin.get_by_label("To choose from")).to_be_hidden()
    admin.get_by_label("Kind").select_option(label="Choice")
    admin.get_by_label("To choose from").fill("North\nSouth")
    admin.get_by_role("button", name="Add field").click()
    expect(admin.get_by_role("link", name="Region")).to_be_visible()

    rep = open_page(cast.alice, reverse("pipeline:deal", args=[deal.pk]))
    rep.get_by_role("link", name="Change the facts").click()
    rep.get_by_label("Region").select_option(label="South")
    rep.get_by_role("button", name="Save", exact=True).click()
    expect(rep.locator("#facts")).to_contain_text("South")

    rep.goto(rep.url.partition("/deals/")[0] + reverse("pipeline:taste", args=[board.pipeline.pk]))
    rep.get_by_label("BANT and proposal").uncheck()
    rep.get_by_label("Region").check()
    rep.get_by_role("button", name="Show them so").click()
    expect(card(rep, deal)).to_contain_text("South")
    expect(card(rep, other)).not_to_contain_text("South")

    rep.locator("summary", has_text="More filters").click()
    rep.get_by_role("group", name="Region").get_by_label("South").check()
    rep.get_by_role("button", name="Apply").click()
    expect(card(rep, deal)).to_be_visible()
    expect(card(rep, other)).to_have_count(0)
    expect(rep.get_by_role("link", name="Remove the filter More filters")).to_be_visible()
