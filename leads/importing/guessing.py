"""Guessing which column of a file is which of ours, and what its texts mean; a person looks at the guess."""

from functools import cache

from leads.folding import fold
from leads.importing.kinds import kind_of
from leads.importing.values import likely_days
from leads.importing.words import words_for

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
    free, found, columns = {header: simple(kind.called(header)) for header in headers}, {}, kind.all_columns()
    for column in sorted(columns, key=lambda column: column.key not in preset.columns):
        names = names_of(kind, column, preset)
        header = next((header for header, said in free.items() if said in names), None)
        if header:
            found[column.key] = header
            del free[header]
    mind_the_halves(kind, found)
    return {column.key: found[column.key] for column in columns if column.key in found}


def names_of(kind, column, preset):
    """What the header of a column may say, made simple."""
    if column.key in preset.columns:
        names = preset.columns[column.key]
        return {simple(name) for name in ([names] if isinstance(names, str) else names)}
    return {simple(word) for word in (column.key, str(column.label), *column.words)} | foreign(kind.name, column.key)


@cache
def foreign(kind, key):
    return {simple(word) for word in words_for(kind, key)}


def mind_the_halves(kind, found):
    """“Name” beside “Vorname”, “Nombre” beside “Apellidos”: next to one half of a name it is the other half."""
    for half, other in (("first_name", "last_name"), ("last_name", "first_name")):
        is_foreign = half in found and simple(found[half]) in foreign(kind.name, half)
        if is_foreign and "name" in found and other not in found:
            found[other] = found.pop("name")


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
    """A column’s name without case, accents, spaces and signs."""
    return fold(text).replace(" ", "")
