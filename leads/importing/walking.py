"""Walking through a file: rows understood or refused, each record once. Nothing here asks the database."""

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import islice

from django.utils.translation import gettext as _

from leads.importing.reading import Table
from leads.importing.taking import Taker
from leads.importing.values import Refused

PIECE = 1000


@dataclass
class Bunch:
    """So many rows of a file: those `taken`, and those `refused` as (row, reason)."""

    count: int = 0
    taken: list = field(default_factory=list)
    refused: list = field(default_factory=list)


class Walk:
    """One walk through the rows of a batch, from the first; it remembers which records it has met."""

    def __init__(self, batch, writer):
        table = Table.of(batch)
        self.rows, self.taker, self.writer = iter(table), Taker(batch, table.headers), writer
        self.first_lines = defaultdict(dict)

    def skip(self, count):
        """Stand behind rows that are done already, having met their records."""
        for start in range(0, count, PIECE):
            self.take(min(PIECE, count - start))

    def take(self, count):
        bunch = Bunch()
        for row in islice(self.rows, count):
            bunch.count += 1
            try:
                taken = self.taker.take(row)
                self.writer.check(taken.values)
                self.remember(taken)
            except Refused as refusal:
                bunch.refused.append((row, str(refusal)))
            else:
                bunch.taken.append(taken)
        return bunch

    def remember(self, taken):
        """A record may stand in a file only once."""
        line, ids = taken.row.line, self.writer.ids_of(taken.values)
        for what, key in ids:
            if first := self.first_lines[what].get(key):
                raise Refused(_("“%(id)s” stands in line %(line)d already.") % {"id": key, "line": first})
        for what, key in ids:
            self.first_lines[what][key] = line
