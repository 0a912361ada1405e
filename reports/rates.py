"""Shares that say how much they rest on: interval, small sample, and the leaning of few cases on the whole."""

from dataclasses import dataclass, fields
from decimal import Decimal

from kit.shares import wilson

FEW = 30
LEANING = 10
COUNT, VALUE = "count", "value"


@dataclass(frozen=True)
class Rate:
    """Deals won and lost, their amounts, and the sum of all squared amounts, from which the value's interval comes."""

    won: int = 0
    lost: int = 0
    won_amount: Decimal = Decimal(0)
    lost_amount: Decimal = Decimal(0)
    squares: Decimal = Decimal(0)

    def __add__(self, other):
        return Rate(*(getattr(self, part.name) + getattr(other, part.name) for part in fields(self)))

    def __sub__(self, other):
        return Rate(*(getattr(self, part.name) - getattr(other, part.name) for part in fields(self)))

    @property
    def closed(self):
        return self.won + self.lost

    @property
    def amount(self):
        return self.won_amount + self.lost_amount

    @property
    def by_count(self):
        return self.won / self.closed if self.closed else 0.0

    @property
    def by_value(self):
        return float(self.won_amount / self.amount) if self.amount else 0.0

    def of(self, measure):
        """The share won, by count or by value."""
        return self.by_value if measure == VALUE else self.by_count

    def cases(self, measure):
        """How many deals the share rests on; by value, how many of equal size would be as telling."""
        if measure == VALUE:
            return float(self.amount**2 / self.squares) if self.squares else 0.0
        return self.closed

    def interval(self, measure):
        return wilson(self.of(measure), self.cases(measure))

    @property
    def is_small(self):
        return self.closed < FEW

    def leaning(self, whole):
        """The share by count, leaning on the whole's with ten deals."""
        return (self.won + LEANING * whole.by_count) / (self.closed + LEANING)

    @property
    def mean_won(self):
        return self.won_amount / self.won if self.won else Decimal(0)
