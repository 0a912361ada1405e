"""The refused rows as a file to mend and import again: the line and the reason first, then the cells as they were."""

from kit.sheets import csv_lines

LINE, REASON = "line", "reason"


def rejects_file(batch, headers):
    """Lines of CSV with the byte-order mark spreadsheets need, one at a time."""
    rows = batch.rejected.order_by("line").iterator(chunk_size=1000)
    cells = ([row.line, row.reason, *(row.cells.get(header, "") for header in headers)] for row in rows)
    return csv_lines([LINE, REASON, *headers], cells)
