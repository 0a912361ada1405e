import pytest

from forecasting.track import USUAL_MISS, Resolved, leaning, shock


def test_without_stored_forecasts_nothing_is_leaned_and_periods_differ_as_usual():
    assert leaning([]) == 1
    assert shock(1000, []) == pytest.approx(USUAL_MISS)
    assert shock(0, []) == USUAL_MISS


def test_the_leaning_is_that_of_the_last_twelve_held_back_by_eight_that_were_right():
    twelve = [Resolved(100, 0, 50)] * 12
    assert leaning(twelve) == pytest.approx((600 + 800) / (1200 + 800))
    assert leaning([Resolved(100, 0, 900)] * 5 + twelve) == leaning(twelve)


def test_forecasts_of_nothing_teach_no_leaning():
    assert leaning([Resolved(0, 0, 10)] * 3) == 1


def test_a_miss_counts_as_far_as_chance_does_not_explain_it():
    missed = Resolved(100, 400, 150)
    assert shock(100, [missed]) ** 2 == pytest.approx((2500 - 400 + 4 * 0.0625 * 10_000) / (10_000 + 4 * 10_000))
    assert shock(100, [Resolved(100, 9999, 150)]) < USUAL_MISS
