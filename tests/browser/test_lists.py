"""The lists admins keep, worked by hand: a reason is added and chosen, labels are merged and parted again."""

import pytest
from playwright.sync_api import expect

from accounts.lists.actions import add_entry
from accounts.lists.kept import registry
from followups.actions import set_up_kinds
from followups.models import Rule
from leads.models import Label
from pipeline.models import Deal
from tests.browser.conftest import PHONE
from tests.browser.hands import card


@pytest.fixture
def deal(cast, board, make_deal):
    return make_deal(cast.alice, board.demo, "Reefers", label=Label.objects.get(name="Warm"))


@pytest.mark.parametrize("options", [{}, PHONE, {"java_script_enabled": False}])
def test_a_new_reason_is_there_when_a_deal_is_lost(open_page, cast, board, deal, options):
    page = open_page(cast.ada, "/settings/lists/lost-reasons/", **options)
    page.get_by_label("Name").fill("Frozen budget")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator(".toast")).to_contain_text("Frozen budget added")
    page = open_page(cast.alice, f"/deals/{deal.pk}/lose/", **options)
    page.get_by_label("Frozen budget").check()
    page.get_by_role("button", name="Mark as lost").click()
    page.wait_for_url("**/board/**")
    assert Deal.objects.get(pk=deal.pk).lost_reason.name == "Frozen budget"


def test_the_dialog_of_a_loss_asks_who_won_it(open_page, cast, board, deal):
    add_entry(registry["competitors"], name="Fleetly", by=cast.ada)
    page = open_page(cast.alice)
    card(page, deal).hover()
    card(page, deal).locator(".dots").click()
    page.get_by_role("dialog").get_by_text("Mark as lost…").click()
    form = page.get_by_role("dialog")
    form.get_by_label("Chose a competitor").check()
    form.get_by_label("Who won it?").select_option("Fleetly")
    form.get_by_role("button", name="Mark as lost").click()
    expect(page.locator(".toast")).to_contain_text("Lost: Chose a competitor")
    assert Deal.objects.get(pk=deal.pk).lost_to.name == "Fleetly"


def test_a_label_is_merged_and_parted_again(open_page, cast, board, deal):
    page = open_page(cast.ada, "/settings/labels/")
    page.get_by_label("Change Warm").click()
    page.get_by_role("link", name="Merge into another…").click()
    expect(page.locator(".impact")).to_contain_text("1 deal will name the other one")
    page.get_by_label("Merge into").select_option("Heat: Hot")
    page.get_by_role("button", name="Merge").click()
    expect(page.locator(".toast")).to_contain_text("Warm is Hot now")
    assert Deal.objects.get(pk=deal.pk).label.name == "Hot"
    page.get_by_role("button", name="Revert Merged: Warm").click()
    expect(page.locator(".toast")).to_contain_text("Reverted")
    assert Deal.objects.get(pk=deal.pk).label.name == "Warm"


def test_a_stage_is_told_what_to_plan(open_page, cast, board):
    set_up_kinds()
    page = open_page(cast.ada, f"/settings/stages/{board.demo.pk}/", expecting=["422"])
    part = page.locator("#entry-follow-up")
    part.get_by_label("Plan a follow-up when a deal enters").check()
    part.get_by_role("button", name="Save for entry").click()
    expect(part).to_contain_text("Say what to do, such as “Send the recap”.")
    part.get_by_label("What to do").fill("Send the recap")
    part.get_by_role("button", name="Save for entry").click()
    expect(part).to_contain_text("Saved")
    assert Rule.objects.get().name == "Send the recap"


@pytest.mark.parametrize("held", ["name", "button"])
def test_alt_and_arrows_put_an_entry_in_order_and_say_its_place(open_page, cast, board, held):
    reasons = [add_entry(registry["lost-reasons"], name=name, by=cast.ada) for name in ("Ash", "Birch", "Cedar")]
    page = open_page(cast.ada, "/settings/lists/lost-reasons/")
    row = page.locator("tr", has_text="Cedar")
    spot = row.get_by_role("link", name="Cedar") if held == "name" else row.get_by_role("button", name="Move Cedar up")
    spot.focus()
    for _step in range(2):
        before = page.locator("tbody tr").all_text_contents()
        page.keyboard.press("Alt+ArrowUp")
        expect(page.locator("tbody tr")).not_to_have_text(before)
        expect(spot).to_be_focused()
    count = registry["lost-reasons"].model.objects.count()
    expect(page.get_by_role("status")).to_contain_text(f"Cedar, place {count - 2} of {count}")
    page.keyboard.press("Alt+ArrowDown")
    expect(page.get_by_role("status")).to_contain_text(f"Cedar, place {count - 1} of {count}")
    order = registry["lost-reasons"].model.objects.order_by("position").values_list("name", flat=True)
    assert list(order)[-3:] == [reasons[0].name, "Cedar", "Birch"]


def test_alt_and_arrows_move_labels_within_their_set(open_page, cast, board):
    page = open_page(cast.ada, "/settings/labels/")
    page.get_by_label("Change Warm").focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.get_by_role("status")).to_contain_text("Warm, place 1 of")
    expect(page.get_by_label("Change Warm")).to_be_focused()
