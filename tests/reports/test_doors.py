"""How one comes to the reports: by their plain address and by the palette."""

import pytest
from django.urls import reverse

from reports.dashboards import DASHBOARDS
from tests.accounts.search.test_palette import offered

pytestmark = pytest.mark.django_db


def test_the_plain_address_leads_to_the_first(as_user, cast):
    answer = as_user(cast.alice).get("/reports/")
    assert (answer.status_code, answer.url) == (302, reverse("reports:report", args=["win-rate"]))


@pytest.mark.parametrize("dashboard", DASHBOARDS, ids=lambda one: one.name)
def test_each_report_is_found_by_its_name(as_user, cast, dashboard):
    assert f"Report: {dashboard.title}" in offered(as_user(cast.mona), str(dashboard.title))


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("weekly review", "Weekly review"),
        ("experiments", "Experiments"),
        ("saved reports", "Saved reports"),
        ("scheduled", "Reports by e-mail"),
        ("reports by", "Reports by e-mail"),
    ],
)
def test_what_stands_beside_them_is_found_by_the_name_of_its_page(as_user, cast, typed, wanted):
    assert wanted in offered(as_user(cast.mona), typed)
    assert "Reports by e-mail" not in offered(as_user(cast.gus), typed)
