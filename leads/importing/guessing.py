"""Guessing which column of a file is which of ours, and what its texts mean; a person looks at the guess."""

import re

from leads.importing.kinds import kind_of
from leads.importing.values import likely_days

ROWS_LOOKED_AT = 500
MOST_VALUES = 60


def guess_mapping(batch, table, way=None):
    """`{"columns": {ours: theirs}, "values": {ours: {text: meaning}}}` and how many rows there are.

    By a saved way to read such a file if there is one, else by the preset, else by name.
    """
    kind, options = kind_of(batch), batch.options
    preset = kind.preset(options.get("preset", ""))
    columns = way.mapping["columns"] if way else guess_columns(kind, preset, table.headers)
    valued = [column for column in kind.columns if column.valued and column.key in columns]
    rows, texts = table.survey([columns[column.key] for column in valued])
    values = {
        column.key: guess_values(kind, preset, column, texts[columns[column.key]][:MOST_VALUES], options)
        | (way.mapping["values"].get(column.key, {}) if way else {})
        for column in valued
    }
    return {"columns": columns, "values": values}, rows


def guess_columns(kind, preset, headers):
    """Each of our columns with the first free header that is called like it; what the preset names goes first."""
    free, found, columns = list(headers), {}, kind.all_columns()
    for column in sorted(columns, key=lambda column: column.key not in preset.columns):
        header = next((header for header in free if is_called(header, column, preset)), None)
        if header:
            found[column.key] = header
            free.remove(header)
    return {column.key: found[column.key] for column in columns if column.key in found}


def is_called(header, column, preset):
    if column.key in preset.columns:
        names = preset.columns[column.key]
        return simple(header) in map(simple, [names] if isinstance(names, str) else names)
    return simple(header) in {simple(word) for word in (column.key, str(column.label), *column.words)}


def guess_values(kind, preset, column, texts, options):
    known, choices = preset.values.get(column.key, {}), kind.choices(column, options)
    return {text: kind.guess(column, known.get(text.casefold(), text), choices) for text in texts}


def guess_key(kind, columns):
    """The column known records are found by: the best key the file has, or “”."""
    return next((key for key in kind.keys if key in columns), "")


def guess_days(kind, columns, table):
    """Which of day and month comes first in the file's days; “” where they leave no doubt."""
    headers = [columns[column.key] for column in kind.all_columns() if column.is_day and column.key in columns]
    cells = (row.cells[header] for row in table.first(ROWS_LOOKED_AT) for header in headers)
    return likely_days(cells)


def simple(text):
    """A column’s name without case, spaces and signs."""
    return re.sub(r"[\W_]+", "", text.casefold())
