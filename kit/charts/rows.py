"""Bars that lie side by side under each other, with a name before and a note behind."""

from dataclasses import dataclass

from kit import formats
from kit.charts.marks import Chart, cut, rect, text
from kit.charts.scales import Linear

ROW, NAMES, FIGURES = 24, 136, 106
LETTERS = 20


@dataclass(frozen=True)
class Row:
    name: str
    size: float
    note: str = ""
    title: str = ""
    href: str = ""
    figure: str = ""  # the size in words, where it is no plain number


def rows(name, bars, label, *, width=420, head=(), table=()):
    """One bar a row, the size in figures at its end."""
    scale = Linear(max((bar.size for bar in bars), default=1), 0, width - NAMES - FIGURES)
    marks = [mark for place, bar in enumerate(bars) for mark in row_marks(bar, ROW * place, scale, width)]
    return Chart(name, label, width, ROW * len(bars), marks, list(head), list(table))


def row_marks(bar, y, scale, width):
    return [
        text(0, y + 16, cut(bar.name, LETTERS), "bold", title=bar.name, href=bar.href),
        rect(NAMES, y + 4, scale(bar.size), 15, "second", 2, title=bar.title, href=bar.href),
        text(NAMES + scale(bar.size) + 7, y + 16, bar.figure or formats.number(bar.size), "bold"),
        text(width, y + 16, bar.note, "text", "end"),
    ]
