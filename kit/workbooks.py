"""Workbooks of several sheets, where a number is a number and says what it counts: money, shares, days."""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from io import BytesIO

from kit.formats import currency_symbol
from kit.sheets import write_cell

LONGEST_NAME = 31
NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\s]+")
RESERVED = {"", "history"}
NARROWEST, WIDEST = 8, 60
FORMATS = {"number": "#,##0.##", "whole": "#,##0", "share": "0.00%", "days": "#,##0.0"}


@dataclass(frozen=True)
class Sheet:
    """One sheet: lines of words, a row of heads, rows of (value, kind) with kind text, number, money, share or days."""

    name: str
    heads: list
    rows: list
    words: list = field(default_factory=list)
    currency: str = ""


def workbook(sheets):
    """The bytes of an XLSX file; texts are texts and never run."""
    from xlsxwriter import Workbook

    file = BytesIO()
    book = Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    formats = Formats(book)
    for name, sheet in zip(names_of(sheets), sheets, strict=True):
        write_sheet(book.add_worksheet(name), sheet, formats)
    book.close()
    return file.getvalue()


def names_of(sheets):
    """Names that spreadsheets take: short, without signs they use themselves, each only once."""
    taken = set(RESERVED)
    return [free_name(sheet.name, taken) for sheet in sheets]


def free_name(words, taken):
    words = NOT_IN_NAMES.sub(" ", words).strip(" '") or "1"
    name, number = words[:LONGEST_NAME].strip(" '"), 1
    while name.casefold() in taken:
        number += 1
        end = f" {number}"
        name = words[: LONGEST_NAME - len(end)] + end
    taken.add(name.casefold())
    return name


def write_sheet(page, sheet, formats):
    for row, words in enumerate(sheet.words):
        page.write_string(row, 0, words, formats.bold if row == 0 else None)
    top = len(sheet.words) + bool(sheet.words)
    for column, head in enumerate(sheet.heads):
        page.write_string(top, column, head, formats.bold)
    for row, cells in enumerate(sheet.rows, start=top + 1):
        for column, (value, kind) in enumerate(cells):
            write_value(page, row, column, value, formats.of(kind, value, sheet.currency))
    page.freeze_panes(top + 1, 1)
    for column, width in enumerate(widths_of(sheet)):
        page.set_column(column, column, width)


def write_value(page, row, column, value, look):
    if isinstance(value, int | float | Decimal):
        page.write_number(row, column, value, look)
    else:
        write_cell(page, row, column, value, look)


def widths_of(sheet):
    lengths = [[len(str(row[column][0])) for row in sheet.rows] for column in range(len(sheet.heads))]
    return [
        min(max([NARROWEST, len(head), *(length if column == 0 else min(length, 16) for length in found)]) + 2, WIDEST)
        for column, (head, found) in enumerate(zip(sheet.heads, lengths, strict=True))
    ]


class Formats:
    """The looks of cells, each made once."""

    def __init__(self, book):
        self.book, self.made = book, {}
        self.bold = book.add_format({"bold": True})

    def of(self, kind, value, currency):
        """The look of a value; None for texts."""
        if kind == "text" or isinstance(value, str) or value is None:
            return None
        pattern = money_pattern(currency) if kind == "money" else FORMATS[whole_or(kind, value)]
        if pattern not in self.made:
            self.made[pattern] = self.book.add_format({"num_format": pattern})
        return self.made[pattern]


def whole_or(kind, value):
    return "whole" if kind == "number" and value == int(value) else kind


def money_pattern(currency):
    symbol = currency_symbol(currency, "en")
    return f"[${symbol}]{' ' if symbol[-1:].isalpha() else ''}#,##0.00"
