"""What the range, the new business and the leaning of a forecast are made of."""

from datetime import timedelta
from decimal import Decimal

import pytest

from accounts.zones import today
from forecasting.actions import recompute_everything
from forecasting.calendar import Quarter, shift
from forecasting.models import ForecastSnapshot, Weight
from forecasting.queries.arrivals import new_business
from forecasting.queries.forecast import Scope, forecast_of
from forecasting.queries.odds import latest_odds, table_of
from forecasting.queries.pools import open_pool
from forecasting.queries.track import track_of
from forecasting.track import Resolved
from tests.forecasting.sales import ago, make_sale


def this_day():
    return today()


def quarter():
    return Quarter.of(this_day())


def days_left():
    return (quarter().last - this_day()).days + 1


def test_the_pool_holds_each_deals_chance_to_be_won_in_the_period(channel, cast):
    make_sale(cast.alice, channel.second, 100, entered_stage_at=ago(12.5))
    make_sale(cast.alice, channel.second, 70, probability=90, expected_close=this_day())
    make_sale(cast.alice, channel.second, 50, probability=90, expected_close=shift(quarter().last, 2))
    recompute_everything(channel.pipeline)
    table = table_of(latest_odds(channel.pipeline.pk).pk)
    pool, singly = open_pool(Scope(cast.alice), quarter(), this_day(), Weight.LEARNED)
    assert singly
    assert dict(zip(pool.amount, pool.chance, strict=True)) == pytest.approx({100: table[days_left(), 1, 12], 70: 0.9})
    later, _ = open_pool(Scope(cast.alice), quarter().after, this_day(), Weight.LEARNED)
    ahead = (quarter().after.last - this_day()).days + 1
    within = table[ahead, 1, 12] - table[days_left(), 1, 12]
    assert dict(zip(later.amount, later.chance, strict=True)) == pytest.approx({100: within, 50: 0.9})
    past, _ = open_pool(Scope(cast.alice), quarter().before, this_day(), Weight.LEARNED)
    assert len(past.chance) == 0


def test_by_stage_the_dates_decide(channel, cast):
    make_sale(cast.alice, channel.second, 100, expected_close=this_day())
    make_sale(cast.alice, channel.second, 70)
    recompute_everything(channel.pipeline)
    pool, _singly = open_pool(Scope(cast.alice), quarter(), this_day(), Weight.STAGE)
    assert (pool.amount.tolist(), pool.chance.tolist()) == ([100], [0.4])


def test_pooled_and_one_by_one_hold_the_same(channel, cast):
    for number in range(301):
        own = 80 if number % 10 == 0 else None
        make_sale(cast.alice, channel.second, 100, entered_stage_at=ago(number % 7 + 0.5), probability=own,
                  expected_close=this_day())  # fmt: skip
    recompute_everything(channel.pipeline)
    found = forecast_of(Scope(cast.alice), quarter())
    pool, singly = open_pool(Scope(cast.alice), quarter(), this_day(), Weight.LEARNED)
    assert (singly, pool.count.sum()) == (False, 301)
    assert len(pool.count) < 20
    assert pool.forecast == pytest.approx(float(found.total.learned), abs=1)


def test_new_business_is_what_arrives_a_day_times_the_chance_of_fresh_deals(channel, cast):
    for days in (1, 20, 40, 100):
        make_sale(cast.alice, channel.first, 560, opened_at=ago(days))
    recompute_everything(channel.pipeline)
    fresh = table_of(latest_odds(channel.pipeline.pk).pk)[1 : days_left(), 0, 0].sum()
    found = new_business(Scope(cast.alice), quarter(), this_day())
    assert (found.count, found.opened) == (3, 1680)
    assert float(found.amount) == pytest.approx(3 * 560 / 56 * fresh, abs=1)
    assert new_business(Scope(cast.alice), quarter().before, this_day()) is None


@pytest.fixture
def stored(workspace, cast):
    """Of the three quarters before, what was forecast of the house as early: 100 each; 40, 50, 60 came."""
    first, rows = quarter().before, []
    for came in (40, 50, 60):
        rows.append(snapshot(first, came))
        first = first.before
    return rows


def snapshot(period, came, **facts):
    left = (quarter().last - this_day()).days
    values = {
        "won_count": 0,
        "open_amount": 0,
        "open_count": 0,
        "commit": 0,
        "best": 0,
        "weighted": 0,
        "low": 0,
        "currency": "EUR",
    }
    return ForecastSnapshot.objects.create(
        day=period.last - timedelta(days=left), scope="house", period="quarter", first=period.first, last=period.last,
        horizon=left, won=1000, expected=100, variance=0.0, new_business=10, middle=0, high=0,
        actual=Decimal(1010 + came), **values | facts,
    )  # fmt: skip


def test_what_was_stored_of_earlier_quarters_leans_the_forecast(stored, channel, cast):
    left = (quarter().last - this_day()).days
    snapshot(quarter().before.before.before.before, 999, currency="USD")
    assert track_of(Scope(cast.ada), quarter(), left) == [
        Resolved(100, 0, 60),
        Resolved(100, 0, 50),
        Resolved(100, 0, 40),
    ]
    make_sale(cast.alice, channel.second, 1000, expected_close=this_day())
    recompute_everything(channel.pipeline)
    found = forecast_of(Scope(cast.ada), quarter())
    assert found.range.leaning == pytest.approx((150 + 800) / (300 + 800))
    assert found.range.periods == 3
    expected = float(found.weighted) * found.range.leaning + float(found.certain)
    assert float(found.expected) == pytest.approx(expected, abs=0.01)
    assert found.reaching(found.certain) == 1
    assert found.reaching(found.high + 1) <= 0.1


def test_other_scopes_and_days_are_not_looked_at(stored, channel, cast):
    left = (quarter().last - this_day()).days
    assert track_of(Scope(cast.ada), quarter(), left + 4) == []
    assert track_of(Scope(cast.ada, pipeline=channel.pipeline), quarter(), left) == []
    assert track_of(Scope(cast.alice), quarter(), left) == []
