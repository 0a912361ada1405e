"""From a row of the file to the values of a record, by the batch's mapping."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from leads.importing.kinds import kind_of
from leads.importing.reading import Row
from leads.importing.values import Refused


@dataclass(frozen=True)
class Taken:
    """A row whose cells were all understood."""

    row: Row
    values: dict


class Taker:
    """Reads rows by the mapping of one batch; raises Refused with every reason there is."""

    def __init__(self, batch):
        kind = kind_of(batch)
        self.columns = [column for column in kind.columns if column.key in batch.mapping["columns"]]
        self.headers, self.meanings = batch.mapping["columns"], batch.mapping.get("values", {})
        self.spellings = kind.preset(batch.options.get("preset", "")).spellings
        self.hints = batch.options

    def take(self, row):
        if row.problem:
            raise Refused(row.problem)
        values, reasons = {}, []
        for column in self.columns:
            try:
                values[column.key] = self.value_of(column, row.cells[self.headers[column.key]])
            except Refused as refusal:
                reasons.append(f"{column.label}: {refusal}")
        if reasons:
            raise Refused(" ".join(reasons))
        return Taken(row, values)

    def value_of(self, column, cell):
        cell = self.spellings.get(column.key, {}).get(cell, cell)
        if column.required and not cell:
            raise Refused(_("this may not be empty."))
        if column.valued and cell:
            cell = self.meaning_of(column, cell)
        return column.parse(cell, self.hints)

    def meaning_of(self, column, cell):
        meaning = self.meanings.get(column.key, {}).get(cell, "")
        if not meaning:
            raise Refused(_("nobody said what “%(text)s” means.") % {"text": cell[:60]})
        return meaning
