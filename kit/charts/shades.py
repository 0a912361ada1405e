"""A grid of figures, the larger the darker."""

from dataclasses import dataclass

from kit.charts.marks import Chart, cut, rect, text
from kit.charts.scales import Linear

ROW, NAMES, HEAD, GAP = 30, 150, 26, 3
LETTERS, LETTER, FAINTEST = 22, 6.4, 0.12


@dataclass(frozen=True)
class Shade:
    """One cell: how dark it is, what it says, is pointed at with and opens."""

    size: float
    words: str = ""
    title: str = ""
    href: str = ""


def shades(name, columns, rows, label, *, width=890, head=(), table=()):
    """`rows` are (name, cells), a cell for each of the columns."""
    largest = max((float(shade.size or 0) for _name, cells in rows for shade in cells), default=0)
    step = (width - NAMES) / max(len(columns), 1)
    marks = [
        text(NAMES + step * (place + 0.5), 14, cut(words, max(int(step / LETTER), 3)), "small", "middle", title=words)
        for place, words in enumerate(columns)
    ]
    darkness = Linear(largest, FAINTEST, 1)
    for place, (words, cells) in enumerate(rows):
        y = HEAD + ROW * place
        marks.append(text(0, y + ROW / 2 + 3, cut(words, LETTERS), "bold", title=words))
        for at, shade in enumerate(cells):
            marks += cell_marks(shade, NAMES + step * at, y, step, darkness)
    return Chart(name, label, width, HEAD + ROW * len(rows), marks, list(head), list(table), css="wide")


def cell_marks(shade, x, y, step, darkness):
    about = {"title": shade.title, "href": shade.href}
    if not shade.words:
        return [rect(x + GAP / 2, y, step - GAP, ROW - GAP, "grid-cell", 3, title=shade.title)]
    ground = rect(x + GAP / 2, y, step - GAP, ROW - GAP, "shade", 3, **about)
    ground.place["fill-opacity"] = f"{darkness(shade.size):.2f}"
    return [ground, text(x + step / 2, y + ROW / 2 + 3, shade.words, "shade-words", "middle", **about)]
