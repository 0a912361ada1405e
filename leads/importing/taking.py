"""From a row of the file to the values of a record, by the batch's mapping."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from leads.importing.kinds import kind_of
from leads.importing.reading import Row
from leads.importing.values import Refused


@dataclass(frozen=True, slots=True)
class Taken:
    """A row whose cells were all understood."""

    row: Row
    values: dict


class Taker:
    """Reads rows by the mapping of one batch; raises Refused with every reason there is."""

    def __init__(self, batch):
        kind = kind_of(batch)
        headers, self.meanings = batch.mapping["columns"], batch.mapping.get("values", {})
        spellings = kind.preset(batch.options.get("preset", "")).spellings
        self.columns = [
            (column, column.key, headers[column.key], spellings.get(column.key))
            for column in kind.columns
            if column.key in headers
        ]
        self.hints = batch.options

    def take(self, row):
        if row.problem:
            raise Refused(row.problem)
        values, reasons = {}, []
        for column, key, header, spellings in self.columns:
            cell = row.cells[header]
            try:
                values[key] = self.value_of(column, spellings.get(cell, cell) if spellings else cell)
            except Refused as refusal:
                reasons.append(f"{column.label}: {refusal}")
        if reasons:
            raise Refused(" ".join(reasons))
        return Taken(row, values)

    def value_of(self, column, cell):
        if not cell:
            if column.required:
                raise Refused(_("this may not be empty."))
        elif column.valued:
            cell = self.meaning_of(column, cell)
        return column.parse(cell, self.hints)

    def meaning_of(self, column, cell):
        meaning = self.meanings.get(column.key, {}).get(cell, "")
        if not meaning and not column.lenient:
            raise Refused(_("nobody said what “%(text)s” means.") % {"text": cell[:60]})
        return meaning or cell
