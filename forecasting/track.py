"""What forecasts of the past teach about the next one: how far they leaned to one side, and how far they missed."""

from dataclasses import dataclass
from math import sqrt

LEANING_KEPT, LEANING_WINDOWS = 12, 8  # forecasts looked back on for the leaning; how many unbiased ones outweigh them
MISS_KEPT, MISS_WINDOWS = 26, 4  # the same for the misses, against the usual one
USUAL_MISS = 0.25  # how much whole periods differ, as a standard deviation, until stored forecasts say better


@dataclass(frozen=True)
class Resolved:
    """A forecast of what open deals would bring, its variance from chance alone, and what then came."""

    forecast: float
    variance: float
    actual: float


def leaning(resolved):
    """By how much to multiply a forecast, after the last `resolved` ones of as many days; 1 without any."""
    last = resolved[-LEANING_KEPT:]
    mean = sum(one.forecast for one in last) / len(last) if last else 0
    if mean <= 0:
        return 1.0
    weight = LEANING_WINDOWS * mean
    return (sum(one.actual for one in last) + weight) / (sum(one.forecast for one in last) + weight)


def shock(forecast, resolved):
    """How much whole periods differ beyond chance, as a standard deviation of their share of `forecast`."""
    last, square = resolved[-MISS_KEPT:], forecast**2
    missed = sum(max((one.actual - one.forecast) ** 2 - one.variance, 0) for one in last)
    told = sum(one.forecast**2 for one in last)
    if told + square <= 0:
        return USUAL_MISS
    return sqrt((missed + MISS_WINDOWS * USUAL_MISS**2 * square) / (told + MISS_WINDOWS * square))
