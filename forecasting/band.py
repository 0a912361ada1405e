"""How sure: the range a sum of chances may come to, when good and bad months move all deals together."""

from dataclasses import dataclass, field

import numpy as np

from forecasting.track import USUAL_MISS

DRAWS = 3000
SINGLY = 300  # up to so many deals each is drawn by itself
BUCKETS = 100
STEADY = 1e-3  # below it periods do not differ but by chance


@dataclass(frozen=True)
class Pool:
    """Deals or sums of like deals: their chance, summed amount, summed squared amount, and how many they are."""

    chance: np.ndarray
    amount: np.ndarray
    squares: np.ndarray
    count: np.ndarray

    @classmethod
    def of_deals(cls, chance, amount):
        """One entry for each deal."""
        return cls(chance, amount, amount**2, np.ones(len(chance)))

    @property
    def forecast(self):
        """What the deals bring on the average."""
        return float((self.amount * self.chance).sum())

    @property
    def variance(self):
        """How far chance alone may lead from it, squared."""
        return float((self.squares * self.chance * (1 - self.chance)).sum())


@dataclass(frozen=True)
class Band:
    """The amounts not reached in one, five and nine of ten draws, and the draws."""

    low: float
    middle: float
    high: float
    draws: np.ndarray = field(default_factory=lambda: np.zeros(1), repr=False, compare=False)

    def reaching(self, amount):
        """In what share of the draws at least this much comes."""
        return float((self.draws >= amount).mean())


def band(pool, singly, shock=USUAL_MISS, leaning=1.0):
    """The band of a pool; `singly` says that each entry is one deal. The same deals give the same band each time."""
    if not len(pool.chance):
        return Band(0.0, 0.0, 0.0)
    rng = np.random.default_rng(0)
    pool = pool if singly else bucketed(pool)
    together = rng.gamma(1 / shock**2, shock**2, DRAWS)[:, None] if shock > STEADY else np.ones((DRAWS, 1))
    chances = 1 - (1 - np.clip(pool.chance, 0, 0.9999)) ** together
    draws = leaning * np.maximum(draw_singly(rng, pool, chances) if singly else draw_pooled(rng, pool, chances), 0)
    return Band(*(float(amount) for amount in np.percentile(draws, (10, 50, 90))), draws=draws)


def bucketed(pool):
    """The same deals in a hundred buckets of about as many each, those of like chance together."""
    order = np.argsort(pool.chance, kind="stable")
    chance, amount, squares, count = (column[order] for column in (pool.chance, pool.amount, pool.squares, pool.count))
    before = np.cumsum(count) - count
    bucket = (before * BUCKETS / count.sum()).astype(int)
    sums = [np.bincount(bucket, column, BUCKETS) for column in (chance * count, amount, squares, count)]
    filled = sums[3] > 0
    means, amounts, squared, counts = (column[filled] for column in sums)
    return Pool(means / counts, amounts, squared, counts)


def draw_singly(rng, pool, chances):
    return ((rng.random(chances.shape) < chances) * pool.amount).sum(axis=1)


def draw_pooled(rng, pool, chances):
    spread = np.sqrt((chances * (1 - chances) * pool.squares).sum(axis=1))
    return (chances * pool.amount).sum(axis=1) + spread * rng.standard_normal(len(chances))
