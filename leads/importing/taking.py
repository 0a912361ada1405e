"""From a row of the file to the values of a record, by the batch's mapping."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from leads.importing.kinds import kind_of
from leads.importing.reading import Row
from leads.importing.values import Refused

MOST_KNOWN, LONGEST_KNOWN = 2000, 100


class Taken(NamedTuple):
    """A row whose cells were all understood."""

    row: Row
    values: dict


class Taker:
    """Reads rows by the mapping of one batch; raises Refused with every reason there is."""

    def __init__(self, batch, headers):
        kind, mapped, meanings = kind_of(batch), batch.mapping["columns"], batch.mapping.get("values", {})
        spellings = kind.preset(batch.options.get("preset", "")).spellings
        self.columns = [
            (column, column.key, headers.index(mapped[column.key]), Read(column, spellings, meanings, batch.options))
            for column in kind.all_columns()
            if column.key in mapped
        ]

    def take(self, row):
        if row.problem:
            raise Refused(row.problem)
        values, reasons, texts = {}, [], row.texts
        for column, key, place, read in self.columns:
            try:
                values[key] = read[texts[place]]
            except Refused as refusal:
                reasons.append(f"{column.label}: {refusal}")
        if reasons:
            raise Refused(" ".join(reasons))
        return Taken(row, values)


class Read(dict):
    """{cell: value} of one column: what was read before is not read again. Raises Refused."""

    def __init__(self, column, spellings, meanings, hints):
        super().__init__()
        self.column, self.hints = column, hints
        self.spellings, self.meanings = spellings.get(column.key, {}), meanings.get(column.key, {})

    def __missing__(self, cell):
        value = self.value_of(self.spellings.get(cell, cell))
        if len(self) < MOST_KNOWN and len(cell) <= LONGEST_KNOWN:
            self[cell] = value
        return value

    def value_of(self, cell):
        if not cell:
            if self.column.required:
                raise Refused(_("this may not be empty."))
        elif self.column.valued:
            cell = self.meaning_of(cell)
        return self.column.parse(cell, self.hints)

    def meaning_of(self, cell):
        meaning = self.meanings.get(cell, "")
        if not meaning and not self.column.lenient:
            raise Refused(_("nobody said what “%(text)s” means.") % {"text": cell[:60]})
        return meaning or cell
