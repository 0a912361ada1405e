from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import Q, Sum
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.zones import today
from forecasting.actions import recompute, recompute_everything, refit
from forecasting.calendar import month_of, shift
from forecasting.models import DealOdds, ForecastLine, LearnedOdds, OpenPool
from forecasting.queries.odds import latest_odds, maturity, table_of
from forecasting.tasks import refit_due
from pipeline.models import Deal, Stage
from tests.forecasting.sales import ago, make_sale, make_stage, make_visit


def this_day():
    return today()


def next_month():
    return shift(month_of(this_day()), 1)


def lines(**which):
    """The stored lines of months in which something is won or expected, as {(owner, month): (won, open, by stage)}."""
    rows = ForecastLine.objects.filter(Q(won_count__gt=0) | Q(open_count__gt=0), **which)
    return {(row.owner_id, row.month): (row.won, row.open_amount, row.weighted_by_stage) for row in rows}


def test_lines_hold_each_owners_months(channel, cast):
    make_sale(cast.alice, channel.first, 1000, expected_close=next_month())
    make_sale(cast.alice, channel.second, 500, expected_close=next_month() + timedelta(days=20))
    make_sale(cast.alice, channel.won, 700, status="won", closed_at=timezone.now())
    make_sale(cast.bob, channel.third, 100)
    make_sale(cast.bob, channel.third, 999, status="lost", closed_at=timezone.now())
    recompute_everything(channel.pipeline)
    assert lines() == {
        (cast.alice.pk, next_month()): (0, 1500, 300),  # 10% of 1000 and 40% of 500
        (cast.alice.pk, month_of(this_day())): (700, 0, 0),
        (cast.bob.pk, None): (0, 100, 80),
    }


def learned_months():
    """What the open deals may bring by the learned chances, by month, leaving out cents."""
    rows = ForecastLine.objects.filter(weighted_learned__gte=1)
    return dict(rows.values_list("month").annotate(Sum("weighted_learned")).order_by("month"))


def test_the_learned_sum_of_a_month_is_that_of_all_deals_chances_to_be_won_in_it_whatever_their_dates(channel, cast):
    ages = (3, 40, 90)
    for age, close in zip(ages, (next_month(), None, shift(next_month(), 9)), strict=True):
        make_sale(cast.alice, channel.second, 1000, expected_close=close, entered_stage_at=ago(age))
    recompute_everything(channel.pipeline)
    table, found = table_of(latest_odds(channel.pipeline.pk).pk), learned_months()
    this_month_ends = (next_month() - this_day()).days
    next_month_ends = (shift(next_month(), 1) - this_day()).days
    within = sum(1000 * table[this_month_ends, 1, age] for age in ages)
    later = sum(1000 * table[next_month_ends, 1, age] for age in ages) - within
    assert float(found[month_of(this_day())]) == pytest.approx(within, abs=0.02)
    assert float(found[next_month()]) == pytest.approx(later, abs=0.02)
    assert float(sum(found.values())) == pytest.approx(sum(1000 * table[400, 1, age] for age in ages), abs=20)


def test_a_deals_own_probability_outweighs_both(channel, cast):
    make_sale(cast.alice, channel.first, 1000, probability=90, expected_close=next_month())
    recompute_everything(channel.pipeline)
    line = ForecastLine.objects.get()
    assert (line.weighted_by_stage, line.weighted_learned) == (900, 900)


def test_chances_are_read_from_the_table_by_age_and_days_left(channel, cast):
    deal = make_sale(cast.alice, channel.second, expected_close=next_month(), entered_stage_at=ago(12.5))
    recompute_everything(channel.pipeline)
    table, days = table_of(latest_odds(channel.pipeline.pk).pk), (shift(next_month(), 1) - this_day()).days
    assert deal.learned.in_time == pytest.approx(table[days, 1, 12])
    assert deal.learned.eventual == pytest.approx(table[400, 1, 12])


def test_a_passed_close_date_counts_as_this_month_and_none_as_for_ever(channel, cast):
    late = make_sale(cast.alice, channel.second, 70, expected_close=this_day() - timedelta(days=90))
    this_month = make_sale(cast.alice, channel.second, expected_close=this_day())
    undated = make_sale(cast.alice, channel.second)
    recompute_everything(channel.pipeline)
    assert late.learned.in_time == this_month.learned.in_time
    assert undated.learned.in_time == undated.learned.eventual
    assert ForecastLine.objects.aggregate(n=Sum("late_count"), a=Sum("late_amount")) == {"n": 1, "a": 70}


def test_the_last_day_of_the_calendar_and_the_largest_values_do_not_stop_the_forecast(channel, cast):
    for _ in range(20):
        make_sale(cast.alice, channel.second, 999_999_999_999_999, expected_close=date.max)
    recompute_everything(channel.pipeline)
    assert lines() == {(cast.alice.pk, date(9999, 12, 1)): (0, 19_999_999_999_999_980, 7_999_999_999_999_992)}


