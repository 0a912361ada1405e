"""Columns of stacked parts side by side, and a single bar of parts."""

from dataclasses import dataclass

from kit.charts.marks import Chart, hatched, line, rect, text
from kit.charts.scales import Band, Linear, nice_ticks

TOP, BASE, HEIGHT, AXIS = 18, 196, 236, 46
WIDEST = 42


@dataclass(frozen=True)
class Part:
    """One part of a stack: its size, its texture (solid, hatched, pale), what it says and opens."""

    size: float
    css: str
    title: str = ""
    href: str = ""


@dataclass(frozen=True)
class Column:
    """A stack with its name; `group` stands below the first of those that share it."""

    name: str
    parts: list
    total: str = ""
    group: str = ""
    is_now: bool = False
    mark: float = 0  # what was asked for, as a line across


def columns(name, stacks, label, say, *, width=800, head=(), table=()):
    """Stacked columns from a baseline at zero; `say` turns a tick into words."""
    ticks = nice_ticks(max((max(height_of(stack), stack.mark) for stack in stacks), default=0))
    scale, band = Linear(ticks[-1], 0, BASE - TOP), Band(len(stacks), AXIS, width)
    marks = [mark for tick in ticks for mark in grid_line(tick, scale, width, say)]
    for place, stack in enumerate(stacks):
        marks += column(name, stack, band, place, scale)
    marks += group_names(stacks, band)
    return Chart(name, label, width, HEIGHT, marks, list(head), list(table), css="wide")


def height_of(stack):
    return sum(part.size for part in stack.parts)


def grid_line(tick, scale, width, say):
    y = BASE - scale(tick)
    return [line(AXIS, y, width, y, "grid" if tick else "axis"), text(AXIS - 8, y + 4, say(tick), "small", "end")]


def column(name, stack, band, place, scale):
    wide = min(WIDEST, band.step * 0.6)
    x, y, marks = band.middle(place) - wide / 2, BASE, []
    for part in stack.parts:
        if part.size > 0:
            y -= scale(part.size)
            marks.append(block(name, part, x, y, wide, scale(part.size)))
    if stack.mark:
        level, half = BASE - scale(stack.mark), wide * 0.7
        marks.append(line(band.middle(place) - half, level, band.middle(place) + half, level, "rule"))
        y = level if y - 20 < level < y else y  # the words stand above the line, not on it
    if stack.total:
        marks.append(text(band.middle(place), y - 6, stack.total, "bold", "middle"))
    return [*marks, text(band.middle(place), BASE + 18, stack.name, "bold" if stack.is_now else "text", "middle")]


def block(name, part, x, y, width, height):
    more = {"title": part.title, "href": part.href}
    if part.css == "hatched":
        return hatched(name, x, y, width, height, **more)
    return rect(x, y, width, height, part.css, **more)


def group_names(stacks, band):
    marks = []
    for first, last in runs([stack.group for stack in stacks]):
        middle = (band.left(first) + band.left(last + 1)) / 2
        marks.append(text(middle, BASE + 35, stacks[first].group, "small", "middle"))
        if first:
            marks.append(line(band.left(first), BASE, band.left(first), BASE + 38, "grid"))
    return marks


def runs(names):
    """First and last place of each run of the same name."""
    starts = [place for place, name in enumerate(names) if not place or names[place - 1] != name]
    return list(zip(starts, [start - 1 for start in starts[1:]] + [len(names) - 1], strict=True))


def meter(name, parts, largest, label, width=150, mark=None):
    """One bar of parts on a pale track as long as `largest`; `mark` is what was asked for, as a line across."""
    scale, x = Linear(largest, 0, width), 0
    marks = [rect(0, 5, width, 8, "track", 2)]
    for part in parts:
        marks.append(block(name, part, x, 5, scale(part.size), 8))
        x += scale(part.size)
    if mark:
        marks.append(line(scale(mark), 1, scale(mark), 17, "rule"))
    return Chart(name, label, width, 18, marks, css="meterline")
