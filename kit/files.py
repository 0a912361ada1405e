"""Tables as answers to download, CSV or XLSX."""

from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from kit.sheets import csv_lines, xlsx_file

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def table_answer(name, heads, rows, *, as_xlsx=False):
    """A file named after the day, line by line as CSV or as a workbook."""
    name = f"{name}-{timezone.localdate():%Y-%m-%d}"
    if as_xlsx:
        return FileResponse(xlsx_file(heads, rows), as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)
    answer = StreamingHttpResponse(csv_lines(heads, rows), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=f"{name}.csv")
    return answer