def test_a_deal_left_in_a_stage_out_of_use_keeps_the_stages_probability(channel, cast):
    make_sale(cast.alice, channel.first, 1000, expected_close=next_month())
    Stage.objects.filter(pk=channel.first.pk).update(retired_at=timezone.now())
    recompute_everything(channel.pipeline)
    assert learned_months() == {next_month(): 100}
    assert DealOdds.objects.get().eventual == pytest.approx(0.1)


def test_closing_a_deal_forgets_its_chances(channel, cast):
    deal = make_sale(cast.alice, channel.first)
    recompute_everything(channel.pipeline)
    Deal.objects.filter(pk=deal.pk).update(status="lost", closed_at=timezone.now())
    recompute(channel.pipeline.pk, [cast.alice.pk])
    assert DealOdds.objects.count() == 0
    assert lines() == {}


def test_one_owners_lines_are_written_without_touching_the_others(channel, cast):
    make_sale(cast.alice, channel.first, 100)
    make_sale(cast.bob, channel.first, 100)
    recompute_everything(channel.pipeline)
    Deal.objects.update(base_amount=200)
    recompute(channel.pipeline.pk, [cast.bob.pk])
    assert {owner: open_amount for (owner, _), (_, open_amount, _) in lines().items()} == {
        cast.alice.pk: 100,
        cast.bob.pk: 200,
    }


def test_won_deals_count_in_the_month_of_the_workspace(channel, cast, workspace):
    workspace.time_zone = "Asia/Tehran"
    workspace.save()
    late_in_utc = datetime(2026, 6, 30, 22, 0, tzinfo=UTC)
    make_sale(cast.alice, channel.won, 10, status="won", closed_at=late_in_utc)
    recompute_everything(channel.pipeline)
    assert ForecastLine.objects.get().month == date(2026, 7, 1)


def test_refit_keeps_what_was_learned_before_with_its_evidence(channel, cast):
    for _ in range(3):
        deal = make_sale(cast.alice, channel.won, status="won", opened_at=ago(30), closed_at=ago(1))
        make_visit(deal, channel.first, 30, 1, "won")
    first, second = refit(channel.pipeline), refit(channel.pipeline)
    assert LearnedOdds.objects.count() == 2
    assert latest_odds(channel.pipeline.pk) == second
    assert first.evidence == {
        "won": 3,
        "closed": 3,
        "visits": 3,
        "half_life": 180.0,
        "defaults": [0.1, 0.4, 0.8],
    }
    assert first.stages == [channel.first.pk, channel.second.pk, channel.third.pk]


def test_a_new_stage_or_probability_or_much_new_history_is_learned_at_the_next_turn(channel, cast):
    recompute_everything(channel.pipeline)
    recompute(channel.pipeline.pk)
    assert LearnedOdds.objects.count() == 1
    make_stage(channel.pipeline, "Trial", 6, 50)
    recompute(channel.pipeline.pk)
    assert LearnedOdds.objects.count() == 2
    Stage.objects.filter(pk=channel.first.pk).update(probability=Decimal("15"))
    recompute(channel.pipeline.pk)
    assert LearnedOdds.objects.count() == 3
    make_sale(cast.alice, channel.first, status="lost", closed_at=ago(1))
    recompute(channel.pipeline.pk)
    assert LearnedOdds.objects.count() == 4


@pytest.mark.parametrize(
    ("won", "closed", "word"), [(19, 200, "thin"), (20, 49, "learning"), (20, 50, "learned"), (0, 0, "thin")]
)
def test_little_history_is_named(won, closed, word):
    assert maturity({"won": won, "closed": closed}) == word


def test_a_pipeline_without_open_stages_has_lines_too(channel, cast):
    Stage.objects.filter(kind="open").update(retired_at=timezone.now())
    make_sale(cast.alice, channel.first, 1000)
    refit_due()
    assert ForecastLine.objects.get().weighted_learned == 100


def test_each_day_is_learned_once(channel, cast):
    make_sale(cast.alice, channel.first, 1000)
    refit_due()
    refit_due()
    assert LearnedOdds.objects.count() == 1
    OpenPool.objects.all().delete()
    refit_due()
    assert LearnedOdds.objects.count() == 2
    LearnedOdds.objects.update(fitted_at=ago(1))
    refit_due()
    assert LearnedOdds.objects.count() == 3


def test_writing_takes_the_same_queries_for_one_deal_and_for_many(channel, cast):
    make_sale(cast.alice, channel.first)
    recompute_everything(channel.pipeline)
    few = count_queries(channel)
    for _ in range(5):
        make_sale(cast.bob, channel.second)
    assert count_queries(channel) == few


def count_queries(channel):
    with CaptureQueriesContext(connection) as queries:
        recompute(channel.pipeline.pk)
    return len(queries)
