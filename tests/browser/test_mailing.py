"""A report sent at once, in a real browser: who presses twice sends one."""

from django.urls import reverse
from playwright.sync_api import expect

from reports.models import ReportLetter
from tests.reports.test_mailing import schedule


def test_a_double_click_sends_one_and_the_toast_says_so(open_page, cast):
    schedule(cast.mona, cast.mona, cast.alice)
    page = open_page(cast.mona, reverse("reports:mailing"))
    page.get_by_role("button", name="Send one now").dblclick()
    expect(page.get_by_role("row", name="on its way")).to_have_count(2)
    expect(page.locator("#toasts")).to_contain_text("on its way")
    assert ReportLetter.objects.count() == 2
