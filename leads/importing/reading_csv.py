"""CSV as it comes: its lines one at a time, whatever is broken in one of them spoils that line alone."""

import csv
import io
from collections import deque
from itertools import islice

from django.utils.translation import gettext as _

from leads.importing.encodings import BROKEN, MOSTLY, SAMPLE, broken_share

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
LONGEST_CELL = 10_000
LONGEST_LINE = 2_000_000
MOST_OPEN_QUOTES = 1000


class Unreadable(Exception):
    """The file is no table we can read; the message says why."""


def find_delimiter(content, encoding):
    """The delimiter that cuts the first lines into the most cells, equally many in each."""
    head = bytes(content[:SAMPLE]).decode(encoding, errors="replace")
    return max(DELIMITERS, key=lambda delimiter: evenness(head, delimiter))


def evenness(text, delimiter):
    """How well a delimiter fits: (lines as wide as the header, cells in the header)."""
    lines = [cells for _line, cells, problem in islice(walk(io.StringIO(text), delimiter), 20) if not problem]
    width = len(lines[0]) if lines else 0
    return (sum(len(cells) == width for cells in lines), width) if width > 1 else (0, 0)


def check_encoding(content, encoding):
    """Refuse an encoding that does not fit the beginning of the file; single broken lines are no reason."""
    head = content[:SAMPLE]
    if encoding.startswith("utf-16"):
        return  # decoded strictly, line by line
    if (share := broken_share(head, encoding)) > 1 - MOSTLY or (share and len(content) < 200):
        raise Unreadable(not_in(encoding))


def not_in(encoding):
    return _("The file is not written in %(encoding)s. Choose another encoding.") % {"encoding": encoding}


def csv_rows(content, encoding, delimiter):
    """(line, cells, problem) of every line, the header first; raises Unreadable."""
    strict = encoding.startswith("utf-16")
    try:
        with io.TextIOWrapper(
            io.BytesIO(content), encoding=encoding, newline="", errors="strict" if strict else "surrogateescape"
        ) as text:
            yield from walk(lines_of(text), delimiter)
    except (UnicodeError, LookupError):
        raise Unreadable(not_in(encoding)) from None


def lines_of(text):
    """The lines of a file, none of them endless."""
    number = 0
    while line := text.readline(LONGEST_LINE):
        number += 1
        if len(line) >= LONGEST_LINE and line[-1] not in "\r\n":
            raise Unreadable(
                _("Line %(line)d never ends: this is no table. Save it again as CSV or XLSX.") % {"line": number}
            )
        yield line


class Feed:
    """Lines for csv, which can be given back when a quote that never closes has swallowed them."""

    def __init__(self, lines):
        self.lines, self.waiting, self.taken = iter(lines), deque(), []
        self.passed, self.is_over = 0, False

    def __iter__(self):
        return self

    def __next__(self):
        line = self.waiting.popleft() if self.waiting else next(self.lines, None)
        if line is None:
            self.is_over = True
            raise StopIteration
        self.taken.append(line)
        return line

    def pass_on(self):
        """Stand behind the lines of a whole row."""
        self.passed += len(self.taken)
        self.taken.clear()

    def give_back(self):
        """Stand behind the first line alone; returns it."""
        first, *rest = self.taken
        self.waiting.extendleft(reversed(rest))
        self.taken.clear()
        self.passed, self.is_over = self.passed + 1, False
        return first


def walk(lines, delimiter):
    """(line, cells, problem) of every row of a table, the header first; a bad line does not stop the rest."""
    csv.field_size_limit(LONGEST_CELL)
    feed, left_open = Feed(lines), 0
    reader = csv.reader(feed, delimiter=delimiter)
    while True:
        line = feed.passed + 1
        try:
            cells = next(reader)
            torn = feed.is_over and feed.taken
        except StopIteration:
            return
        except csv.Error:
            torn = True
        if not torn:
            feed.pass_on()
            yield line, cells, problem_of(cells)
            continue
        left_open += 1
        if left_open > MOST_OPEN_QUOTES:
            raise Unreadable(_("Too many quotes in this file are never closed. Save it again as CSV or XLSX."))
        yield line, *torn_row(feed, delimiter)


def torn_row(feed, delimiter):
    """(cells, problem) of a line that csv could not take: a quote stays open, or a cell is far too long."""
    is_open = len(feed.taken) > 1 or feed.is_over
    first = feed.give_back()
    cells = first.replace('"', "").split(delimiter)[:200]
    if is_open:
        return cells, _('A quote (") is opened in this line and never closed.')
    longest = max(map(len, cells))
    return cut(cells), too_long(longest)


def cut(cells):
    return [cell if len(cell) <= LONGEST_CELL else f"{cell[:200]}…" for cell in cells]


def too_long(length):
    return _("A cell of this line holds %(length)d letters; at most %(most)d can be taken.") % {
        "length": length,
        "most": LONGEST_CELL,
    }


def problem_of(cells):
    """What is wrong with the letters of a row, or “”."""
    text = "".join(cells)
    if "\x00" in text:
        return _("This line holds a sign (NUL) that no text has. Take it out.")
    if not text.isascii() and BROKEN.search(text):
        return _("Some letters of this line are not written in the encoding of the file.")
    return ""
