"""How far a figure, and a difference of two, may be from what was counted."""

from dataclasses import dataclass
from math import exp, lgamma, log, sqrt

from kit.shares import NORMAL_95, wilson

ALPHA = 0.025  # left out at each end of a 95% interval
FEWEST_MEAN = 5


@dataclass(frozen=True)
class Estimate:
    """A figure with the ends of its 95% interval; an end nobody can name is None."""

    value: float | None
    low: float | None = None
    high: float | None = None


def share_of(won, cases):
    """A share with Wilson's interval; nothing where there is no case."""
    return Estimate(won / cases, *wilson(won / cases, cases)) if cases else Estimate(None)


def newcombe(won, cases, won_before, cases_before):
    """How much larger the first of two independent shares is, with Newcombe's hybrid score interval.

    Newcombe (1998), Interval estimation for the difference between independent proportions, Statistics in Medicine
    17, 873–890, method 10: it puts Wilson's intervals of both shares together.
    """
    if not cases or not cases_before:
        return Estimate(None)
    after, before = share_of(won, cases), share_of(won_before, cases_before)
    difference = after.value - before.value
    low = difference - sqrt((after.value - after.low) ** 2 + (before.high - before.value) ** 2)
    high = difference + sqrt((after.high - after.value) ** 2 + (before.value - before.low) ** 2)
    return Estimate(difference, low, high)


def mean_of(count, total, squares):
    """A mean with the interval of Student’s t; without ends under five cases."""
    if not count:
        return Estimate(None)
    mean, error = total / count, standard_error(count, total, squares)
    half = student(count - 1) * error if count >= FEWEST_MEAN else None
    return Estimate(mean, *((None, None) if half is None else (max(mean - half, 0.0), mean + half)))


def welch(one, other):
    """How much larger the first of two means is, by Welch’s t; each is (count, total, sum of squares)."""
    if not one[0] or not other[0]:
        return Estimate(None)
    difference = one[1] / one[0] - other[1] / other[0]
    if min(one[0], other[0]) < FEWEST_MEAN:
        return Estimate(difference)
    first, second = standard_error(*one) ** 2, standard_error(*other) ** 2
    if not first + second:
        return Estimate(difference, difference, difference)
    freedom = (first + second) ** 2 / (first**2 / (one[0] - 1) + second**2 / (other[0] - 1))
    half = student(freedom) * sqrt(first + second)
    return Estimate(difference, difference - half, difference + half)


def standard_error(count, total, squares):
    spread = max(squares - total * total / count, 0.0) / (count - 1) if count > 1 else 0.0
    return sqrt(spread / count)


def student(freedom):
    """The 97.5% point of Student’s t, by the expansion of Cornish and Fisher; right to 0.01 from 4 on."""
    z = NORMAL_95
    return (
        z
        + (z**3 + z) / (4 * freedom)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * freedom**3)
    )


def median_of(counts):
    """The median of whole days with the interval between two of them in order; `counts` is [(days, how many)].

    The ends are the order statistics that the binomial distribution leaves outside in 5% of samples at most; under six
    cases there are none.
    """
    cases = sum(count for _days, count in counts)
    if not cases:
        return Estimate(None)
    ordered = sorted(counts)
    middle = (at_rank(ordered, (cases + 1) // 2) + at_rank(ordered, cases // 2 + 1)) / 2
    rank = outermost_rank(cases)
    return Estimate(middle, at_rank(ordered, rank), at_rank(ordered, cases + 1 - rank)) if rank else Estimate(middle)


def at_rank(ordered, rank):
    for days, count in ordered:
        rank -= count
        if rank <= 0:
            return days
    return ordered[-1][0]


def outermost_rank(cases):
    """The largest rank from either end whose interval still holds the median 95 times of 100, 0 if none does."""
    below, rank = 0.0, 0
    while True:
        below += exp(lgamma(cases + 1) - lgamma(rank + 1) - lgamma(cases - rank + 1) - cases * log(2))
        if below > ALPHA:
            return rank
        rank += 1


def decided_within(counts):
    """The days after which half of the deals are decided, those still open counted as waiting (Kaplan and Meier).

    `counts` is [(days, decided, still open)]. The ends are those of Brookmeyer and Crowley (1982) on the log-log scale;
    one that too few deals have reached is None.
    """
    waiting = sum(decided + still for _days, decided, still in counts)
    share, spread, found = 1.0, 0.0, {}
    for days, decided, still in sorted(counts):
        if decided:
            share *= 1 - decided / waiting
            spread += decided / (waiting * (waiting - decided)) if waiting > decided else 0.0
            low, high = around(share, spread)
            for name, bound in (("low", low), ("value", share), ("high", high)):
                if bound <= 0.5 + 1e-12:
                    found.setdefault(name, days)
        waiting -= decided + still
    return Estimate(found.get("value"), found.get("low"), found.get("high"))


def around(share, spread):
    """The interval of a share still waiting, from Greenwood’s sum."""
    if share <= 0:
        return 0.0, 0.0
    if share >= 1:
        return 1.0, 1.0
    width = exp(NORMAL_95 * sqrt(spread) / abs(log(share)))
    return share**width, share ** (1 / width)
