"""Workbooks open in every spreadsheet: the names of their sheets are such as it takes, their numbers are numbers."""

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

from django.utils.translation import override
from openpyxl import load_workbook

from kit.sheets import xlsx_file
from kit.workbooks import Sheet, names_of, workbook


def page_of_list(heads, rows):
    with xlsx_file(heads, rows) as file:
        return load_workbook(file).active


def test_sheets_get_names_that_spreadsheets_take():
    long = "From first contact to won: New business"
    wanted = [long, long, "History", "'a'/b", "By rep", "by REP"]
    names = names_of([Sheet(name, [], []) for name in wanted])
    assert names == [
        "From first contact to won New b",
        "From first contact to won New 2",
        "History 2",
        "a' b",
        "By rep",
        "by REP 2",
    ]
    assert max(map(len, names)) == 31


def test_numbers_say_what_they_count_and_texts_never_run():
    rows = [
        [("=1+1", "text"), (Decimal("12.50"), "money"), (0.5, "share"), (7, "number"), (1.5, "days"), (None, "money")]
    ]
    sheet = Sheet("A", ["Name", "Sum", "Share", "Count", "Days", "None"], rows, ["Title", "Words"], "NOK")
    page = load_workbook(BytesIO(workbook([sheet]))).active
    assert [page["A1"].value, page["A2"].value, page["A4"].value] == ["Title", "Words", "Name"]
    assert [cell.value for cell in page[5]] == ["=1+1", 12.5, 0.5, 7, 1.5, None]
    assert page["A5"].data_type == "s"
    looks = [cell.number_format for cell in page[5]]
    assert looks == ["General", "[$NOK] #,##0.00", "0.00%", "#,##0", "#,##0.0", "General"]


def test_columns_are_as_wide_as_what_they_show():
    rows = [[("Ljubljanske mlekarne Sever", "text"), (Decimal("440000000"), "money"), ("北京冷链运输有限公司", "text")]]
    page = load_workbook(BytesIO(workbook([Sheet("A", ["Name", "Sum", "Company"], rows, currency="IDR")]))).active
    widths = [page.column_dimensions[letter].width for letter in "ABC"]
    shown = [len("Ljubljanske mlekarne Sever"), len("IDR 440,000,000.00"), 20]
    assert [width > least for width, least in zip(widths, shown, strict=True)] == [True] * 3


def test_heads_stand_above_the_ends_of_their_figures_and_days_are_dates():
    rows = [[("North", "text"), (Decimal(5), "money"), (date(2026, 6, 26), "day")]]
    page = load_workbook(BytesIO(workbook([Sheet("A", ["Team", "Sum", "Lost on"], rows)]))).active
    assert [cell.alignment.horizontal for cell in page[1]] == [None, "right", "right"]
    assert (page["C2"].value.date(), page["C2"].number_format) == (date(2026, 6, 26), "yyyy-mm-dd")


def test_a_long_list_shows_its_dates_and_sums_whole():
    moment = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)
    row = ["Reefer fleet telemetry, 220 trucks", Decimal("440000000.00"), date(2026, 12, 1), moment, 7, Decimal("35")]
    page = page_of_list(["Deal", "Value", "Close date", "Next step", "Days", "Odds"], [row])
    looks = [cell.number_format for cell in page[2]]
    assert looks == ["General", "#,##0.00", "yyyy-mm-dd", "yyyy-mm-dd hh:mm", "General", "#,##0"]
    widths = [page.column_dimensions[letter].width for letter in "ABCD"]
    assert [width > least for width, least in zip(widths, [34, 14, 10, 16], strict=True)] == [True] * 4


def test_sheets_of_who_reads_from_the_right_begin_there():
    with override("fa"):
        assert load_workbook(BytesIO(workbook([Sheet("A", ["نام"], [])]))).active.sheet_view.rightToLeft
        assert page_of_list(["نام"], []).sheet_view.rightToLeft
