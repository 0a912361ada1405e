"""The refused rows as a file to mend and import again: the line and the reason first, then the cells as they were."""

import csv

FORMULA_STARTS = tuple("=+-@\t\r\n\x00＝＋－＠")


class Echo:
    """A file that hands each line back instead of keeping it."""

    def write(self, line):
        return line


def rejects_file(batch, headers):
    """Lines of CSV with the byte-order mark spreadsheets need, one at a time."""
    writer = csv.writer(Echo(), quoting=csv.QUOTE_ALL)  # or a “;” in a cell begins another one, and a formula
    yield "\ufeff" + writer.writerow(["line", "reason", *map(safe_cell, headers)])
    for row in batch.rejected.order_by("line").iterator(chunk_size=1000):
        cells = (safe_cell(row.cells.get(header, "")) for header in headers)
        yield writer.writerow([row.line, safe_cell(row.reason), *cells])


def safe_cell(text):
    """A text no spreadsheet takes for a formula; our own reader takes exactly this guard off again."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
