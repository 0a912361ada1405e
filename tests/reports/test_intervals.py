"""Intervals against the numbers of the papers and tables they come from."""

import pytest

from reports.experiments.intervals import decided_within, mean_of, median_of, newcombe, outermost_rank, student, welch


def ends(estimate, digits=4):
    return [end if end is None else round(end, digits) for end in (estimate.value, estimate.low, estimate.high)]


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [  # Newcombe (1998), table II, method 10
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((6, 7, 2, 7), 0.0582, 0.8062),
        ((5, 56, 0, 29), -0.0381, 0.1926),
        ((0, 10, 0, 20), -0.1611, 0.2775),
        ((10, 10, 0, 20), 0.6791, 1.0),
        ((10, 10, 0, 10), 0.6075, 1.0),
    ],
)
def test_newcombe(counts, low, high):
    assert ends(newcombe(*counts))[1:] == [low, high]


def test_without_cases_there_is_no_difference():
    assert ends(newcombe(0, 0, 3, 4)) == [None, None, None]


@pytest.mark.parametrize(("freedom", "point"), [(4, 2.776), (10, 2.228), (30, 2.042), (120, 1.980)])
def test_student(freedom, point):
    assert student(freedom) == pytest.approx(point, abs=0.01)


def test_a_mean_and_the_difference_of_two():
    values, others = [20, 22, 25, 27, 31], [18, 19, 20, 21, 22]
    sums, other_sums = ((len(of), sum(of), sum(value * value for value in of)) for of in (values, others))
    assert ends(mean_of(*sums), 1) == [25, 19.7, 30.3]
    assert ends(welch(sums, other_sums), 1) == [5, -0.2, 10.2]
    assert ends(mean_of(4, 100, 2600)) == [25, None, None]
    assert ends(welch(sums, (0, 0, 0))) == [None, None, None]


def test_the_ranks_around_a_median():
    """The table of every textbook: 6 cases 1, 10 cases 2, 20 cases 6, 100 cases 40."""
    assert [outermost_rank(cases) for cases in (5, 6, 10, 20, 100)] == [0, 1, 2, 6, 40]
    assert ends(median_of([(day, 1) for day in range(1, 11)])) == [5.5, 2, 9]
    assert ends(median_of([(3, 5)])) == [3, None, None]
    assert ends(median_of([])) == [None, None, None]


def test_the_median_with_open_ones_waiting():
    """Remission under 6-MP (Freireich 1963): median 23 weeks, from 13 on without an upper end."""
    ended = {6: 3, 7: 1, 10: 1, 13: 1, 16: 1, 22: 1, 23: 1}
    still = {6: 1, 9: 1, 10: 1, 11: 1, 17: 1, 19: 1, 20: 1, 25: 1, 32: 2, 34: 1, 35: 1}
    counts = [(week, ended.get(week, 0), still.get(week, 0)) for week in {*ended, *still}]
    assert ends(decided_within(counts)) == [23, 13, None]


def test_all_decided_at_once():
    assert ends(decided_within([(4, 7, 0)])) == [4, 4, 4]
    assert ends(decided_within([])) == [None, None, None]
