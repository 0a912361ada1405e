"""A report for spreadsheets: CSV with one table after the other, XLSX with a sheet for each."""

from django.utils.translation import gettext as _

from kit.sheets import csv_tables
from kit.workbooks import Sheet, workbook
from reports.panels import Kind


def as_csv(told):
    """The bytes of a CSV file: numbers plain, shares from 0 to 1."""
    tables = [
        (told.title, [_("Report"), told.title], [["", words] for words in told.around]),
        (_("Figures"), figure_heads(), [plain(row) for row in figure_rows(told)]),
    ]
    tables += [(panel.title, heads_of(panel), [plain(row) for row in rows_of(panel)]) for panel in tables_of(told)]
    return "".join(csv_tables(tables)).encode()


def as_xlsx(told):
    """The bytes of a workbook: the figures first, then a sheet for each table."""
    first = Sheet(_("Figures"), figure_heads(), figure_rows(told), [told.title, *told.around], told.currency)
    panels = [
        Sheet(str(panel.title), heads_of(panel), rows_of(panel), currency=panel.currency or told.currency)
        for panel in tables_of(told)
    ]
    return workbook([first, *panels])


def tables_of(told):
    return [panel for panel in told.report.panels if panel.columns]


def figure_heads():
    return [_("Figure"), _("Value"), _("In the period before"), _("Note")]


def figure_rows(told):
    """The figures at the head as cells of (value, kind)."""
    return [
        [
            (str(figure.name), Kind.TEXT),
            (figure.value, figure.kind),
            (figure.before, figure.kind),
            (" · ".join(str(words) for words in (figure.note, figure.warning) if words), Kind.TEXT),
        ]
        for figure in told.report.figures
    ]


def heads_of(panel):
    return [str(column.name) for column in panel.columns]


def rows_of(panel):
    """The lines of a table and its total as cells of (value, kind)."""
    lines = [*panel.sorted_lines, *([panel.total] if panel.total else [])]
    return [
        [cell(value, column.kind) for column, value in zip(panel.columns, line.values, strict=True)] for line in lines
    ]


def cell(value, kind):
    return (str(value), kind) if kind == Kind.TEXT and value is not None else (value, kind)


def plain(row):
    return [value for value, _kind in row]
