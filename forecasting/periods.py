"""Months, quarters and years of a fiscal year that may begin in any month."""

import re
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from accounts.models import Workspace
from forecasting.calendar import Period, last_of, shift
from forecasting.models import PeriodKind
from kit import formats

MONTHS = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.YEAR: 12}
PARTS = {PeriodKind.QUARTER: PeriodKind.MONTH, PeriodKind.YEAR: PeriodKind.QUARTER}
CODE = re.compile(r"((?:19|20|21)[0-9]{2})(?:-(0[1-9]|1[0-2])|Q([1-4]))?")


def fiscal_start():
    """The month (1 to 12) in which the workspace's fiscal year begins."""
    return Workspace.objects.values_list("fiscal_start", flat=True).first() or 1


@dataclass(frozen=True)
class FiscalPeriod(Period):
    """A month, quarter or year; codes are “2026-11”, “2026Q4” and “2026”, years called after the one they end in."""

    kind: str
    start: int = 1

    @classmethod
    def of(cls, kind, day, start):
        """The period of a kind that a day lies in."""
        back = 0 if kind == PeriodKind.MONTH else (day.month - start) % MONTHS[kind]
        first = shift(day.replace(day=1), -back)
        return cls(first, last_of(shift(first, MONTHS[kind] - 1)), kind, start)

    @classmethod
    def read(cls, code, start):
        """The period of a code, None for anything else."""
        match = CODE.fullmatch(code or "")
        if not match:
            return None
        year, month, quarter = (part and int(part) for part in match.groups())
        if month:
            return cls.of(PeriodKind.MONTH, date(year, month, 1), start)
        begins = date(year - (start > 1), start, 1)
        if quarter:
            return cls.of(PeriodKind.QUARTER, shift(begins, 3 * (quarter - 1)), start)
        return cls.of(PeriodKind.YEAR, begins, start)

    @property
    def year(self):
        """The fiscal year it belongs to, by the year that one ends in."""
        return self.first.year + (self.start > 1 and self.first.month >= self.start)

    @property
    def number(self):
        """Which quarter of its fiscal year it begins in."""
        return (self.first.month - self.start) % 12 // 3 + 1

    @property
    def code(self):
        match self.kind:
            case PeriodKind.MONTH:
                return f"{self.first:%Y-%m}"
            case PeriodKind.QUARTER:
                return f"{self.year}Q{self.number}"
        return f"{self.year}"

    @property
    def name(self):
        match self.kind:
            case PeriodKind.MONTH:
                return formats.month(self.first)
            case PeriodKind.QUARTER:
                return _("Q%(number)s %(year)s") % {"number": self.number, "year": self.year}
        return _("FY %(year)s") % {"year": self.year} if self.start > 1 else str(self.year)

    @property
    def before(self):
        return type(self).of(self.kind, shift(self.first, -1), self.start)

    @property
    def after(self):
        return type(self).of(self.kind, shift(self.first, MONTHS[self.kind]), self.start)

    def same(self, kind):
        """The period of another kind that it begins in."""
        return type(self).of(kind, self.first, self.start)

    @property
    def parts(self):
        """The quarters of a year, the months of a quarter; a month has none."""
        kind = PARTS.get(self.kind)
        days = self.months[:: MONTHS[kind]] if kind else []
        return [type(self).of(kind, day, self.start) for day in days]
