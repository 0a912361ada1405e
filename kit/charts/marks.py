"""The marks a chart is made of, placed for left-to-right readers and mirrored as a whole for the others."""

from dataclasses import dataclass, field, replace
from unicodedata import east_asian_width

from django.utils.translation import get_language_bidi

from kit.charts.paint import PAINT, STAGES


@dataclass(frozen=True)
class Mark:
    """One SVG element; `title` is what it says when pointed at, `href` what it opens."""

    tag: str
    css: str
    place: dict
    words: str = ""
    title: str = ""
    href: str = ""

    @property
    def attributes(self):
        """Place and paint, as names and values; all words, for a number would be written in the reader's own way."""
        paint = {} if "fill" in self.place else PAINT.get(self.css, {})
        return [(name, str(value)) for name, value in {**paint, **self.place}.items()]

    def mirrored(self, width):
        """The same mark seen from the other side of a chart so wide; text turns by itself."""
        place = dict(self.place)
        match self.tag:
            case "rect":
                place["x"] = short(width - float(place["x"]) - float(place["width"]))
            case "circle":
                place["cx"] = short(width - float(place["cx"]))
            case "line":
                place |= {name: short(width - float(place[name])) for name in ("x1", "x2")}
            case "text":
                place["x"] = short(width - float(place["x"]))
            case _:
                place["transform"] = f"translate({width} 0) scale(-1 1)"
        return replace(self, place=place)


@dataclass(frozen=True)
class Blend:
    """A fill that runs from one stage colour (1 to 12) at `left` into the next at `right`, in the chart's own measure.

    Measured by the shape it fills, it would not be drawn on paper.
    """

    key: str
    start: int
    end: int
    left: float
    right: float

    @property
    def ends(self):
        return [("x1", short(self.left)), ("x2", short(self.right)), ("y1", "0"), ("y2", "0")]

    @property
    def stops(self):
        """Where each colour begins: place, stage, paint."""
        return [(".5", self.start, STAGES[self.start - 1]), ("1", self.end, STAGES[self.end - 1])]


@dataclass(frozen=True)
class Chart:
    """A picture with its one-sentence label and the same figures as a table; `name` is unique on its page."""

    name: str
    label: str
    width: float
    height: float
    marks: list
    head: list = field(default_factory=list)
    table: list = field(default_factory=list)
    blends: list = field(default_factory=list)
    css: str = ""

    @property
    def shown(self):
        """The marks as the reader's direction wants them."""
        return [mark.mirrored(self.width) for mark in self.marks] if get_language_bidi() else self.marks

    @property
    def direction(self):
        return "rtl" if get_language_bidi() else "ltr"

    @property
    def box(self):
        return f"0 0 {short(self.width)} {short(self.height)}"

    @property
    def is_hatched(self):
        return any(mark.css == "hatched" for mark in self.marks)

    @property
    def role(self):
        """A picture is read as one; with doors in it, it is a group, so that the doors stay reachable."""
        return "group" if any(mark.href for mark in self.marks) else "img"


def rect(x, y, width, height, css, radius=0, **more):
    place = {"x": x, "y": y, "width": max(width, 0), "height": max(height, 0), "rx": radius}
    return Mark("rect", css, placed(place), **more)


def hatched(chart, x, y, width, height, **more):
    """A rectangle in the texture of what is expected, not yet there."""
    mark = rect(x, y, width, height, "hatched", **more)
    return replace(mark, place=mark.place | {"fill": f"url(#hatch-{chart})"})


def line(x1, y1, x2, y2, css, **more):
    return Mark("line", css, placed({"x1": x1, "y1": y1, "x2": x2, "y2": y2}), **more)


def circle(x, y, radius, css, **more):
    return Mark("circle", css, placed({"cx": x, "cy": y, "r": radius}), **more)


def path(shape, css, **more):
    return Mark("path", css, {"d": shape, **more.pop("place", {})}, **more)


def text(x, y, words, css="text", anchor="start", **more):
    """Words that begin, end or stand centred at x, as the reader's direction has it."""
    return Mark("text", css, placed({"x": x, "y": y}) | {"text-anchor": anchor}, words=str(words), **more)


def placed(numbers):
    return {name: short(value) for name, value in numbers.items()}


def short(value):
    return f"{float(value):.1f}".removesuffix(".0")


def cut(words, most):
    """Words that fit into so many letters; Chinese ones are as wide as two."""
    if breadth(words) <= most:
        return words
    while breadth(words) > most - 1:
        words = words[:-1]
    return f"{words.rstrip()}…"


def breadth(words):
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in words)
