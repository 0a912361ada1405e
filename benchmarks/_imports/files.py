"""A large file of made-up people of 23 languages with planted dirt, always the same one, and files made to do harm."""

import csv
import io
import random
import zipfile

from benchmarks._duplicates.people import People

HEADERS = ["Id", "Name", "Email", "Phone", "Company", "Industry", "Country", "Source", "Status", "First contact",
           "Job title", "Notes"]  # fmt: skip
COUNTRIES = ["Malaysia", "China", "Iran", "Germany", "Vietnam", "Tanzania", "Norway"]
INDUSTRIES, SOURCES = ["Logistics", "Food", "Retail"], ["Fair", "Web", "Referral"]
STATUSES = ["New", "Contacted", "Qualified"]
DIRT = ("address", "stage", "day", "letters", "nul", "long")


def leads_file(rows, bad):
    """(bytes, {line: kind of dirt}) of a CSV in UTF-8."""
    dice, people = random.Random(13), People(13, rows // 20)
    places = dict(zip(sorted(dice.sample(range(rows), bad)), (DIRT[n % len(DIRT)] for n in range(bad)), strict=True))
    long_ones = {place for place, dirt in places.items() if dirt == "long"}
    kept_long = set(sorted(long_ones)[:3])  # a million letters each: more of them would not fit into 20 MB
    lines = [line_of(HEADERS)]
    for number in range(rows):
        dirt = places.get(number, "")
        length = 1_000_000 if number in kept_long else 10_500
        lines.append(line_of(row_of(number, next(people), dirt, length), dirt))
    return b"".join(lines), {place + 2: dirt for place, dirt in places.items()}


def row_of(number, person, dirt, length):
    return [
        f"L{number}",
        person["name"],
        "nobody at home" if dirt == "address" else f"u{number}@x{number % 999}.example",
        f"+4930{number + 1_000_000}",
        person["company"],
        INDUSTRIES[number % 3],
        COUNTRIES[number % 7],
        SOURCES[number % 3],
        "Asleep" if dirt == "stage" else STATUSES[number % 3],
        "someday" if dirt == "day" else f"2026-{number % 11 + 1:02}-{number % 28 + 1:02}",
        "Head of fleet",
        "x" * length if dirt == "long" else "A\x00B" if dirt == "nul" else "",
    ]


def line_of(cells, dirt=""):
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    line = text.getvalue().encode()
    return line.replace(b"Head", b"H\xffad\xfe") if dirt == "letters" else line


def hostile_files():
    """{what it is: (name, bytes)}"""
    return {
        "zip bomb": ("bomb.xlsx", bomb()),
        "sparse sheet to XFD1048576": ("sparse.xlsx", sparse()),
        "one endless line": ("endless.csv", b"name,email\n" + b"x" * (19 * 1024 * 1024)),
        "an endless header": ("header.csv", b"a," * (9 * 1024 * 1024)),
        "a .xlsx that is none": ("fake.xlsx", b"name,email\nAnn,ann@a.example\n"),
        "a broken .xlsx": ("broken.xlsx", b"PK\x03\x04" + b"\x00" * 1000),
        "a workbook just within the limits, every row wrong": ("heavy.xlsx", heavy()),
        "200 columns, every row wrong": ("wide.csv", wide()),
    }


def heavy():
    """190 MB of sheet that packs to a twentieth, so that nothing but its rows is wrong with it."""
    dice, cell = random.Random(17), '<c t="inlineStr"><is><t>{}</t></is></c>'
    heads = "".join(cell.format(head) for head in ("name", "email", "notes"))
    rows = (
        f"<row>{cell.format('Ann')}{cell.format('nowhere')}{cell.format('x' * 900 + dice.randbytes(16).hex())}</row>"
        for _number in range(180_000)
    )
    return workbook(f"<sheetData><row>{heads}</row>{''.join(rows)}</sheetData>".encode())


def wide():
    heads = ["name", "email", *(f"c{number}" for number in range(198))]
    row = ",".join(["Ann", "nowhere", *["x"] * 198]) + "\n"
    return (",".join(heads) + "\n" + row * (19 * 1024 * 1024 // len(row))).encode()


def bomb():
    """A sheet of half a gigabyte in two megabytes."""
    row = b'<row><c t="inlineStr"><is><t>' + b"x" * 1000 + b"</t></is></c></row>"
    return workbook(b"<sheetData>" + row * 500_000 + b"</sheetData>")


def sparse():
    """Two cells at the far ends of a sheet."""
    cells = (
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c><c r="B1" t="inlineStr"><is><t>email</t></is></c>'
        b'</row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    )
    return workbook(b'<dimension ref="A1:XFD1048576"/><sheetData>' + cells + b"</sheetData>")


def workbook(sheet):
    from xlsxwriter import Workbook

    empty, made = io.BytesIO(), io.BytesIO()
    book = Workbook(empty)
    book.add_worksheet()
    book.close()
    start = b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    with zipfile.ZipFile(empty) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            is_sheet = name == "xl/worksheets/sheet1.xml"
            target.writestr(name, start + sheet + b"</worksheet>" if is_sheet else source.read(name))
    return made.getvalue()
