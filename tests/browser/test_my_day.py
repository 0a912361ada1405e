"""My day by keys, by finger and without script; a bell that opens; nothing serious for those who cannot see it."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from followups.actions import notify, plan_follow_up, set_up_kinds
from followups.models import FollowUp, Notification
from leads.models import Contact
from tests.browser.conftest import PHONE
from tests.browser.test_access import findings

pytestmark = pytest.mark.django_db(transaction=True)
MY_DAY = "/my-day/"
LATE, LATER = "Ask Kari who signs", "Send the reference"


@pytest.fixture
def promises(cast, board, make_deal):
    """Two promises of Alice's, both overdue, and a deal of hers without any."""
    contact = Contact.objects.create(name="Kari Solheim", phone="+47 55 00")
    deal = make_deal(cast.alice, board.demo, "Reefer fleet", amount=48_200, contact=contact)
    make_deal(cast.alice, board.demo, "Crane idle time", amount=25_500)
    kind = set_up_kinds()[0]
    for days, title in ((3, LATE), (1, LATER)):
        due_at = timezone.now() - timedelta(days=days)
        plan_follow_up(about=deal, kind=kind, title=title, due_at=due_at, by=cast.alice)


def chosen(page):
    return page.locator(".task.sel .what b")


def test_the_keys_go_from_one_promise_to_the_next(open_page, cast, promises):
    page = open_page(cast.alice, MY_DAY)
    expect(chosen(page)).to_have_text(LATE)
    page.keyboard.press("j")
    expect(chosen(page)).to_have_text(LATER)
    page.keyboard.press("k")
    page.keyboard.press("e")
    expect(page.locator(".whatnext")).to_contain_text(f"Done: {LATE}.")
    expect(page.locator("#my-day-badge")).to_have_text("1 overdue")
    expect(chosen(page)).to_have_text(LATER)
    page.keyboard.press("s")
    page.locator(".task.sel [name=until][value=tomorrow]").press("Enter")
    expect(page.locator(".grp").first).not_to_contain_text(LATER)
    tomorrow = timezone.now() + timedelta(days=1)
    assert FollowUp.objects.planned().get().due_at.date() == tomorrow.date()


def test_z_takes_back_what_was_done_and_g_b_goes_to_the_board(open_page, cast, promises):
    page = open_page(cast.alice, MY_DAY)
    page.keyboard.press("e")
    expect(page.locator(".whatnext")).to_contain_text(f"Done: {LATE}.")
    page.keyboard.press("z")
    expect(page.locator(".whatnext")).to_have_count(0)
    expect(page.locator(".task .what b").first).to_have_text(LATE)
    assert FollowUp.objects.planned().count() == 2
    page.keyboard.press("g")
    page.keyboard.press("b")
    expect(page).not_to_have_url(re.compile("my-day"))


def test_z_takes_back_what_was_put_off(open_page, cast, promises):
    before = FollowUp.objects.get(title=LATE).due_at
    page = open_page(cast.alice, MY_DAY)
    page.keyboard.press("s")
    page.locator(".task.sel [name=until][value=tomorrow]").press("Enter")
    expect(page.locator(".whatnext")).to_contain_text(f"Put off: {LATE}")
    page.keyboard.press("z")
    expect(page.locator(".whatnext")).to_have_count(0)
    assert FollowUp.objects.get(title=LATE).due_at == before


def test_enter_opens_the_chosen_one_also_after_another_was_done(open_page, cast, promises):
    page = open_page(cast.alice, MY_DAY)
    page.keyboard.press("j")
    page.keyboard.press("e")
    expect(page.locator(".whatnext")).to_contain_text(f"Done: {LATER}.")
    expect(page.locator(".task.sel [data-key=Enter]")).to_be_focused()


def test_n_begins_a_note_about_the_deal(open_page, cast, promises):
    page = open_page(cast.alice, MY_DAY)
    page.keyboard.press("n")
    expect(page.get_by_role("textbox", name="Note")).to_be_focused()


def test_a_deal_adrift_gets_its_next_step_in_one_click(open_page, cast, promises):
    page = open_page(cast.alice, MY_DAY)
    page.get_by_role("region", name="No next step").locator("button[name=day]").first.click()
    expect(page.get_by_role("region", name="No next step")).to_contain_text("Every open deal has a next step")
    expect(page.get_by_role("region", name="Next seven days")).to_contain_text("Follow up with Nordkyst Fisk")


