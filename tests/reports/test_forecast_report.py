from decimal import Decimal

import pytest

from accounts.zones import today
from forecasting.actions import recompute_everything
from forecasting.ledger.actions import name_sum
from forecasting.periods import FiscalPeriod
from pipeline.actions import win_deal
from pipeline.models import ExchangeRate
from tests.forecasting.test_forecast_page import address_holds

URL, PAGE = "/reports/forecast/", "/forecast/"


@pytest.fixture
def sales(cast, board, make_deal):
    """Alice won 50 € (in dollars) and may win 300 €; Bob may win 40 €."""
    this_day = today()
    ExchangeRate.objects.create(currency="USD", since=this_day, rate=Decimal("0.5"))
    facts = {"expected_close": this_day, "company": None}
    won = make_deal(cast.alice, board.demo, "Won", amount=100, currency="USD", **facts)
    win_deal(won, by=cast.alice)
    make_deal(cast.alice, board.demo, "Open", amount=300, **facts)
    make_deal(cast.bob, board.proposal, "Other", amount=40, **facts)
    make_deal(cast.charlie, board.proposal, "Unseen", amount=7000, **facts)
    recompute_everything(board.pipeline)


def panels(page):
    return {panel.key: panel for panel in page.context["report"].panels}


def test_it_says_what_the_page_says(sales, cast, as_user):
    client = as_user(cast.mona)
    page, report = client.get(PAGE).context, client.get(URL).context["report"]
    said = {figure.key: figure.value for figure in report.figures}
    forecast = page["forecast"]
    assert (said["won"], said["commit"], said["best"]) == (50, forecast.commit, forecast.best)
    assert (said["weighted"], said["expected"], said["new"]) == (
        forecast.weighted, forecast.expected, forecast.new_business,
    )  # fmt: skip
    marks = panels(client.get(URL))["ruler"].lines[0].values
    assert marks == (50, forecast.commit, forecast.best, forecast.expected, forecast.low, forecast.high, None)


def test_each_person_and_month_opens_exactly_its_deals(sales, cast, as_user):
    client = as_user(cast.mona)
    reps = panels(client.get(URL))["reps"]
    place = [column.key for column in reps.columns].index
    assert [line.values[0] for line in reps.lines] == ["Alice Archer", "Bob Baker"]
    for line in reps.lines:
        for key in ("won", "open", "commit", "best"):
            assert address_holds(client, line.urls[key])[1] == line.values[place(key)]
    assert address_holds(client, reps.total.urls["open"])[1] == reps.total.values[place("open")]
    assert reps.total.values[place("open")] == 340


def test_the_whole_has_the_quota_of_its_figure(sales, cast, as_user):
    name_sum("quota", FiscalPeriod.of("quarter", today(), 1), 200, by=cast.mona, team=cast.north)
    page = as_user(cast.mona).get(URL)
    reps, figures = panels(page)["reps"], {figure.key: figure.value for figure in page.context["report"].figures}
    place = [column.key for column in reps.columns].index
    assert (reps.total.values[place("quota")], figures["quota"]) == (200, 200)
    assert reps.total.values[place("attained")] == 0.25


def test_currencies_stand_there_where_there_are_several(sales, cast, as_user):
    found = panels(as_user(cast.mona).get(URL))
    assert [line.values for line in found["currencies"].lines] == [("EUR", 2, 0, 340), ("USD", 1, 50, 0)]
    assert "currencies" not in panels(as_user(cast.charlie).get(URL))


@pytest.mark.parametrize(
    "query", ["period=2026", "period=2026-11", "period=2025Q1", "period=luck", "currency=EUR&by=stage"]
)
def test_any_period_can_be_asked_and_taken(sales, cast, as_user, query):
    client = as_user(cast.mona)
    assert client.get(f"{URL}?{query}").status_code == 200
    taken = client.post(f"{URL}file.json?{query}").json()
    assert taken["period"]["code"] == client.get(f"{URL}?{query}").context["filter"].period_asked.code
