"""Guessing which column of a file is which of ours, and what its texts mean; a person looks at the guess."""

import re

from django.db.models import Q

from leads.importing.kinds import kind_of
from leads.importing.values import likely_days
from leads.models import ImportMapping

ROWS_LOOKED_AT = 500
MOST_VALUES = 60
BESIDE = {"line", "reason"}  # what a file of refused rows has besides its own columns


def guess_mapping(batch, table):
    """`{"columns": {ours: theirs}, "values": {ours: {text: meaning}}}` and how many rows there are.

    By how a file with the same headers was read before, else by the preset, else by name.
    """
    kind, options = kind_of(batch), batch.options
    preset, known = kind.preset(options.get("preset", "")), known_mapping(batch, table.headers)
    columns = known.mapping["columns"] if known else guess_columns(kind, preset, table.headers)
    valued = [column for column in kind.columns if column.valued and column.key in columns]
    rows, texts = table.survey([columns[column.key] for column in valued])
    values = {
        column.key: guess_values(kind, preset, column, texts[columns[column.key]][:MOST_VALUES], options)
        | (known.mapping["values"].get(column.key, {}) if known else {})
        for column in valued
    }
    if known:
        batch.options |= known.options
        batch.finds_by = known.finds_by
    return {"columns": columns, "values": values}, rows


def known_mapping(batch, headers):
    """How this person, or somebody for everybody, last read a file with these headers; or None."""
    wanted = [header for header in headers if header not in BESIDE] if set(headers) >= BESIDE else headers
    kept = ImportMapping.objects.filter(kind=batch.kind, headers=wanted)
    return kept.filter(Q(owner=batch.owner_id) | Q(is_shared=True)).first()


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
