"""Guessing which column of a file is which of ours, and what its texts mean; a person looks at the guess."""

import re

from leads.importing.kinds import kind_of
from leads.importing.values import likely_days, to_day

ROWS_LOOKED_AT = 500
MOST_VALUES = 60


def guess_mapping(batch, table):
    """`{"columns": {ours: theirs}, "values": {ours: {text: meaning}}}`, by the preset first, then by name."""
    kind, options = kind_of(batch), batch.options
    preset = kind.preset(options.get("preset", ""))
    columns = guess_columns(kind, preset, table.headers)
    values = {
        column.key: guess_values(kind, preset, column, table.values(columns[column.key])[:MOST_VALUES], options)
        for column in kind.columns
        if column.valued and column.key in columns
    }
    return {"columns": columns, "values": values}


def guess_columns(kind, preset, headers):
    """Each of our columns with the first free header that is called like it."""
    free, found = list(headers), {}
    for column in kind.columns:
        header = next((header for header in free if is_called(header, column, preset)), None)
        if header:
            found[column.key] = header
            free.remove(header)
    return found


def is_called(header, column, preset):
    if column.key in preset.columns:
        return simple(header) == simple(preset.columns[column.key])
    return simple(header) in {simple(word) for word in (column.key, str(column.label), *column.words)}


def guess_values(kind, preset, column, texts, options):
    known = preset.values.get(column.key, {})
    return {text: kind.guess(column, known.get(text.casefold(), text), options) for text in texts}


def guess_days(kind, columns, table):
    """Which of day and month comes first in the file's days; “” where they leave no doubt."""
    headers = [columns[column.key] for column in kind.columns if column.parse is to_day and column.key in columns]
    cells = (row.cells[header] for row in table.first(ROWS_LOOKED_AT) for header in headers)
    return likely_days(cells)


def simple(text):
    """A column’s name without case, spaces and signs."""
    return re.sub(r"[\W_]+", "", text.casefold())
