"""What a buyer chose of the options and alternatives, and what the proposal comes to then."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from pipeline.items.totals import ALTERNATIVE, INCLUDED, OPTION, Discount, Line, Totals, totals_of

OPTION_FIELD, GROUP_FIELD, CHOSE = "option", "choice-", "chose"


@dataclass(frozen=True)
class Row:
    """One line as the page shows it."""

    line: Any
    amount: Any
    counts: bool
    is_chosen: bool


@dataclass(frozen=True)
class Choice:
    """Alternatives of which one is taken; `field` is the name of their form field."""

    name: str
    field: str
    rows: list

    @property
    def is_open(self):
        return not any(row.is_chosen for row in self.rows)


@dataclass(frozen=True)
class Chosen:
    """A version with the choices made: what is always in, what may be, and what it all comes to."""

    version: Any
    rows: list
    totals: Totals
    keys: frozenset

    @property
    def included(self):
        return [row for row in self.rows if row.line.part == INCLUDED]

    @property
    def options(self):
        return [row for row in self.rows if row.line.part == OPTION]

    @property
    def choices(self):
        rows = [row for row in self.rows if row.line.part == ALTERNATIVE]
        fields = fields_of([row.line for row in self.rows])
        return [
            Choice(name, field, [row for row in rows if row.line.group == name])
            for name, field in fields.items()
        ]  # fmt: skip

    @property
    def has_choice(self):
        return bool(self.options or self.choices)

    @property
    def open_choices(self):
        """The names of alternatives of which none is taken yet."""
        return [choice.name for choice in self.choices if choice.is_open]

    @property
    def taken(self):
        """The rows that are part of the total."""
        return [row for row in self.rows if row.counts]

    @property
    def fields(self):
        """[(field, value)] that say the same choices in another form."""
        said = [(CHOSE, "1")] if self.has_choice else []
        said += [(OPTION_FIELD, row.line.pk) for row in self.options if row.is_chosen]
        return said + [(choice.field, row.line.pk) for choice in self.choices for row in choice.rows if row.is_chosen]

    @property
    def query(self):
        """The same choices at the end of an address."""
        return f"&{urlencode(self.fields)}" if self.fields else ""

    @property
    def taxes(self):
        return [(rate, tax) for rate, tax in self.totals.taxes.items() if rate]


def chosen_in(version, data):
    """The Chosen a buyer said; what the seller suggested, where they said nothing."""
    lines = list(version.lines.all())
    keys = keys_said(lines, data) if CHOSE in data else frozenset(line.pk for line in lines if line.is_chosen)
    return chosen_of(version, lines, keys)


def keys_said(lines, data):
    """The ids of lines that were chosen; what belongs to another proposal counts for nothing."""
    fields = fields_of(lines)
    said = {OPTION: set(data.getlist(OPTION_FIELD)), ALTERNATIVE: {data.get(field) for field in fields.values()}}
    return frozenset(line.pk for line in lines if str(line.pk) in said.get(line.part, ()))


def chosen_of(version, lines, keys):
    discount = Discount(version.discount_name, version.discount_percent, version.discount_amount)
    totals = totals_of([as_sold(line, keys) for line in lines], discount, version.currency)
    rows = [
        Row(line, total.amount, total.counts, line.pk in keys) for line, total in zip(lines, totals.lines, strict=True)
    ]
    return Chosen(version, rows, totals, keys)


def as_sold(line, keys):
    return Line(
        key=line.pk,
        quantity=line.quantity,
        price=line.price,
        discount=line.discount,
        tax_rate=line.tax_rate,
        billing=line.billing,
        term_months=line.term_months,
        part=line.part,
        group=line.group,
        is_chosen=line.pk in keys,
    )


def fields_of(lines):
    """{name of alternatives: their form field}, in the order of the lines."""
    groups = dict.fromkeys(line.group for line in lines if line.part == ALTERNATIVE)
    return {name: f"{GROUP_FIELD}{number}" for number, name in enumerate(groups)}
