import numpy as np
import pytest

from forecasting.band import Pool, band


def deals(count, chance=0.3, amount=100.0):
    return Pool.of_deals(np.full(count, chance), np.full(count, amount))


def test_nothing_open_has_a_band_of_nothing():
    found = band(deals(0), singly=True)
    assert (found.low, found.middle, found.high) == (0, 0, 0)
    assert found.reaching(1) == 0


def test_the_same_deals_give_the_same_band():
    assert band(deals(50), singly=True) == band(deals(50), singly=True)


def test_pooled_and_one_by_one_come_to_the_same():
    one, pooled = band(deals(300), singly=True), band(deals(300), singly=False)
    assert pooled.low == pytest.approx(one.low, rel=0.03)
    assert pooled.high == pytest.approx(one.high, rel=0.03)


def test_without_shock_the_band_is_that_of_chance_alone():
    found = band(deals(1000), singly=False, shock=0)
    spread = 100 * np.sqrt(1000 * 0.3 * 0.7)
    assert found.low == pytest.approx(30_000 - 1.28 * spread, rel=0.01)
    assert found.high == pytest.approx(30_000 + 1.28 * spread, rel=0.01)


def test_the_leaning_moves_the_whole_band():
    plain, leaned = band(deals(400), singly=False), band(deals(400), singly=False, leaning=0.5)
    assert (leaned.low, leaned.high) == pytest.approx((plain.low / 2, plain.high / 2))


def test_the_chance_to_reach_a_sum_falls_with_the_sum():
    found = band(deals(400), singly=False)
    assert found.reaching(0) == 1
    assert found.reaching(found.middle) == pytest.approx(0.5, abs=0.01)
    assert found.reaching(found.high) == pytest.approx(0.1, abs=0.01)


def test_sums_of_like_deals_count_as_the_deals_do():
    sums = Pool(np.array([0.1, 0.6]), np.array([5e4, 2e4]), np.array([5e6, 2e6]), np.array([500.0, 200.0]))
    single = Pool.of_deals(np.repeat([0.1, 0.6], [500, 200]), np.full(700, 100.0))
    assert sums.forecast == pytest.approx(single.forecast)
    assert sums.variance == pytest.approx(single.variance)
    assert band(sums, singly=False).low == pytest.approx(band(single, singly=False).low, rel=0.02)
