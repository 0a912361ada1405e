"""The dashboards in a real browser, with figures in them: nothing serious for axe in either theme or on a phone."""

import pytest

from tests.browser.conftest import PHONE
from tests.browser.test_access import findings
from tests.forecasting.sales import ago, channel, make_sale, make_visit  # noqa: F401 - the fixture this test asks for
from tests.reports.test_activity import happen
from tests.reports.test_lost import lose
from tests.reports.test_seasons import win
from tests.reports.test_sources import make_lead

NAMES = ["activity", "sources", "lost", "stages", "seasons"]
LOOKS = {"light": {"color_scheme": "light"}, "dark": {"color_scheme": "dark"}, "phone": PHONE}


@pytest.fixture
def history(channel, cast):  # noqa: F811 - as above
    """Something for each dashboard to tell."""
    deal = make_sale(cast.alice, channel.first, entered_stage_at=ago(30))
    for days in range(6):
        lost = lose(cast.alice, channel.first, 1000 * days)
        make_visit(lost, channel.first, 9 + days, 5, "lost")
    for year in (2024, 2025, 2026):
        win(cast.alice, channel, year, 1)
    make_lead(cast.alice, "Fair")
    happen("deal.noted", cast.alice, deal, at=ago(2))
    return channel


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS.keys())
def test_nothing_serious_on_any_dashboard(open_page, cast, history, house, look):
    page = open_page(cast.mona, "/settings/", bypass_csp=True, **look)
    found = {}
    for name in NAMES:
        page.goto(f"{house}/reports/{name}/")
        assert page.locator(".panel svg").count()
        found[name] = findings(page)
    assert {name: faults for name, faults in found.items() if faults} == {}
