"""Reading a table out of bytes: its encoding and delimiter found, its rows one at a time, each with its line."""

import csv
import io
from dataclasses import dataclass
from itertools import islice

from charset_normalizer import from_bytes
from django.utils.translation import gettext as _

MOST_BYTES = 20 * 1024 * 1024
LONGEST_CELL = 10_000
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp1252", "cp1250", "cp1256", "gb18030", "big5", "shift_jis")
LIKELY = ["cp1252", "cp1256", "gb18030", "big5", "shift_jis"]
MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
SAMPLE = 256 * 1024


class Unreadable(Exception):
    """The file is no table we can read; the message says why."""


@dataclass(frozen=True)
class Row:
    """One row as it stands in the file; `line` counts from 1, which is the header."""

    line: int
    cells: dict[str, str]
    problem: str = ""


def find_encoding(content):
    """The name of the encoding: by its mark, else UTF-8 if it fits, else the likeliest of those in common use."""
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return encoding
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return likeliest(content[:SAMPLE])
    return "utf-8"


def likeliest(sample):
    best = from_bytes(sample, cp_isolation=LIKELY).best()
    return best.encoding if best else "cp1252"


def find_delimiter(content, encoding):
    """The delimiter that cuts the first lines into the most cells, equally many in each."""
    head = content[:SAMPLE].decode(encoding, errors="replace")
    return max(DELIMITERS, key=lambda delimiter: evenness(head, delimiter))


def evenness(text, delimiter):
    """How well a delimiter fits: (lines as wide as the header, cells in the header)."""
    lines = [cells for _line, cells, problem in islice(walk(io.StringIO(text), delimiter), 20) if not problem]
    width = len(lines[0]) if lines else 0
    return (sum(len(cells) == width for cells in lines), width) if width > 1 else (0, 0)


class Table:
    """The rows of a file, read from its beginning each time it is walked."""

    def __init__(self, content, encoding, delimiter):
        self.content, self.encoding, self.delimiter = bytes(content), encoding, delimiter
        self.headers = named(next(self._cells(), (1, [], ""))[1])
        if not any(self.headers):
            raise Unreadable(_("The file is empty, or its first line names no columns."))

    def __iter__(self):
        """Every row but the header and blank lines, with what is wrong with its shape."""
        cells = self._cells()
        next(cells)
        for line, values, problem in cells:
            if any(value.strip() for value in values) or problem:
                yield self._row(line, values, problem)

    def first(self, count):
        return list(islice(self, count))

    def count(self):
        return sum(1 for _row in self)

    def values(self, header):
        """The distinct texts of one column, in the order they come."""
        return list(dict.fromkeys(text for row in self if (text := row.cells.get(header, "").strip())))

    def _row(self, line, values, problem):
        if not problem and len(values) > len(self.headers):
            problem = _("This line has %(cells)d cells, but the first line names only %(columns)d columns.") % {
                "cells": len(values),
                "columns": len(self.headers),
            }
        values = [*values, *[""] * (len(self.headers) - len(values))]
        return Row(line, dict(zip(self.headers, values, strict=False)), problem)

    def _cells(self):
        return walk(self._lines(), self.delimiter)

    def _lines(self):
        try:
            yield from io.TextIOWrapper(io.BytesIO(self.content), encoding=self.encoding, newline="")
        except (UnicodeError, LookupError):
            raise Unreadable(
                _("The file is not written in %(encoding)s. Choose another encoding.") % {"encoding": self.encoding}
            ) from None


def walk(lines, delimiter):
    """(line, cells, problem) of every line of a table, the header first; a bad line does not stop the rest."""
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(lines, delimiter=delimiter)
    while True:
        line = reader.line_num + 1
        try:
            yield line, [plain(cell) for cell in next(reader)], ""
        except StopIteration:
            return
        except csv.Error as error:
            yield line, [], _("This line cannot be read: %(error)s.") % {"error": error}


def plain(cell):
    """A cell without what spreadsheets put around it: our own guard against formulas, odd spaces, NUL."""
    cell = cell.replace("\x00", "").replace("\xa0", " ").strip().lstrip("\ufeff")
    return cell[1:] if len(cell) > 1 and cell[0] == "'" and cell[1] in "=+-@＝＋－＠" else cell


def named(headers):
    """Column names as they stand, made distinct: “name”, “name (2)”."""
    names, seen = [], {}
    for number, header in enumerate(headers, start=1):
        header = header or _("Column %(number)d") % {"number": number}
        seen[header] = seen.get(header, 0) + 1
        names.append(header if seen[header] == 1 else f"{header} ({seen[header]})")
    return names if any(headers) else []
