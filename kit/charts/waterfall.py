"""A waterfall: from one sum to another by steps up and down, each beginning where the one before ended."""

from dataclasses import dataclass

from kit.charts.columns import AXIS, BASE, HEIGHT, TOP, Part, block, grid_line
from kit.charts.marks import Chart, cut, line, text
from kit.charts.scales import Band, Linear, nice_ticks

WIDEST, LETTERS = 64, 13


@dataclass(frozen=True)
class Step:
    """One step from `start` to `end`, as numbers; a sum begins at zero. `words` stand above it."""

    name: str
    start: float
    end: float
    css: str
    words: str
    href: str = ""


def waterfall(name, steps, label, say, *, width=1000, head=(), table=()):
    """Steps side by side over a baseline at zero, joined by thin lines; `say` turns a tick into words."""
    ticks = nice_ticks(max((max(step.start, step.end) for step in steps), default=0))
    scale, band = Linear(ticks[-1], 0, BASE - TOP), Band(len(steps), AXIS, width)
    marks = [mark for tick in ticks for mark in grid_line(tick, scale, width, say)]
    for place, step in enumerate(steps):
        marks += step_marks(name, step, band, place, scale)
        if place + 1 < len(steps):
            level = BASE - scale(step.end)
            marks.append(line(band.middle(place), level, band.middle(place + 1), level, "axis"))
    return Chart(name, label, width, HEIGHT, marks, list(head), list(table), css="wide")


def step_marks(name, step, band, place, scale):
    wide = min(WIDEST, band.step * 0.7)
    high, low = BASE - scale(max(step.start, step.end)), BASE - scale(min(step.start, step.end))
    part = Part(0, step.css, f"{step.name}: {step.words}", step.href)
    middle = band.middle(place)
    return [
        block(name, part, middle - wide / 2, high, wide, max(low - high, 1.5)),
        text(middle, high - 6, step.words, "bold", "middle"),
        text(middle, BASE + 18, cut(step.name, LETTERS), "text", "middle"),
    ]
