"""Months, quarters and years as the workspace counts them, whatever zone the reader is in."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from accounts.zones import midnight

QUARTER = re.compile(r"((?:19|20|21)[0-9]{2})Q([1-4])")  # years whose neighbours a calendar knows


@dataclass(frozen=True)
class Period:
    """The days from `first` to `last`, both included; an open end is None."""

    first: date | None
    last: date | None

    def bounds(self, zone):
        """The moments it starts at and ends before, in this zone; open ends are None."""
        start = self.first and midnight(self.first, zone)
        end = self.last and midnight(self.last + timedelta(days=1), zone)
        return start, end

    @property
    def months(self):
        """The first days of its months."""
        found, month = [], month_of(self.first)
        while month <= self.last:
            found.append(month)
            month = shift(month, 1)
        return found

    @property
    def days(self):
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class Quarter(Period):
    """A calendar quarter; its code is “2026Q4”."""

    @classmethod
    def of(cls, day):
        first = date(day.year, day.month - (day.month - 1) % 3, 1)
        return cls(first, last_of(shift(first, 2)))

    @classmethod
    def read(cls, code):
        """The quarter of a code, None for anything else."""
        match = QUARTER.fullmatch(code or "")
        year, number = (int(part) for part in match.groups()) if match else (0, 0)
        return cls.of(date(year, number * 3, 1)) if year else None

    @property
    def number(self):
        return (self.first.month + 2) // 3

    @property
    def code(self):
        return f"{self.first.year}Q{self.number}"

    @property
    def before(self):
        return Quarter.of(shift(self.first, -3))

    @property
    def after(self):
        return Quarter.of(shift(self.first, 3))


def month_of(day):
    return day.replace(day=1)


def shift(month, by):
    """The first day of the month so many months on."""
    years, zero_based = divmod(month.month - 1 + by, 12)
    return date(month.year + years, zero_based + 1, 1)


def last_of(month):
    return month.replace(day=monthrange(month.year, month.month)[1])
