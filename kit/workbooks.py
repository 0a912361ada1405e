"""Workbooks of several sheets, where a number is a number and says what it counts: money, shares, days."""

import re
from dataclasses import dataclass, field
from io import BytesIO

from kit.formats import currency_symbol
from kit.sheets import Looks, begin_where_reading_begins, write_cell
from kit.widths import Widths

LONGEST_NAME = 31
NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\s]+")
RESERVED = {"", "history"}
PATTERNS = {"number": "#,##0.##", "whole": "#,##0", "share": "0.00%", "days": "#,##0.0", "day": "yyyy-mm-dd"}
SHOWN = {"number": "{:,.2f}".format, "share": "{:.2%}".format, "days": "{:,.1f}".format, "money": "{:,.2f}".format}


@dataclass(frozen=True)
class Sheet:
    """One sheet: lines of words, a row of heads, rows of (value, kind): text, number, money, share, days or day."""

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
    looks = Looks(book)
    for name, sheet in zip(names_of(sheets), sheets, strict=True):
        write_sheet(book.add_worksheet(name), sheet, looks)
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


def write_sheet(page, sheet, looks):
    """Figures end below the end of their heads; printed, a sheet is as wide as the paper."""
    widths, top = Widths(sheet.heads), len(sheet.words) + bool(sheet.words)
    for row, words in enumerate(sheet.words):
        page.write_string(row, 0, words, looks.bold if row == 0 else None)
    for column, head in enumerate(sheet.heads):
        page.write_string(top, column, head, looks.bold_end if is_counted(sheet, column) else looks.bold)
    for row, cells in enumerate(sheet.rows, start=top + 1):
        for column, (value, kind) in enumerate(cells):
            write_cell(page, row, column, value, looks.of(pattern_of(value, kind, sheet.currency)))
            widths.see(column, shown(value, kind, sheet.currency))
    widths.set_on(page)
    page.freeze_panes(top + 1, 1)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    begin_where_reading_begins(page)


def is_counted(sheet, column):
    kinds = {row[column][1] for row in sheet.rows}
    return bool(kinds) and "text" not in kinds


def pattern_of(value, kind, currency):
    """How a spreadsheet shows a value of a kind; None for texts."""
    if kind == "text" or isinstance(value, str) or value is None:
        return None
    return money_pattern(currency) if kind == "money" else PATTERNS[whole_or(kind, value)]


def shown(value, kind, currency):
    """What a spreadsheet then shows of it, at its longest."""
    if isinstance(value, str) or value is None or kind not in SHOWN:
        return str("" if value is None else value)
    return SHOWN[kind](value) + (f"{currency_symbol(currency, 'en')} " if kind == "money" else "")


def whole_or(kind, value):
    return "whole" if kind == "number" and value == int(value) else kind


def money_pattern(currency):
    symbol = currency_symbol(currency, "en")
    return f"[${symbol}]{' ' if symbol[-1:].isalpha() else ''}#,##0.00"
