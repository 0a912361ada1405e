"""The chart that fits what was asked: columns over time, dots for rates, bars for the rest, shades for two groups."""

from django.utils.translation import gettext as _

from kit import formats
from kit.charts import Column, Dot, Part, Row, Shade, columns, dots, rows, shades
from reports.builder.groups import Time
from reports.builder.measures import rate_in
from reports.panels import Kind, say

MOST_ROWS, MOST_COLUMNS, MOST_MONTHS = 14, 12, 24
WIDTH, MONTH_WIDTH = 890, 58


def picture_of(sheet, measure, groups, currency):
    """A chart of one measure, None where it has no figure at all."""
    if not any(measure.of(sheet.parts_of(row)) for row in sheet.rows):
        return None
    if sheet.columns:
        return shades_of(sheet, measure, currency)
    if measure.share:
        return dots_of(sheet, measure, groups[0])
    if isinstance(groups[0], Time):
        return columns_of(sheet, measure, currency)
    return rows_of(sheet, measure, currency)


def label_of(sheet, measure, shown, currency):
    whole = say(measure.of(sheet.parts_of()), measure.kind, currency)
    return _("%(measure)s in %(count)s groups; all together %(whole)s.") % {
        "measure": measure.name, "count": formats.number(shown), "whole": whole,
    }  # fmt: skip


def pointed(name, measure, value, currency):
    return f"{name}: {measure.name} {say(value, measure.kind, currency)}"


def short(value, kind, currency):
    """A figure as it stands beside a mark."""
    if value is None:
        return ""
    match kind:
        case Kind.MONEY:
            return formats.compact_money(value, currency)
        case Kind.SHARE:
            return formats.percent(value)
    return say(value, kind, currency)


def on_axis(kind, currency):
    if kind == Kind.MONEY:
        return lambda tick: formats.axis_money(tick, currency)
    return lambda tick: formats.number(tick, 1)


def rows_of(sheet, measure, currency):
    bars = []
    for row in sheet.rows[:MOST_ROWS]:
        value = measure.of(sheet.parts_of(row))
        words, title = short(value, measure.kind, currency), pointed(row.name, measure, value, currency)
        bars.append(Row(row.name, value or 0, "", title, sheet.url(measure, row), words or say(None, measure.kind)))
    return rows("built", bars, label_of(sheet, measure, len(sheet.rows), currency), width=WIDTH)


def columns_of(sheet, measure, currency):
    stacks = []
    for row in sheet.rows[-MOST_MONTHS:]:
        value = measure.of(sheet.parts_of(row)) or 0
        part = Part(value, "solid", pointed(row.name, measure, value, currency), sheet.url(measure, row))
        stacks.append(Column(row.name, [part], short(value, measure.kind, currency) if value else ""))
    label, width = label_of(sheet, measure, len(stacks), currency), max(WIDTH, MONTH_WIDTH * len(stacks))
    return columns("built", stacks, label, on_axis(measure.kind, currency), width=width)


def dots_of(sheet, measure, group):
    most = -MOST_MONTHS if isinstance(group, Time) else 0
    shown = [row for row in sheet.rows if rate_in(sheet.parts_of(row)).closed][most:][
        : MOST_MONTHS if most else MOST_ROWS
    ]
    marks = [dot_of(sheet, measure, row) for row in shown]
    label = label_of(sheet, measure, len(shown), "")
    return dots("built", marks, measure.of(sheet.parts_of()), label, width=WIDTH)


def dot_of(sheet, measure, row):
    rate = rate_in(sheet.parts_of(row))
    low, high = rate.interval(measure.share)
    title = _("%(name)s: %(rate)s of %(n)s closed, likely %(low)s to %(high)s") % {
        "name": row.name,
        "rate": formats.exact_percent(rate.of(measure.share)),
        "n": formats.number(rate.closed),
        "low": formats.percent(low),
        "high": formats.percent(high),
    }
    return Dot(row.name, rate.of(measure.share), low, high, rate.closed, title, sheet.url(measure, row))


def shades_of(sheet, measure, currency):
    heads = sheet.columns[:MOST_COLUMNS]
    lines = [
        (row.name, [shade_of(sheet, measure, row, column, currency) for column in heads])
        for row in sheet.rows[:MOST_ROWS]
    ]
    label = label_of(sheet, measure, len(sheet.rows) * len(sheet.columns), currency)
    return shades(f"built-{measure.key}", [column.name for column in heads], lines, label, width=WIDTH)


def shade_of(sheet, measure, row, column, currency):
    value = measure.of(sheet.parts_of(row, column))
    words = short(value, measure.kind, currency) if value or measure.share else ""
    if measure.share and value is not None:
        closed = rate_in(sheet.parts_of(row, column)).closed
        words = _("%(rate)s of %(n)s") % {"rate": words, "n": formats.number(closed)}
    title = pointed(f"{row.name}, {column.name}", measure, value, currency)
    return Shade(value or 0, words, title, sheet.url(measure, row, column))
