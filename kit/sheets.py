"""Tables for spreadsheets, CSV and XLSX: no text in them is run as a formula, and our importer takes the guard off."""

import csv
import re
import tempfile
from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import get_language_bidi

from kit.widths import Widths, plain_pattern, plainly_shown

BOM = "\ufeff"
SPACES = r"'\s\u00a0\ufeff\u200e\u200f"
STARTS_FORMULA = re.compile(rf"[{SPACES}]*[=+\-@＝＋－＠]|'*[\t\r\n\x00]")

# Where lines are parted at semicolons or tabs, as in half of Europe, a cell can begin in the middle of a text.
INSIDE = r"""((?:[;|]|(?<=.)[\t\r\n])[\s"']*)"""
BEGINS_INSIDE = re.compile(INSIDE + r"(?=[=+\-@＝＋－＠])", re.DOTALL)
GUARDED_INSIDE = re.compile(INSIDE + r"'(?=[=+\-@＝＋－＠])", re.DOTALL)
MAYBE_INSIDE = re.compile(r"[;|\t\r\n].*'", re.DOTALL)


def defused(text):
    """A text no spreadsheet takes for a formula."""
    text = BEGINS_INSIDE.sub(r"\1'", text)
    return f"'{text}" if STARTS_FORMULA.match(text) else text


def unguarded(text):
    """A cell as it was before `defused`."""
    if text[:1] == "'" and STARTS_FORMULA.match(text, 1):
        text = text[1:]
    return GUARDED_INSIDE.sub(r"\1", text) if "'" in text and MAYBE_INSIDE.search(text) else text


class Line:
    """What csv writes to: hands each line straight back."""

    def write(self, line):
        return line


def csv_lines(heads, rows):
    """The file line by line, with the mark spreadsheets need; every text is quoted, so that none begins a new cell."""
    writer = csv.writer(Line(), quoting=csv.QUOTE_ALL)
    yield BOM + writer.writerow([defused(str(head)) for head in heads])
    for row in rows:
        yield writer.writerow([csv_cell(value) for value in row])


def csv_tables(tables):
    """Several tables (title, heads, rows) as lines of one file, each under its title, an empty line between them."""
    writer = csv.writer(Line(), quoting=csv.QUOTE_ALL)
    for number, (title, heads, rows) in enumerate(tables):
        yield "\r\n" if number else BOM
        yield writer.writerow([csv_cell(str(title))])
        for row in [heads, *rows]:
            yield writer.writerow([csv_cell(value) for value in row])


def csv_cell(value):
    """Numbers stay plain, moments are local, nothing is empty."""
    match value:
        case None:
            return ""
        case str():
            return defused(value)
        case datetime():
            return localtime(value).strftime("%Y-%m-%d %H:%M")
        case _:
            return value


def xlsx_file(heads, rows):
    """A workbook in a temporary file, however many rows there are; texts are texts and never run."""
    from xlsxwriter import Workbook

    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by the answer that sends it
    book = Workbook(file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet, looks, widths = book.add_worksheet(), Looks(book), Widths(heads)
    for column, head in enumerate(heads):
        sheet.write_string(0, column, str(head), looks.bold)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            write_cell(sheet, number, column, value, looks.of(plain_pattern(value)))
            widths.see(column, plainly_shown(value))
    widths.set_on(sheet)
    sheet.freeze_panes(1, 1)
    begin_where_reading_begins(sheet)
    book.close()
    file.seek(0)
    return file


class Looks:
    """The looks of cells by the pattern of their numbers, each made once."""

    def __init__(self, book):
        self.book, self.made = book, {None: None}
        self.bold = book.add_format({"bold": True})
        self.bold_end = book.add_format({"bold": True, "align": "right"})

    def of(self, pattern):
        if pattern not in self.made:
            self.made[pattern] = self.book.add_format({"num_format": pattern})
        return self.made[pattern]


def begin_where_reading_begins(sheet):
    """Columns run from the right for who reads from there."""
    if get_language_bidi():
        sheet.right_to_left()


def write_cell(sheet, row, column, value, look):
    match value:
        case None | "":
            return
        case str():
            is_guarded = value[:1] == "'" and STARTS_FORMULA.match(value, 1)
            sheet.write_string(row, column, f"'{value}" if is_guarded else value)
        case bool():
            sheet.write_boolean(row, column, value)
        case datetime():
            sheet.write_datetime(row, column, localtime(value).replace(tzinfo=None), look)
        case _ if hasattr(value, "isoformat"):
            sheet.write_datetime(row, column, value, look)
        case _:
            sheet.write_number(row, column, value, look)
