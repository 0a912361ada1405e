"""What was said against what came: a range with its middle on each row, and a diamond where it ended."""

from dataclasses import dataclass

from kit.charts.marks import Chart, cut, line, path, rect, text
from kit.charts.scales import Linear, nice_ticks

ROW, NAMES, FIGURES, AXIS = 30, 64, 112, 24
NARROW = 520  # what a phone still shows whole
LETTERS, SIZE = 9, 6


@dataclass(frozen=True)
class Span:
    """One forecast with the ends of its range, and what came; `note` says by how much it missed."""

    name: str
    low: float
    said: float
    high: float
    came: float
    note: str = ""
    title: str = ""

    @property
    def holds(self):
        return self.low <= self.came <= self.high


def ranges(name, spans, label, say, *, width=NARROW, head=(), table=()):
    """One row a forecast; `say` turns a tick into words. What ended outside of its range has another colour."""
    ticks = nice_ticks(max((max(span.high, span.came, span.said) for span in spans), default=0))
    scale, bottom = Linear(ticks[-1], NAMES, width - FIGURES), ROW * len(spans)
    marks = []
    for tick in ticks:
        marks.append(line(scale(tick), 0, scale(tick), bottom, "grid"))
        marks.append(text(scale(tick), bottom + 16, say(tick), "small", "middle"))
    for place, span in enumerate(spans):
        marks += row_marks(span, ROW * (place + 0.5), scale, width)
    css = "wide" if width > NARROW else ""
    return Chart(name, label, width, bottom + AXIS, marks, list(head), list(table), css=css)


def row_marks(span, y, scale, width):
    said, came = scale(span.said), scale(span.came)
    diamond = f"M{came:.1f} {y - SIZE:.1f} l{SIZE} {SIZE} l-{SIZE} {SIZE} l-{SIZE} -{SIZE} z"
    return [
        text(0, y + 4, cut(span.name, LETTERS), "text", title=span.name),
        rect(scale(span.low), y - 5, scale(span.high) - scale(span.low), 10, "band", 5, title=span.title),
        line(said, y - 7, said, y + 7, "rule"),
        path(diamond, "solid" if span.holds else "spot", title=span.title),
        text(width, y + 4, span.note, "bold" if span.holds else "warning", "end"),
    ]
