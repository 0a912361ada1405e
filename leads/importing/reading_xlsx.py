"""XLSX read within bounds: no bomb is unpacked, no sheet of a million empty rows is walked."""

import io
import zipfile
from datetime import date, datetime, time

from django.utils.translation import gettext as _

from leads.importing.encodings import BROKEN
from leads.importing.reading_csv import Unreadable, cut, too_long

MARK = b"PK\x03\x04"
OLD_MARK = b"\xd0\xcf\x11\xe0"
MOST_UNPACKED = 200 * 1024 * 1024
MOST_BESIDE = 60 * 1024 * 1024  # texts and styles are held in memory as a whole, sheets are not
MOST_RATIO, SMALL = 200, 1024 * 1024
MOST_MEMBERS = 200


def is_xlsx(name, content):
    """Whether a file is, or says it is, a workbook; raises Unreadable for a kind we do not read."""
    if content[:4] == OLD_MARK:
        raise Unreadable(_("This is an old or locked Excel file. Open it and save it as .xlsx or CSV."))
    if content[:4] == MARK:
        return True
    if name.lower().endswith((".xlsx", ".xlsm", ".xls", ".ods", ".numbers")):
        raise Unreadable(_("This file is called a workbook but is none. Open it and save it as .xlsx or CSV."))
    return False


def sheets_of(content):
    """The names of the sheets of a workbook, in their order."""
    with workbook(content) as book:
        return [sheet.title for sheet in book.worksheets]


def xlsx_rows(content, sheet, most_columns, longest):
    """(line, cells, problem) of every row of a sheet that is not blank, the header first; raises Unreadable."""
    with workbook(content) as book:
        chosen = next((one for one in book.worksheets if one.title == sheet), book.worksheets[0])
        chosen.reset_dimensions()  # what the file says of its size may be a lie
        rows = chosen.iter_rows(max_col=most_columns, values_only=True)
        try:
            for line, values in enumerate(rows, start=1):
                if values.count(None) == len(values) and line > 1:
                    continue  # a sheet may say it has a million rows, and have two
                cells = [text_of(value) for value in values]
                while cells and not cells[-1]:
                    cells.pop()
                problem = problem_of(cells, longest)
                yield line, cut(cells) if problem else cells, problem
        except Unreadable:
            raise
        except Exception as error:
            raise Unreadable(broken()) from error


class workbook:  # noqa: N801 - used as `with workbook(content)`
    """An opened workbook within bounds; raises Unreadable."""

    def __init__(self, content):
        self.content = bytes(content)

    def __enter__(self):
        from openpyxl import load_workbook

        check_bounds(self.content)
        try:
            self.book = load_workbook(io.BytesIO(self.content), read_only=True, data_only=True, keep_links=False)
        except Exception as error:  # a workbook is many files by many hands: whatever is wrong, it cannot be read
            raise Unreadable(broken()) from error
        if not self.book.worksheets:
            raise Unreadable(_("This workbook has no sheet with cells."))
        return self.book

    def __exit__(self, *_error):
        self.book.close()


def check_bounds(content):
    """Refuse what unpacks to far more than it is, by what its table of contents says."""
    try:
        members = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, OSError, ValueError):
        raise Unreadable(broken()) from None
    unpacked = sum(member.file_size for member in members)
    beside = sum(member.file_size for member in members if "worksheets/" not in member.filename)
    packed = sum(member.compress_size for member in members)
    is_bomb = unpacked > MOST_UNPACKED or (unpacked > SMALL and unpacked > MOST_RATIO * max(packed, 1))
    if is_bomb or beside > MOST_BESIDE or len(members) > MOST_MEMBERS:
        raise Unreadable(_("This workbook unpacks to far more than its size. Save only the sheet you need, as CSV."))


def broken():
    return _("This workbook cannot be read. Open it in a spreadsheet and save it again as .xlsx or CSV.")


def text_of(value):
    """A cell as it would stand in a CSV file: days as 2026-11-19, whole numbers without a point."""
    match value:
        case None:
            return ""
        case str():
            return value.strip()
        case bool():
            return "yes" if value else "no"
        case float():
            return repr(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
        case datetime():
            return value.date().isoformat() if value.time() == time(0) else value.isoformat(" ", "seconds")
        case date():
            return value.isoformat()
        case _:
            return str(value)


def problem_of(cells, longest):
    length = max(map(len, cells), default=0)
    if length > longest:
        return too_long(length)
    if any("\x00" in cell or (not cell.isascii() and BROKEN.search(cell)) for cell in cells):
        return _("Some letters of this line cannot be read.")
    return ""
