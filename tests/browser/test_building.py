"""The builder of reports and an experiment in a browser: live, bookmarkable, kept, and nothing serious for axe."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from reports.models import Experiment, SavedReport
from tests.browser.conftest import PHONE
from tests.browser.test_access import findings
from tests.forecasting.sales import make_sale

URL = "/reports/build/"
LOOKS = [{"color_scheme": "light"}, {"color_scheme": "dark"}, PHONE]


@pytest.fixture
def sold(cast, board):
    """Alice and Bob won a deal each, and Alice lost one."""
    for days, (owner, status, source) in enumerate(
        [(cast.alice, "won", "Web"), (cast.bob, "won", "Fair"), (cast.alice, "lost", "Fair")], start=2
    ):
        ended = timezone.now() - timedelta(days=days)
        opened = ended - timedelta(days=1)
        make_sale(owner, board.demo, status=status, source=source, closed_at=ended, opened_at=opened)


def test_what_is_chosen_is_drawn_at_once_and_can_be_kept(open_page, cast, sold):
    page = open_page(cast.mona, URL)
    heading = page.locator("#built-report h2").first
    expect(heading).to_have_text("Won value by Rep")
    page.get_by_label("by", exact=True).select_option("source")
    expect(heading).to_have_text("Won value by Source")
    page.get_by_label("Measure 2").select_option("rate")
    expect(heading).to_have_text("Won value and Win rate by Source")
    assert "show=won_value&show2=rate&by=source" in page.url
    page.reload()
    expect(heading).to_have_text("Won value and Win rate by Source")
    page.get_by_role("link", name="Save", exact=True).click()
    page.get_by_label("Name").fill("By source")
    page.get_by_role("button", name="Save report").click()
    expect(heading).to_have_text("Won value and Win rate by Source")
    assert SavedReport.objects.get().name == "By source"
    page.locator("summary", has_text="Saved").click()
    page.get_by_role("link", name="By source").click()
    expect(heading).to_have_text("Won value and Win rate by Source")


@pytest.mark.parametrize("look", LOOKS, ids=["light", "dark", "phone"])
def test_nothing_serious_in_built_reports_and_experiments(open_page, cast, sold, look):
    began = timezone.localdate() - timedelta(days=3)
    change = Experiment.objects.create(name="Playbook", began_on=began, by=cast.mona)
    SavedReport.objects.create(name="By rep", owner=cast.mona, query="by=rep")
    asked = ["show=rate&show2=won_value&by=source", "show=won&by=rep&across=source", "by=month"]
    for path in [*(f"{URL}?{one}" for one in asked), f"/reports/experiments/{change.pk}/", "/reports/mine/"]:
        page = open_page(cast.mona, path, bypass_csp=True, **look)
        assert (path, findings(page)) == (path, [])
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
