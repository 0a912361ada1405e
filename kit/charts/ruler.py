"""One long bar of parts under a scale, with a spot and its range above."""

from dataclasses import dataclass

from kit.charts.columns import block
from kit.charts.marks import Chart, circle, line, rect, text
from kit.charts.scales import Linear, nice_ticks

HEIGHT, SPOT, BAR, THICK = 100, 24, 48, 26
LETTER = 6.6  # about the width of a letter


@dataclass(frozen=True)
class Spot:
    """Where it may end: the middle and the two ends of the range, with their words."""

    size: float
    low: float
    high: float
    words: str
    low_words: str
    high_words: str


def ruler(name, parts, spot, label, say, *, mark=None, width=1360, head=(), table=()):
    """Parts end to end; each is (Part, words shown on it where they fit). `mark` is a line across: (size, words)."""
    total = sum(float(part.size) for part, _ in parts)
    ticks = nice_ticks(max(total, spot.high if spot else 0, mark[0] if mark else 0), most=8)
    scale = Linear(ticks[-1], 0, width)
    marks = [mark for tick in ticks for mark in tick_marks(tick, scale, width, say)]
    x, crossed = 0.0, [scale(size) for size in ([spot.size] if spot else []) + ([mark[0]] if mark else [])]
    for part, words in parts:
        marks += segment(name, part, words, x, scale(part.size), crossed)
        x += scale(part.size)
    if spot:
        marks += spot_marks(spot, scale, width)
    if mark:
        marks += line_across(*mark, scale, width, taken_by(spot, scale) if spot else [])
    return Chart(name, label, width, HEIGHT, marks, list(head), list(table), css="wide")


def tick_marks(tick, scale, width, say):
    x = scale(tick)
    anchor = "start" if not tick else "end" if x > width - 20 else "middle"
    return [line(x, BAR - 4, x, BAR + THICK + 6, "grid"), text(x, BAR + THICK + 22, say(tick), "small", anchor)]


def segment(name, part, words, x, wide, crossed):
    marks = [block(name, part, x, BAR, wide, THICK)] if wide else []
    long = len(words) * LETTER
    start = clear_place(x, wide, long, crossed)
    if start is None:
        return marks
    if part.css == "hatched":
        marks.append(rect(start - 2, BAR + 4, long + 12, 18, "halo", 4))
    css = "onsolid" if part.css == "solid" else "bold"
    return [*marks, text(start + (4 if part.css == "hatched" else 0), BAR + 17, words, css)]


def clear_place(x, wide, long, crossed):
    """Where words this long may begin on a part so that no line across runs through them; None where none is."""
    for start in [x + 12, *(at + 10 for at in sorted(crossed) if at > x)]:
        end = start + long + 12
        if end <= x + wide and not any(start - 4 < at < end for at in crossed):
            return start
    return None


def taken_by(spot, scale):
    """The stretches (from, to) that the words of a spot and its line down to the bar stand in."""
    low, middle, high = scale(spot.low), scale(spot.size), scale(spot.high)
    words = [(low - 8 - len(spot.low_words) * LETTER, low), (high, high + 8 + len(spot.high_words) * LETTER)]
    return [*words, (middle, middle)]


def line_across(size, words, scale, width, taken):
    """The words stand behind the line, before it where they would run into others or off the picture."""
    x, long = scale(size), len(words) * LETTER + 8
    fits = x + long < width and not any(start < x + long and end > x for start, end in taken)
    where = (x + 8, "start") if fits or x < long else (x - 8, "end")
    return [line(x, BAR - 34, x, BAR + THICK + 6, "rule"), text(where[0], BAR - 10, words, "bold", where[1])]


def spot_marks(spot, scale, width):
    low, middle, high = scale(spot.low), scale(spot.size), scale(spot.high)
    inner = min(max(middle, len(spot.words) * LETTER / 2), width - len(spot.words) * LETTER / 2)
    marks = [
        rect(low, SPOT - 6, high - low, 12, "band", 6),
        line(low, SPOT, high, SPOT, "rule"),
        line(low, SPOT - 5, low, SPOT + 5, "rule"),
        line(high, SPOT - 5, high, SPOT + 5, "rule"),
        line(middle, SPOT + 5, middle, BAR + THICK, "rule dashed"),
        circle(middle, SPOT, 6.5, "halo"),
        circle(middle, SPOT, 4.5, "spot", title=spot.words),
        text(inner, SPOT - 11, spot.words, "bold", "middle"),
    ]
    if low > len(spot.low_words) * LETTER:
        marks.append(text(low - 8, SPOT + 4, spot.low_words, "small", "end"))
    if high < width - len(spot.high_words) * LETTER:
        marks.append(text(high + 8, SPOT + 4, spot.high_words, "small"))
    return marks
