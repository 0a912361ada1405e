"""How often each length comes, with the median marked."""

from dataclasses import dataclass

from kit.charts.marks import Chart, line, rect, text
from kit.charts.scales import Band, Linear

HEIGHT, TOP, BASE = 156, 34, 132


@dataclass(frozen=True)
class Bin:
    """Lengths from `start` on, as many as `count`; `is_core` for those of the middle half."""

    start: str
    count: int
    is_core: bool = False
    title: str = ""


def histogram(name, bins, median, median_words, label, *, width=420, head=(), table=()):
    """Columns without gaps; `median` is counted in bins from the start."""
    band, scale = Band(len(bins), 0, width), Linear(max((part.count for part in bins), default=1), 0, BASE - TOP)
    marks = [mark for place, part in enumerate(bins) for mark in bin_marks(part, place, band, scale)]
    marks.append(line(0, BASE, width, BASE, "axis"))
    marks += tick_words(bins, band)
    if median is not None:
        marks += median_marks(median, median_words, band, width)
    return Chart(name, label, width, HEIGHT, marks, list(head), list(table))


def bin_marks(part, place, band, scale):
    height = scale(part.count)
    css = "solid" if part.is_core else "pale"
    bar = rect(band.left(place) + 2, BASE - height, band.step - 4, height, css, title=part.title)
    return [bar, text(band.middle(place), BASE - height - 5, part.count, "small", "middle")] if part.count else []


def tick_words(bins, band):
    every = max(len(bins) // 5, 1)
    places = range(0, len(bins), every)
    return [
        text(band.left(place), BASE + 16, bins[place].start, "small", "start" if not place else "middle")
        for place in places
    ]


def median_marks(median, words, band, width):
    x = band.left(median)
    before = x > width * 0.6
    return [
        line(x, 0, x, BASE, "rule"),
        text(x + (-6 if before else 6), 10, words, "bold", "end" if before else "start"),
    ]
