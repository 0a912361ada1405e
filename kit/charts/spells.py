"""How long things take: on each row the middle half as a bar, the median across it, the ninth decile as a whisker."""

from dataclasses import dataclass

from kit.charts.marks import Chart, cut, line, rect, text
from kit.charts.scales import Linear, nice_ticks

ROW, NAMES, FIGURES, AXIS = 34, 132, 118, 24
LETTERS, TALL = 19, 16


@dataclass(frozen=True)
class Spell:
    """One row in days: the quartiles and the ninth decile of what ended; `likely` counts what still goes on, too."""

    name: str
    quarter: float | None = None
    median: float | None = None
    three_quarters: float | None = None
    ninety: float | None = None
    likely: float | None = None
    figure: str = ""
    note: str = ""
    title: str = ""
    href: str = ""

    @property
    def largest(self):
        return max(self.ninety or 0, self.likely or 0)


def spells(name, rows, label, say, *, width=890, head=(), table=()):
    """One row each; the diamond is what is likely once open ones count. `say` turns a tick into words."""
    ticks = nice_ticks(max((row.largest for row in rows), default=0), most=6)
    scale, bottom = Linear(ticks[-1], NAMES, width - FIGURES), ROW * len(rows)
    marks = []
    for tick in ticks:
        marks.append(line(scale(tick), 0, scale(tick), bottom, "grid"))
        marks.append(text(scale(tick), bottom + 16, say(tick), "small", "middle"))
    for place, row in enumerate(rows):
        marks += row_marks(row, ROW * (place + 0.5), scale, width)
    return Chart(name, label, width, bottom + AXIS, marks, list(head), list(table))


def row_marks(row, y, scale, width):
    marks = [text(0, y + 4, cut(row.name, LETTERS), "bold", title=row.name, href=row.href)]
    if row.median is not None:
        marks += ended_marks(row, y, scale)
    if row.likely is not None:
        marks += diamond(scale(row.likely), y, row.title)
    return [
        *marks,
        text(width - 58, y + 4, row.figure, "bold", "end"),
        text(width, y + 4, row.note, "small", "end"),
    ]


def ended_marks(row, y, scale):
    low, middle, high = scale(row.quarter), scale(row.median), scale(row.ninety)
    wide = max(scale(row.three_quarters) - low, 2)
    return [
        line(low, y, high, y, "rule"),
        line(high, y - 6, high, y + 6, "rule"),
        rect(low, y - TALL / 2, wide, TALL, "second", 2, title=row.title),
        line(middle, y - TALL / 2 - 2, middle, y + TALL / 2 + 2, "rule"),
    ]


def diamond(x, y, title):
    """A square on its tip, drawn from lines so that it mirrors with the chart."""
    tip = 6
    corners = [(x, y - tip), (x + tip, y), (x, y + tip), (x - tip, y)]
    return [
        line(*first, *second, "rule", title=title)
        for first, second in zip(corners, [*corners[1:], corners[0]], strict=True)
    ]
