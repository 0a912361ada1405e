from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.zones import today
from forecasting.actions import recompute_everything
from forecasting.goals.pace import pace_of, share_by_now
from forecasting.goals.planner import plan_of
from forecasting.goals.standing import standing_of
from forecasting.ledger.actions import name_sum
from forecasting.models import Weight
from forecasting.periods import FiscalPeriod
from forecasting.queries.forecast import Scope, forecast_of
from tests.forecasting.sales import make_sale

URL = "/forecast/goals/"


def quarter():
    return FiscalPeriod.of("quarter", today(), 1)


def planned(user, goal):
    scope = Scope(user)
    forecast = forecast_of(scope, quarter(), Weight.STAGE)
    return plan_of(scope, quarter(), Decimal(goal), forecast)


@pytest.fixture
def pipeline(channel, cast):
    """A hundred thousand open at 10%, long since opened; a deal won a year ago was worth ten thousand."""
    long_ago = timezone.now() - timedelta(days=400)
    for _number in range(10):
        make_sale(cast.alice, channel.first, 10_000, expected_close=quarter().last, opened_at=long_ago)
    make_sale(cast.alice, channel.won, 10_000, status="won", closed_at=long_ago, opened_at=long_ago)
    recompute_everything(channel.pipeline)
    return channel


def test_a_hundred_thousand_at_ten_percent_is_ten_thousand(pipeline, cast):
    plan = planned(cast.mona, 20_000)
    first = plan.stages[0]
    assert (first.count, first.amount, round(first.brings), first.chance) == (10, 100_000, 10_000, 0.1)
    assert (round(plan.missing), round(plan.times, 6)) == (10_000, 2)
    assert [(row.stage, row.more_deals) for row in plan.stages] == [
        (pipeline.first, 10), (pipeline.second, 3), (pipeline.third, 2),
    ]  # fmt: skip


def test_a_goal_that_is_reached_needs_nothing(pipeline, cast):
    plan = planned(cast.mona, 5000)
    assert (plan.missing, [row.more_deals for row in plan.stages]) == (0, [None, None, None])


def test_by_history_the_chance_is_the_learned_one(pipeline, cast):
    scope = Scope(cast.mona)
    forecast = forecast_of(scope, quarter(), Weight.LEARNED)
    plan = plan_of(scope, quarter(), Decimal(20_000), forecast)
    assert abs(float(plan.brings - forecast.weighted)) < 1
    assert 0 < plan.stages[0].chance < 1


def test_attainment_and_coverage(pipeline, cast):
    make_sale(cast.alice, pipeline.won, 4000, status="won", closed_at=timezone.now())
    recompute_everything(pipeline.pipeline)
    name_sum("quota", quarter(), 24_000, by=cast.mona, team=cast.north)
    name_sum("quota", quarter(), 10_000, by=cast.mona, owner=cast.alice)
    scope = Scope(cast.mona)
    forecast = forecast_of(scope, quarter(), Weight.STAGE)
    whole, reps = standing_of(forecast, scope, quarter())
    assert (whole.quota, whole.attainment, whole.to_go, whole.coverage) == (24_000, 4000 / 24_000, 20_000, 5)
    assert (reps[cast.alice.pk].quota, reps[cast.alice.pk].attainment) == (10_000, 0.4)


def test_the_pace_follows_the_seasons_of_the_periods_before(channel, cast):
    period, this_day = quarter(), today()
    before = period.before
    for day, amount in ((before.first, 300), (before.last, 100)):
        closed = timezone.now().replace(year=day.year, month=day.month, day=day.day, hour=12)
        make_sale(cast.alice, channel.won, amount, status="won", closed_at=closed)
    share = share_by_now(Scope(cast.mona), period, this_day)
    assert share == (0.75 if this_day < period.last else 1)
    assert pace_of(Decimal(150), Decimal(400), 0.75) == 0.5
    assert share_by_now(Scope(cast.charlie), period, this_day) is None


def test_the_page_says_what_a_goal_takes(pipeline, cast, as_user):
    assert "Write a goal above" in as_user(cast.mona).get(URL).content.decode()
    page = as_user(cast.mona).get(URL, {"goal": "20,000", "by": "stage"})
    assert page.context["plan"].stages[0].more_deals == 10
    assert "10 <span" in page.content.decode()
    page = as_user(cast.mona).get(URL, {"goal": "much"})
    assert "Write a sum, like 120,000." in page.content.decode()
