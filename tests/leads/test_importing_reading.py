"""Files as they come: encodings, delimiters, broken lines, hostile cells."""

from decimal import Decimal

import pytest

from kit.sheets import defused as safe_cell
from leads.importing.reading import Table, Unreadable, find_delimiter, find_encoding
from leads.importing.values import MONTH_FIRST, Refused, likely_days, to_day, to_money

PERSIAN = "نام,ارزش\nکاریز,۱۲\nشرکت حمل و نقل تهران,۱۴\nفروشگاه بزرگ اصفهان,۲۰\n"


def read(content, encoding=None, delimiter=None):
    encoding = encoding or find_encoding(content)
    return Table(content, encoding, delimiter or find_delimiter(content, encoding))


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (b"\xef\xbb\xbfname\nZo\xc3\xab\n", "utf-8-sig"),
        ("name\nZoë\n".encode(), "utf-8"),
        ("name,value\nZoë,1\n".encode("utf-16"), "utf-16"),
        ("name;city\nZoë;Malmö\nJürgen;Köln\nFrançois;Besançon\n".encode("cp1252"), "cp1252"),
    ],
)
def test_encoding_is_found(content, encoding):
    assert find_encoding(content) == encoding


def test_arabic_windows_text_is_read():
    text = (
        PERSIAN.replace("ی", "ي")
        .replace("ک", "ك")
        .replace("۱", "1")
        .replace("۲", "2")
        .replace("۴", "4")
        .replace("۰", "0")
    )
    table = read(text.encode("cp1256"), encoding="cp1256")
    assert [row.cells["نام"] for row in table][:1] == ["كاريز"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiter_is_found(delimiter):
    content = delimiter.join(("name", "value")) + "\n" + delimiter.join(('"Frisch, Söhne; Co"', "1")) + "\n"
    table = read(content.encode())
    assert table.delimiter == delimiter
    assert [row.cells for row in table] == [{"name": "Frisch, Söhne; Co", "value": "1"}]


def test_each_row_knows_its_line_even_after_cells_of_several_lines():
    table = read(b'name,note\nA,"one\ntwo"\n\nB,three\n')
    assert [(row.line, row.cells["name"]) for row in table] == [(2, "A"), (5, "B")]


def test_short_lines_are_filled_and_long_ones_refused():
    short, long = read(b"name,value\nA\nB,1,2\n")
    assert short.cells == {"name": "A", "value": ""}
    assert short.problem == ""
    assert long.problem == "This line has 3 cells, but the first line names only 2 columns."


def test_a_cell_too_long_spoils_its_line_alone():
    rows = list(read(b"name,value\n" + b"x" * 20_000 + b",1\nB,2\n"))
    assert [bool(row.problem) for row in rows] == [True, False]
    assert rows[1].line == 3


def test_hard_spaces_around_a_cell_are_dropped():
    assert [row.cells for row in read("name,value\nAB,\xa01\n".encode())] == [{"name": "AB", "value": "1"}]


def test_a_nul_spoils_its_line_alone():
    rows = list(read(b"name,value\nA\x00B,1\nC,2\n"))
    assert [bool(row.problem) for row in rows] == [True, False]


def test_a_quote_that_never_closes_spoils_its_line_alone():
    rows = list(read(b'name,value\n"A,1\nB,2\nC,3\n'))
    assert [(row.line, row.problem[:7]) for row in rows] == [(2, "A quote"), (3, ""), (4, "")]
    assert rows[2].cells == {"name": "C", "value": "3"}


def test_a_few_broken_letters_spoil_their_lines_alone():
    lines = "".join(f"Zoë {number},1\n" for number in range(40)).encode()
    content = b"name,value\n" + lines + b"Jos\xe9,1\n"
    assert find_encoding(content) == "utf-8"
    assert [row.line for row in read(content) if row.problem] == [42]


def test_an_endless_line_is_refused():
    with pytest.raises(Unreadable, match="never ends"):
        list(read(b"name,value\n" + b"x" * 3_000_000))


def test_an_endless_header_is_refused():
    with pytest.raises(Unreadable, match="200 columns"):
        read(b",".join([b"x"] * 100_000))


def test_headers_are_made_distinct():
    assert read(b"name,name,\n1,2,3\n").headers == ["name", "name (2)", "Column 3"]


@pytest.mark.parametrize("content", [b"", b"\n\n", b",,\n1,2,3\n"])
def test_a_file_without_columns_is_refused(content):
    with pytest.raises(Unreadable, match="names no columns"):
        read(content)


def test_the_wrong_encoding_is_said():
    with pytest.raises(Unreadable, match="not written in utf-8"):
        list(read("name\nZoë\n".encode("cp1252"), encoding="utf-8"))


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-2+3", "@SUM(1)", "＝1"])
def test_formulas_are_guarded_on_the_way_out_and_whole_on_the_way_in(cell):
    assert safe_cell(cell) == f"'{cell}"
    assert [row.cells["name"] for row in read(f"name,value\n{safe_cell(cell)},1\n".encode())] == [cell]


def test_plain_cells_go_out_as_they_are():
    assert safe_cell("O'Neill, 1=1") == "O'Neill, 1=1"


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("1054", "1054.00"),
        ("1,234.50", "1234.50"),
        ("1.234,50", "1234.50"),
        ("1.234.567", "1234567.00"),
        ("€ 1 234", "1234.00"),
        ("NOK 1,240,000", "1240000.00"),
        ("12,5", "12.50"),
        ("12.5 EUR", "12.50"),
        ("$96,000.00", "96000.00"),
        ("۱٬۲۳۴٫۵", "1234.50"),
        ("1'234.50", "1234.50"),
    ],
)
def test_amounts_are_understood(cell, amount):
    assert to_money(cell, {}) == Decimal(amount)


@pytest.mark.parametrize("cell", ["a lot", "-5", "1,2,3", "1e99", "NaN", "12..5", "Infinity"])
def test_what_is_no_amount_is_refused(cell):
    with pytest.raises(Refused, match="not an amount"):
        to_money(cell, {})


def test_an_empty_amount_is_unknown():
    assert to_money("", {}) is None


@pytest.mark.parametrize(
    ("cell", "hints", "day"),
    [
        ("2016-10-20", {}, "2016-10-20"),
        ("2016-10-20 14:00:00", {}, "2016-10-20"),
        ("2016-10-20T14:00:00Z", {}, "2016-10-20"),
        ("20.10.2016", {}, "2016-10-20"),
        ("03/04/2026", {}, "2026-04-03"),
        ("03/04/2026", {"days": MONTH_FIRST}, "2026-03-04"),
        ("3/4/26", {"days": MONTH_FIRST}, "2026-03-04"),
    ],
)
def test_days_are_understood(cell, hints, day):
    assert to_day(cell, hints).isoformat() == day


@pytest.mark.parametrize("cell", ["soon", "2016-13-01", "31.02.2020", "20161020"])
def test_what_is_no_day_is_refused(cell):
    with pytest.raises(Refused, match="not a day we can read"):
        to_day(cell, {})


def test_one_unmistakable_day_tells_the_order():
    assert likely_days(["03/04/2026", "11/19/2026"]) == MONTH_FIRST
    assert likely_days(["03/04/2026", "19/11/2026"]) == "dmy"
    assert likely_days(["2026-04-03", ""]) == ""