def test_without_script_done_and_the_next_step_are_plain_forms(open_page, cast, promises):
    page = open_page(cast.alice, MY_DAY, java_script_enabled=False)
    page.get_by_role("button", name=f"Done: {LATE}").click()
    page.locator(".whatnext input[name=title]").fill("Send the contract")
    page.locator(".whatnext button[name=day]").first.click()
    expect(page.get_by_role("region", name="Next seven days")).to_contain_text("Send the contract")


def test_the_panel_of_a_deal_asks_for_the_next_step(open_page, cast, promises):
    page = open_page(cast.alice, f"/deals/{FollowUp.objects.first().deal_id}/")
    step = page.locator("#next-step")
    step.get_by_role("button", name="Done").first.click()
    expect(step.locator(".whatnext")).to_contain_text(f"Done: {LATE}.")
    timeline = page.locator("#timeline li").filter(has_text=LATE)
    expect(timeline).to_have_count(2)
    page.keyboard.press("z")
    expect(step.locator(".step.first")).to_contain_text(LATE)
    expect(timeline).to_have_count(3)


def test_the_keys_work_on_the_page_of_a_deal(open_page, cast, promises):
    page = open_page(cast.alice, f"/deals/{FollowUp.objects.first().deal_id}/")
    step = page.locator("#next-step")
    expect(step.locator(".step.first")).to_contain_text(LATE)
    page.keyboard.press("s")
    step.locator(".step.first [name=until][value=tomorrow]").press("Enter")
    expect(step.locator(".whatnext")).to_contain_text(f"Put off: {LATE}")
    step.get_by_role("link", name=LATE).focus()
    page.keyboard.press("e")
    expect(step.locator(".whatnext")).to_contain_text(f"Done: {LATE}.")
    expect(step.locator(".step")).to_have_count(1)
    page.keyboard.press("n")
    expect(page.get_by_role("textbox", name="Note")).to_be_focused()
    page.keyboard.type("escf")
    assert FollowUp.objects.planned().get().title == LATER


def test_without_script_a_deal_asks_for_the_next_step(open_page, cast, promises):
    deal = FollowUp.objects.first().deal_id
    page = open_page(cast.alice, f"/deals/{deal}/", java_script_enabled=False)
    page.get_by_role("link", name="Follow-ups").click()
    page.get_by_role("button", name="Done").first.click()
    page.locator(".whatnext input[name=title]").fill("Send the contract")
    page.locator(".whatnext button[name=day]").first.click()
    expect(page).to_have_url(re.compile(f"/deals/{deal}/$"))
    assert FollowUp.objects.filter(title="Send the contract").exists()


def test_the_bell_tells_and_is_quiet_when_read(open_page, cast, promises):
    notify(cast.alice, key="1", kind="reminder", text="Call Kari, Today 15:00", url=MY_DAY)
    page = open_page(cast.alice, MY_DAY)
    expect(page.locator("#bell-badge .pip")).to_be_visible()
    page.locator(".bell summary").click()
    page.get_by_role("button", name="Call Kari, Today 15:00").click()
    expect(page.locator("#my-day-badge")).to_have_text("2 overdue")
    expect(page.locator("#bell-badge .pip")).to_have_count(0)
    assert not Notification.objects.unread().exists()


@pytest.mark.parametrize("look", [{}, {"color_scheme": "dark"}, PHONE], ids=["light", "dark", "phone"])
def test_nothing_serious_and_nothing_wider_than_the_screen(open_page, cast, promises, look):
    page = open_page(cast.alice, MY_DAY, bypass_csp=True, **look)
    expect(page.locator("#my-day-badge")).to_have_text("2 overdue")
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def test_a_reminder_speaks_up(open_page, cast, promises):
    page = open_page(cast.alice, MY_DAY)
    expect(page.locator("#my-day-badge")).to_have_text("2 overdue")
    notify(cast.alice, key="1", kind="reminder", text="Call Kari, Today 15:00", url=MY_DAY)
    page.evaluate("document.body.dispatchEvent(new Event('notice'))")
    toast = page.locator("#toasts .toast", has_text="Call Kari, Today 15:00")
    toast.get_by_role("button", name="Open").click()
    expect(page.locator("#bell-badge .pip")).to_have_count(0)
    assert not Notification.objects.unread().exists()
