from datetime import timedelta
from decimal import Decimal

from django.urls import reverse

from accounts.models import Workspace
from accounts.zones import today
from forecasting.actions import recompute_everything
from forecasting.currencies.split import split_of
from forecasting.ledger.actions import name_sum
from forecasting.periods import FiscalPeriod
from forecasting.queries.forecast import Scope
from pipeline.actions import win_deal
from pipeline.actions.rates import set_rate
from pipeline.models import ExchangeRate
from tests.forecasting.test_forecast_page import address_holds
from timeline.models import Event

YEAR, CURRENCIES = "/forecast/fiscal-year/", "/forecast/currencies/"


def test_an_admin_says_when_the_year_begins(cast, as_user):
    assert as_user(cast.ada).post(YEAR, {"month": "4"}).status_code == 302
    assert Workspace.objects.get().fiscal_start == 4
    assert Event.objects.get(verb="year.set").changes == {"fiscal_start": [1, 4]}
    assert as_user(cast.ada).post(YEAR, {"month": "13"}).status_code == 422
    assert as_user(cast.mona).post(YEAR, {"month": "4"}).status_code == 403
    assert as_user(cast.ada).delete(YEAR).status_code == 405
    assert reverse("forecasting:year") == YEAR


def test_each_currency_is_worth_its_rate_and_closed_deals_keep_theirs(cast, board, make_deal, as_user):
    this_day = today()
    ExchangeRate.objects.create(currency="USD", since=this_day - timedelta(days=9), rate=Decimal("0.5"))
    won = make_deal(cast.alice, board.demo, "Won", amount=100, currency="USD", expected_close=this_day, company=None)
    win_deal(won, by=cast.alice)
    make_deal(cast.alice, board.demo, "Open", amount=300, currency="USD", expected_close=this_day, company=None)
    make_deal(cast.bob, board.demo, "Home", amount=40, expected_close=this_day, company=None)
    make_deal(cast.charlie, board.demo, "Unseen", amount=7000, expected_close=this_day, company=None)
    set_rate("USD", rate=Decimal("0.9"), since=this_day, by=cast.ada)
    rows = split_of(Scope(cast.mona), FiscalPeriod.of("quarter", this_day, 1), this_day, "EUR")
    assert [(row.currency, row.won, row.won_base, row.open_amount, row.open_base, row.rate) for row in rows] == [
        ("USD", 100, 50, 300, 270, Decimal("0.9")), ("EUR", 0, 0, 40, 40, 1),
    ]  # fmt: skip
    assert rows[0].frozen_rate == Decimal("0.5")
    page = as_user(cast.mona).get(CURRENCIES).content.decode()
    assert "USD" in page
    assert "7,000" not in page
    assert "<html" not in as_user(cast.mona).get(CURRENCIES, {"part": "1"}).content.decode()


def test_the_forecast_of_one_currency_is_that_part_of_the_whole(cast, board, make_deal, as_user):
    this_day = today()
    ExchangeRate.objects.create(currency="USD", since=this_day, rate=Decimal("0.5"))
    facts = {"expected_close": this_day, "company": None}
    won = make_deal(cast.alice, board.demo, "Won", amount=100, currency="USD", **facts)
    win_deal(won, by=cast.alice)
    for name, amount, currency in (("Rio", 300, "USD"), ("Oslo", 40, "EUR"), ("Rome", 60, "EUR")):
        make_deal(cast.alice, board.demo, name, amount=amount, currency=currency, **facts)
    recompute_everything(board.pipeline)
    client, found = as_user(cast.mona), {}
    for currency in ("", "USD", "EUR"):
        page = client.get("/forecast/", {"currency": currency})
        found[currency] = page.context["forecast"]
        count, amount = address_holds(client, page.context["open_url"])
        assert (count, amount) == (found[currency].total.open_count, found[currency].total.open_amount)
    assert found["USD"].total + found["EUR"].total == found[""].total
    assert (found["USD"].total.won, found["USD"].total.open_amount, found["EUR"].total.won) == (50, 150, 0)
    assert found["USD"].arrivals.count + found["EUR"].arrivals.count == found[""].arrivals.count


def test_a_quota_is_not_held_against_one_currency(cast, board, make_deal, as_user):
    this_day = today()
    make_deal(cast.alice, board.demo, "Rio", amount=300, expected_close=this_day)
    period = FiscalPeriod.of("quarter", this_day, 1)
    name_sum("quota", period, 900, by=cast.mona, owner=cast.alice)
    recompute_everything(board.pipeline)
    client = as_user(cast.alice)
    assert client.get("/forecast/").context["standing"].quota == 900
    one = client.get("/forecast/", {"currency": "EUR"})
    assert (one.context["standing"].quota, one.context["reps"][0].standing.quota) == (None, None)
