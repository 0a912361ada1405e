"""Workbooks open in every spreadsheet: the names of their sheets are such as it takes, their numbers are numbers."""

from decimal import Decimal
from io import BytesIO

from openpyxl import load_workbook

from kit.workbooks import Sheet, names_of, workbook


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
