"""Being told while a page is open, naming a colleague in a note, and taking a time in one's own zone."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from followups.actions import notify
from followups.actions.kinds import set_up_kinds
from followups.booking.actions import make_link
from followups.models import Booking, Notification
from timeline.models import Event

MY_DAY = "/my-day/"


def test_a_page_without_a_board_hears_at_once_that_its_reader_was_told(open_page, cast):
    page = open_page(cast.alice, "/settings/")
    expect(page.locator("#bell-badge")).to_be_attached()
    page.wait_for_function("performance.getEntriesByType('resource').some((one) => one.name.includes('/live-token/'))")
    page.wait_for_timeout(500)  # the stream itself says nothing until there is something to say
    notify(cast.alice, key="1", kind="reminder", text="Call Kari", url=MY_DAY)
    expect(page.locator("#bell-badge .pip")).to_be_visible(timeout=10_000)
    page.locator(".bell summary").click()
    expect(page.locator("#bell-notices")).to_contain_text("Call Kari")
    notify(cast.alice, key="2", kind="reminder", text="Call Aoife", url=MY_DAY)
    expect(page.locator("#bell-notices")).to_contain_text("Call Aoife", timeout=10_000)


def test_notices_are_read_and_turned_over(open_page, cast):
    notify(cast.alice, key="1", kind="reminder", text="Call Kari", url=MY_DAY)
    page = open_page(cast.alice, "/notifications/")
    page.get_by_role("button", name="Mark as read: Call Kari").click()
    expect(page.get_by_role("button", name="Mark as unread: Call Kari")).to_be_visible()
    page.get_by_role("button", name="Call Kari", exact=False).first.click()
    page.wait_for_url(f"**{MY_DAY}")
    assert not Notification.objects.unread().exists()


def test_a_colleague_is_named_by_keys(open_page, cast, board, make_deal):
    deal = make_deal(cast.alice, board.demo)
    page = open_page(cast.alice, f"/deals/{deal.pk}/")
    note = page.locator(".composer textarea")
    note.click()
    note.press_sequentially("Please look, @mar")
    expect(page.get_by_role("option", name="Mona Marsh")).to_be_visible()
    note.press("Enter")
    expect(note).to_have_value("Please look, @Mona Marsh ")
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.get_by_role("button", name="Save note").click()
    expect(page.locator("#timeline")).to_contain_text("Please look, @Mona Marsh")
    assert Event.objects.get(verb="deal.noted").details["text"] == "Please look, @Mona Marsh"


@pytest.fixture
def link(cast):
    kinds = set_up_kinds()
    every_day = {str(day): [["00:00", "23:30"]] for day in range(7)}
    return make_link(by=cast.alice, name="Demo", kind=kinds[0], hours=every_day, notice_hours=24)


def test_a_guest_takes_a_time_in_their_own_zone(open_page, link):
    page = open_page(None, f"/book/{link.key}/", timezone_id="America/New_York")
    page.wait_for_url("**zone=America*")
    expect(page.locator("#zone")).to_have_value("America/New_York")
    page.locator(".slots a").first.click()
    page.get_by_label("Your name").fill("Kari Solheim")
    page.get_by_label("Your e-mail").fill("kari@fjord.example")
    page.wait_for_timeout(2100)  # nobody writes this faster
    page.get_by_role("button", name="Book this time").click()
    expect(page.get_by_role("heading", name="It is yours")).to_be_visible()
    booking = Booking.objects.get()
    assert booking.time_zone == "America/New_York"
    assert booking.follow_up.due_at > timezone.now() + timedelta(hours=23)


REGISTER = "navigator.serviceWorker.register('/push-worker.js').then(() => navigator.serviceWorker.ready).then(() => 1)"
SHOWN = """navigator.serviceWorker.ready.then((worker) => worker.getNotifications())
    .then((all) => all.map((one) => [one.body, one.data.url, one.tag]))"""


def test_a_browser_shows_what_it_is_told_while_no_page_asks(open_page, cast, house):
    page = open_page(cast.alice, "/settings/notifications/")
    expect(page.get_by_role("button", name="Let this browser tell me")).to_be_enabled()
    page.context.grant_permissions(["notifications"], origin=house)
    registered, session = [], page.context.new_cdp_session(page)
    session.on("ServiceWorker.workerRegistrationUpdated", lambda event: registered.extend(event["registrations"]))
    session.send("ServiceWorker.enable")
    page.evaluate(REGISTER)
    said = '{"text": "Call Kari", "url": "/my-day/", "tag": "notice-1", "read": "/notifications/by-push/x/"}'
    known = {"origin": house, "registrationId": registered[0]["registrationId"]}
    for _time in range(2):
        session.send("ServiceWorker.deliverPushMessage", known | {"data": said})
    page.wait_for_function(f"{SHOWN}.then((all) => all.length)")
    assert page.evaluate(SHOWN) == [["Call Kari", "/my-day/", "notice-1"]]
