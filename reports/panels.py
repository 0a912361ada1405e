"""What a report says, once for the screen, the spreadsheet, paper and programs: raw values that know how to be said."""

from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import ngettext

from forecasting.common import with_value
from kit import formats
from kit.charts import Chart

NOTHING = "–"


class Kind(StrEnum):
    """What a value is; money is in the workspace's currency, a share from 0 to 1, days a length, a day a date."""

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    SHARE = "share"
    DAYS = "days"
    DAY = "day"


def say(value, kind, currency=""):
    """A raw value as people read it, in their language; nothing as a dash."""
    if value is None:
        return NOTHING
    match kind:
        case Kind.NUMBER:
            return formats.number(value, 1)
        case Kind.MONEY:
            return formats.money(formats.whole(value), currency)
        case Kind.SHARE:
            return formats.exact_percent(value)
        case Kind.DAYS:
            return formats.days(round(value))
        case Kind.DAY:
            return formats.day(value)
    return str(value)


@dataclass(frozen=True)
class Column:
    """A column of a table; `key` names it for sorting and for programs and is never translated."""

    key: str
    name: str
    kind: Kind = Kind.NUMBER


@dataclass(frozen=True)
class Line:
    """A row of a table: one raw value a column, the addresses of the deals behind them by column key."""

    values: tuple
    urls: dict = field(default_factory=dict)
    person: object = None
    warning: str = ""


@dataclass(frozen=True)
class Head:
    """A head of an open table: a link that sorts by its column, or turns the order round."""

    column: Column
    sort: str
    query: str


@dataclass(frozen=True)
class Panel:
    """One thing a report tells: a picture, its figures as a table, or both; `thirds` of the page's width it takes."""

    key: str
    title: str
    columns: list = field(default_factory=list)
    lines: list = field(default_factory=list)
    total: Line | None = None
    chart: Chart | None = None
    note: str = ""
    url: str = ""  # what the note opens
    thirds: int = 1
    is_open: bool = False  # the table stands there by itself, not behind “Show as table”
    currency: str = ""
    template: str = "reports/_panel.html"
    about: object = None  # what a template of its own needs
    address: object = None  # the QueryDict it was asked with

    @property
    def order(self):
        return self.address.get("sort", "") if self.is_open and self.address else ""

    @property
    def heads(self):
        return [self.head_of(column) for column in self.columns]

    def head_of(self, column):
        sort = {column.key: "ascending", f"-{column.key}": "descending"}.get(self.order, "")
        falls = self.order == column.key if sort else column.kind != Kind.TEXT
        asked = {"sort": f"-{column.key}" if falls else column.key}
        return Head(
            column, sort, with_value(self.address, **asked) if self.is_open and self.address is not None else ""
        )

    @property
    def sorted_lines(self):
        """As they come, or by the column the address asks for; what is missing comes last."""
        key = self.order.removeprefix("-")
        place = next((place for place, column in enumerate(self.columns) if column.key == key), None)
        if place is None:
            return self.lines
        known = [line for line in self.lines if line.values[place] is not None]
        known.sort(key=lambda line: in_order(line.values[place]), reverse=self.order.startswith("-"))
        return known + [line for line in self.lines if line.values[place] is None]

    @property
    def said(self):
        """Each line with its cells as (column, text, address)."""
        return [(line, self.cells_of(line)) for line in self.sorted_lines]

    @property
    def said_total(self):
        return self.cells_of(self.total) if self.total else []

    def cells_of(self, line):
        return [
            (column, say(value, column.kind, self.currency), line.urls.get(column.key, ""))
            for column, value in zip(self.columns, line.values, strict=True)
        ]


def in_order(value):
    return value.casefold() if isinstance(value, str) else value


@dataclass(frozen=True)
class Figure:
    """A figure at the head of a report, beside what it was in the period it is compared with."""

    key: str
    name: str
    value: object
    kind: Kind = Kind.NUMBER
    url: str = ""
    note: str = ""
    warning: str = ""
    before: object = None
    currency: str = ""
    than: str = ""  # what the period before is called

    @property
    def said(self):
        return say(self.value, self.kind, self.currency)

    @property
    def said_before(self):
        return say(self.before, self.kind, self.currency)

    @property
    def has_before(self):
        return self.before is not None and self.value is not None

    @property
    def direction(self):
        """“up”, “down”, or nothing where it is the same, or as good as."""
        if not self.has_before or self.is_level:
            return ""
        return "up" if self.value > self.before else "down"

    @property
    def is_level(self):
        """Whether the change would read as none: “0%” or “0 points”."""
        least = 0.0005 if self.kind == Kind.SHARE else abs(float(self.before)) * 0.005
        return self.said == self.said_before or abs(float(self.value) - float(self.before)) < least

    @property
    def change(self):
        """How far it moved: “28%” of what it was, “3.2 points” of a share; nothing where there was nothing."""
        if self.kind == Kind.SHARE:
            points = round(abs(self.value - self.before) * 100, 1)
            return ngettext("%(n)s point", "%(n)s points", 1 if points == 1 else 2) % {"n": formats.number(points, 1)}
        return formats.percent(abs(self.value - self.before) / abs(self.before)) if self.before else ""


@dataclass(frozen=True)
class Callout:
    """A sentence that calls for something to be done, and where."""

    head: str
    text: str
    url: str = ""
    act: str = ""


@dataclass(frozen=True)
class Report:
    """Everything a report says of its period; `how` explains its terms one by one."""

    figures: list = field(default_factory=list)
    panels: list = field(default_factory=list)
    callouts: list = field(default_factory=list)
    how: list = field(default_factory=list)  # (term, sentence)
    blank: tuple | None = None  # (head, sentence) where there is nothing to tell yet
