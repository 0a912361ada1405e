"""How sure: the range a sum of chances may come to, when good and bad months move all deals together."""

from dataclasses import dataclass

import numpy as np

SHOCK = 0.25  # how much whole periods differ, as a standard deviation, until stored forecasts say better
DRAWS = 3000
SINGLY = 300  # up to so many deals each is drawn by itself
BUCKETS = 100


@dataclass(frozen=True)
class Pool:
    """Deals of like chance taken together: their mean chance, summed amount and summed squared amount."""

    chance: np.ndarray
    amount: np.ndarray
    squares: np.ndarray


@dataclass(frozen=True)
class Band:
    """The amounts not reached in one, five and nine of ten draws."""

    low: float
    middle: float
    high: float


def band(pool, singly, shock=SHOCK):
    """The band of a pool; `singly` says that each entry is one deal."""
    if not len(pool.chance):
        return Band(0.0, 0.0, 0.0)
    rng = np.random.default_rng(0)  # the same deals give the same range each time the page is opened
    together = rng.gamma(1 / shock**2, shock**2, DRAWS)[:, None]
    chances = 1 - (1 - np.clip(pool.chance, 0, 0.9999)) ** together
    draws = draw_singly(rng, pool, chances) if singly else draw_pooled(rng, pool, chances)
    return Band(*(max(float(amount), 0.0) for amount in np.percentile(draws, (10, 50, 90))))


def draw_singly(rng, pool, chances):
    return ((rng.random(chances.shape) < chances) * pool.amount).sum(axis=1)


def draw_pooled(rng, pool, chances):
    spread = np.sqrt((chances * (1 - chances) * pool.squares).sum(axis=1))
    return (chances * pool.amount).sum(axis=1) + spread * rng.standard_normal(len(chances))
