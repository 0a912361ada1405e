"""Reading a table out of bytes, CSV or XLSX: its rows one at a time, each with its line."""

from itertools import islice
from typing import NamedTuple

from django.utils.translation import gettext as _

from kit.sheets import unguarded
from leads.importing.encodings import ENCODINGS, find_encoding
from leads.importing.reading_csv import (
    DELIMITERS,
    LONGEST_CELL,
    Unreadable,
    check_encoding,
    csv_rows,
    find_delimiter,
)
from leads.importing.reading_xlsx import is_xlsx, sheets_of, xlsx_rows

__all__ = ["DELIMITERS", "ENCODINGS", "Table", "Unreadable", "find_delimiter", "find_encoding", "is_xlsx", "sheets_of"]

MOST_BYTES = 20 * 1024 * 1024
MOST_ROWS, MOST_COLUMNS = 200_000, 200
MOST_VALUES_KEPT = 1000


class Row(NamedTuple):
    """One row as it stands in the file; `line` counts from 1, which is the header."""

    line: int
    headers: list[str]
    texts: list[str]
    problem: str = ""

    @property
    def cells(self):
        """{header: text}"""
        return dict(zip(self.headers, self.texts, strict=True))


class Table:
    """The rows of a file, read from its beginning each time it is walked."""

    def __init__(self, content, encoding="utf-8", delimiter=",", *, sheet=None):
        self.content, self.encoding, self.delimiter, self.sheet = bytes(content), encoding, delimiter, sheet
        if sheet is None:
            check_encoding(self.content, encoding)
        line, cells, problem = next(self._rows(), (1, [], ""))
        if len(cells) > MOST_COLUMNS:
            raise Unreadable(
                _("The first line names more than %(most)d columns: this is no table of records.") % LIMITS
            )
        if problem:
            raise Unreadable(problem)
        self.headers = named([plain(cell) for cell in cells])
        if not any(self.headers):
            raise Unreadable(_("The file is empty, or its first line names no columns."))

    @classmethod
    def of(cls, batch):
        """The table of an uploaded file."""
        is_sheet = batch.format == batch.Format.XLSX
        return cls(batch.content, batch.encoding, batch.delimiter, sheet=batch.sheet if is_sheet else None)

    def __iter__(self):
        """Every row but the header and blank lines, with what is wrong with its shape."""
        rows, count = self._rows(), 0
        next(rows)
        for line, cells, problem in rows:
            texts = cells if problem else plain_cells(cells)
            if problem or any(texts):
                count += 1
                if count > MOST_ROWS:
                    raise Unreadable(_("The file has more than %(rows)d rows. Cut it into parts.") % LIMITS)
                yield self._row(line, texts, problem)

    def first(self, count):
        return list(islice(self, count))

    def count(self):
        return sum(1 for _row in self)

    def survey(self, headers):
        """How many rows there are, and {header: its distinct texts in the order they come}, in one walk."""
        found, rows = [(self.headers.index(header), {}) for header in headers], 0
        for row in self:
            rows += 1
            for place, texts in found:
                if len(texts) < MOST_VALUES_KEPT and (text := row.texts[place]) and not row.problem:
                    texts.setdefault(text)
        return rows, {header: list(texts) for header, (_place, texts) in zip(headers, found, strict=True)}

    def _row(self, line, texts, problem):
        width = len(self.headers)
        if len(texts) != width:
            if not problem and len(texts) > width:
                problem = _("This line has %(cells)d cells, but the first line names only %(columns)d columns.") % {
                    "cells": len(texts),
                    "columns": width,
                }
            texts = [*texts[:width], *[""] * (width - len(texts))]
        return Row(line, self.headers, texts, problem)

    def _rows(self):
        if self.sheet is None:
            return csv_rows(self.content, self.encoding, self.delimiter)
        return xlsx_rows(self.content, self.sheet, MOST_COLUMNS + 1, LONGEST_CELL)


LIMITS = {"most": MOST_COLUMNS, "rows": MOST_ROWS}


def plain_cells(cells):
    """The cells of a row, plain; most rows hold nothing that would have to be looked at cell by cell."""
    whole = "".join(cells)
    if "'" in whole or not whole.isascii() and "\ufeff" in whole:
        return [plain(cell) for cell in cells]
    return [cell.strip() for cell in cells]


def plain(cell):
    """A cell without what spreadsheets put around it: our own guard against formulas, outer spaces, a stray mark."""
    return unguarded(cell.strip().lstrip("\ufeff"))


def named(headers):
    """Column names as they stand, made distinct: “name”, “name (2)”."""
    names, seen = [], {}
    for number, header in enumerate(headers, start=1):
        header = header or _("Column %(number)d") % {"number": number}
        seen[header] = seen.get(header, 0) + 1
        names.append(header if seen[header] == 1 else f"{header} ({seen[header]})")
    return names if any(headers) else []
