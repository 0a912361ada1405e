from datetime import timedelta
from decimal import Decimal

from django.urls import reverse

from accounts.models import Workspace
from accounts.zones import workspace_zone
from forecasting.calendar import today
from forecasting.currencies.split import split_of
from forecasting.periods import FiscalPeriod
from forecasting.queries.forecast import Scope
from pipeline.actions import win_deal
from pipeline.actions.rates import set_rate
from pipeline.models import ExchangeRate
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
    this_day = today(workspace_zone())
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
