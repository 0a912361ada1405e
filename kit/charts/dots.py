"""Rates as dots with their intervals, each with how many cases it rests on."""

from dataclasses import dataclass

from kit import formats
from kit.charts.marks import Chart, circle, cut, line, text
from kit.charts.scales import Linear, nice_ticks

ROW, NAMES, FIGURES = 30, 118, 82
LETTERS = 17
FEW = 30


@dataclass(frozen=True)
class Dot:
    """A rate between 0 and 1 with the ends of its interval and its number of cases."""

    name: str
    rate: float
    low: float
    high: float
    count: int
    title: str = ""
    href: str = ""

    @property
    def few(self):
        return " few" if self.count < FEW else ""


def dots(name, rows, rule, label, *, width=420, head=(), table=()):
    """One row a rate; `rule` is the rate of all, as a dashed line. Under thirty cases the dot is hollow."""
    ticks = rate_ticks(rows)
    scale, bottom = Linear(ticks[-1], NAMES, width - FIGURES), ROW * len(rows)
    marks = [mark for tick in ticks for mark in tick_marks(tick, scale, bottom)]
    if rule is not None:
        marks.append(line(scale(rule), 0, scale(rule), bottom, "rule dashed"))
    for place, row in enumerate(rows):
        marks += row_marks(row, ROW * (place + 0.5), scale, width)
    return Chart(name, label, width, bottom + 22, marks, list(head), list(table))


def rate_ticks(rows):
    ticks = [tick for tick in nice_ticks(max((row.high for row in rows), default=1), most=5) if tick <= 1]
    return ticks if ticks[-1] >= max((row.high for row in rows), default=1) - 0.02 else [0, 0.25, 0.5, 0.75, 1]


def tick_marks(tick, scale, bottom):
    x = scale(tick)
    return [line(x, 0, x, bottom, "grid"), text(x, bottom + 16, formats.percent(tick), "small", "middle")]


def row_marks(row, y, scale, width):
    return [
        text(0, y + 4, cut(row.name, LETTERS), "bold", title=row.name, href=row.href),
        line(scale(row.low), y, min(scale(row.high), width - FIGURES), y, "interval" + row.few),
        circle(scale(row.rate), y, 5, "point" + row.few, title=row.title, href=row.href),
        text(width - 42, y + 4, formats.percent(row.rate), "bold", "end"),
        text(width, y + 4, f"n {formats.number(row.count)}", "small", "end"),
    ]
