"""Win rates by the fields a team added to its deals."""

from forecasting.calendar import Period
from forecasting.queries.forecast import Scope
from reports.win_rate.queries import win_rate_of
from tests.fields import option_of
from tests.forecasting.test_forecast_page import address_holds
from tests.reports.closings import close
from tests.reports.test_win_rate_page import URL, rates

ALL = Period(None, None)


def test_by_a_choice_a_yes_and_a_person(channel, cast, make_field, as_user):
    region = make_field("deal", "Region", "choice", options=["South", "North"])
    renewal, buddy = make_field("deal", "Renewal", "yes_no"), make_field("deal", "Buddy", "person")
    make_field("deal", "Fleet", "number")
    north, south = (option_of(region, name) for name in ("North", "South"))
    for status, custom in [
        ("won", {region.key: north, renewal.key: True, buddy.key: cast.bob.pk}),
        ("lost", {region.key: north, renewal.key: False}),
        ("lost", {region.key: south, "fleet": "7"}),
        ("won", {}),
    ]:
        close(cast.alice, channel, status, custom=custom)
    report = win_rate_of(Scope(cast.mona), ALL)
    assert {name: rates(groups) for name, groups in report.by_field.items()} == {
        "Region": {"South": (0, 1), "North": (1, 2), "": (1, 1)},
        "Renewal": {"Yes": (1, 1), "No": (0, 1), "": (1, 2)},
        "Buddy": {"Bob Baker": (1, 1), "": (1, 3)},
    }
    assert [group.name for group in report.by_field["Region"]] == ["South", "North", ""]
    for groups in report.by_field.values():
        for group in groups:
            assert address_holds(as_user(cast.mona), group.url) == (group.rate.closed, group.rate.amount)
    page = as_user(cast.mona).get(f"{URL}?period=all").text
    assert "By Region" in page
    assert "By Fleet" not in page


def test_a_field_nobody_filled_in_has_no_picture(channel, cast, make_field, as_user):
    make_field("deal", "Region", "choice", options=["South"])
    close(cast.alice, channel, "won")
    assert "By Region" not in as_user(cast.mona).get(f"{URL}?period=all").text
