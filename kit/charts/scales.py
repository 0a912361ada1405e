"""From numbers to places: ticks people can read, and scales along an edge."""

import math
from dataclasses import dataclass


def nice_ticks(largest, most=4):
    """Round numbers from 0 to at least `largest`, in at most `most` steps: 0, 200, 400; of counts whole ones."""
    if largest <= 0:
        return [0, 1]
    least = float(largest) / most
    step = nice_step(least)
    if isinstance(largest, int) and not isinstance(step, int):
        step = nice_step(math.ceil(least))
    return [step * number for number in range(math.ceil(round(float(largest) / step, 9)) + 1)]


def nice_step(least):
    """The smallest of 1, 2, 2.5, 5 times a power of ten that is not below `least`."""
    power = 10 ** math.floor(math.log10(least))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= least * (1 - 1e-9))
    return int(step) if step == int(step) else step


@dataclass(frozen=True)
class Linear:
    """Numbers from 0 to `largest` along an edge from `start` to `end`."""

    largest: float
    start: float
    end: float

    def __call__(self, value):
        return self.start + (self.end - self.start) * float(value) / float(self.largest or 1)


@dataclass(frozen=True)
class Band:
    """`count` equal places side by side from `start` to `end`."""

    count: int
    start: float
    end: float

    @property
    def step(self):
        return (self.end - self.start) / max(self.count, 1)

    def left(self, place):
        return self.start + self.step * place

    def middle(self, place):
        return self.left(place + 0.5)
