"""Several lines over the same places, each told apart by its dashes and named above."""

from dataclasses import dataclass

from kit.charts.marks import Chart, circle, line, path, text
from kit.charts.scales import Band, Linear, nice_ticks

TOP, BASE, HEIGHT, AXIS = 40, 210, 234, 52
LETTER, SAMPLE, GAP = 6.8, 28, 24
STYLES = ("trend now", "trend last", "trend third", "trend fourth")


@dataclass(frozen=True)
class Knot:
    """One place on a line: how high, what it says, is pointed at with and opens; None where there is nothing yet."""

    size: float | None
    title: str = ""
    href: str = ""


@dataclass(frozen=True)
class Trend:
    """A line by name through its knots, one for each place."""

    name: str
    knots: list


def lines(name, places, trends, label, say, *, width=1360, head=(), table=()):
    """At most four lines, the first one the strongest; `say` turns a tick into words."""
    largest = max((knot.size for trend in trends for knot in trend.knots if knot.size is not None), default=0)
    ticks = nice_ticks(largest)
    scale, band = Linear(ticks[-1], BASE, TOP), Band(len(places), AXIS, width)
    marks = []
    for tick in ticks:
        marks.append(line(AXIS, scale(tick), width, scale(tick), "grid" if tick else "axis"))
        marks.append(text(AXIS - 8, scale(tick) + 4, say(tick), "small", "end"))
    marks += [text(band.middle(at), BASE + 18, words, "text", "middle") for at, words in enumerate(places)]
    for trend, css in reversed(list(zip(trends, STYLES, strict=False))):
        marks += trend_marks(trend, css, band, scale)
    return Chart(name, label, width, HEIGHT, marks + legend(trends), list(head), list(table), css="wide")


def trend_marks(trend, css, band, scale):
    known = [(band.middle(at), scale(knot.size), knot) for at, knot in enumerate(trend.knots) if knot.size is not None]
    if not known:
        return []
    shape = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y, _knot in known)
    dots = [circle(x, y, 4, f"{css} knot", title=knot.title, href=knot.href) for x, y, knot in known]
    return [path(shape, css), *dots]


def legend(trends):
    """The names with a piece of their lines."""
    marks, x = [], float(AXIS)
    for trend, css in zip(trends, STYLES, strict=False):
        marks.append(line(x, 12, x + SAMPLE, 12, css))
        marks.append(text(x + SAMPLE + 7, 16, trend.name, "bold"))
        x += SAMPLE + 7 + len(trend.name) * LETTER + GAP
    return marks
