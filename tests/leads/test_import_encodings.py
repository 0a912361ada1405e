"""Files in every encoding and with every delimiter in common use: names come in as they are."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from leads.importing import actions
from leads.importing.reading import Table, Unreadable, find_delimiter, find_encoding, is_xlsx
from leads.models import ImportBatch, Lead
from tests.leads.files import counts, run

LATIN = ["François Lefèvre;Besançon", "Jürgen Groß;Köln", "Zoë Åberg;Malmö", "Ana Ibáñez;A Coruña"]
NORDIC = [
    "Jørgen Sørensen;København",
    "Øystein Bø;Tromsø",
    "Søren Kjær;Næstved",
    "Tõnu Pärn;Käsmu",
    "Åsa Mäkelä;Örebro",
]
IBERIAN = ["José Núñez;Logroño", "João Conceição;São Paulo", "Íñigo Gómez;¿León?", "Niccolò;Forlì", "Inês Côté;Évora"]
POLISH = ["Paweł Wójcik;Łódź", "Małgorzata Kamińska;Gdańsk", "Żaneta Różewicz;Kraków", "Zdzisław Bąk;Częstochowa"]
CZECH = ["Jiří Novák;Plzeň", "Tomáš Dvořák;České Budějovice", "Lucie Růžička;Ústí nad Labem", "Petr Černý;Košice"]
HUNGARIAN = ["Győző Erdős;Győr", "Kovács Sándor;Székesfehérvár", "Szűcs Tünde;Kőbánya", "Nagy Gyöngyi;Pécs"]
BALKAN = ["Ivan Horvatić;Čakovec", "Željko Đurić;Varaždin", "Ştefan Popescu;Bucureşti", "Mihăilă;Braşov"]
MALAY = ["Aina binti Yusof;Kota Bharu", "Muhammad Faiz bin Abdullah;Ipoh"]
PERSIAN = ["سارا محمدى;تهران", "علي رضائي;شركت حمل و نقل", "پريسا گلچين;چابهار", "ژاله كريمي;اصفهان"]
ARABIC = ["محمد أحمد;القاهرة", "فاطمة الزهراء;دبي", "عبد الله بن سعيد;الرياض"]
CHINESE = ["陈晓明;上海物流有限公司", "王小红;广州食品", "李建国;北京运输集团"]
TRADITIONAL = ["陳曉明;台北物流股份有限公司", "王小紅;高雄食品", "李建國;香港運輸集團"]
FILES = [
    *((encoding, LATIN + MALAY + PERSIAN + CHINESE) for encoding in ("utf-8", "utf-8-sig", "utf-16")),
    ("utf-16-le", LATIN + MALAY),
    ("utf-16-be", LATIN + MALAY),
    ("cp1252", LATIN + MALAY),
    *(("cp1252", people) for people in (NORDIC, IBERIAN)),
    *(("cp1250", people) for people in (POLISH, CZECH, HUNGARIAN, BALKAN)),
    ("cp1256", PERSIAN),
    ("cp1256", ARABIC),
    ("gb18030", CHINESE),
    ("big5", TRADITIONAL),
]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize(("encoding", "people"), FILES, ids=[encoding for encoding, _people in FILES])
def test_names_come_in_as_they_are(encoding, people, delimiter):
    rows = ["name;place", *people]
    content = "\r\n".join(row.replace(";", delimiter) for row in rows).encode(encoding)
    found = find_encoding(content)
    table = Table(content, found, find_delimiter(content, found))
    assert (found, table.delimiter) == (encoding, delimiter)
    assert [list(row.cells.values()) for row in table] == [row.split(";") for row in people]


@pytest.mark.django_db
@pytest.mark.parametrize(("encoding", "people"), FILES, ids=[encoding for encoding, _people in FILES])
def test_names_go_out_as_they_came_in(as_user, cast, encoding, people):
    content = "\n".join(["name;company", *people]).encode(encoding)
    batch = actions.receive_file(kind="leads", name="leads.csv", content=content, by=cast.ada)
    actions.queue_import(batch, mapping=batch.mapping, options={}, by=cast.ada)
    run()
    assert [f"{lead.name};{lead.company_name}" for lead in Lead.objects.order_by("pk")] == people
    answer = as_user(cast.ada).post(reverse("leads:export"))
    given = Table(b"".join(answer.streaming_content), "utf-8-sig", ",")
    assert sorted(f"{row.cells['Name']};{row.cells['Company']}" for row in given) == sorted(people)


def sheet(*rows):
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


@pytest.mark.django_db
def test_a_workbook_is_read_like_a_csv(cast):
    people = ["Aina binti Yusof", "陈晓明", "سارا محمدی"]
    rows = [[name, f"n{number}@a.example", 12 if number else None] for number, name in enumerate(people)]
    content = sheet(["Name", "Email", "Employees"], *rows, [None, None, None], ["Bad", "nowhere", None])
    for expected in ((3, 0, 0, 1), (0, 0, 3, 1)):
        batch = actions.receive_file(kind="leads", name="leads.xlsx", content=content, by=cast.ada)
        actions.queue_import(batch, mapping=batch.mapping, options={}, by=cast.ada)
        run()
        batch.refresh_from_db()
        assert (batch.format, counts(batch)) == ("xlsx", expected)
    assert batch.rejected.get().line == 6
    assert list(Lead.objects.order_by("pk").values_list("name", "size")) == list(
        zip(people, ["", "10-49", "10-49"], strict=True)
    )


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("fake.xlsx", b"name,email\n"),
        ("old.xls", b"\xd0\xcf\x11\xe0" + b"x" * 100),
        ("cut.xlsx", b"PK\x03\x04" + b"x" * 100),
    ],
)
def test_what_is_no_workbook_is_said(name, content):
    with pytest.raises(Unreadable, match="save it"):
        is_xlsx(name, content) and Table(content, sheet="")


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [[["name", "email"]], [["name", "email"], *[[None] * 300] * 3, [None] * 299 + [1]]])
def test_a_sheet_with_nothing_below_its_heads_is_said(cast, rows):
    with pytest.raises(Unreadable, match=r"Below its first line \(name, email\) the sheet “Sheet” has no rows"):
        actions.receive_file(kind="leads", name="leads.xlsx", content=sheet(*rows), by=cast.ada)


@pytest.mark.django_db
def test_a_file_with_nothing_below_its_heads_is_said(as_user, cast):
    upload = SimpleUploadedFile("leads.csv", b"name,email\n\n")
    answer = as_user(cast.ada).post(reverse("leads:import-new"), {"kind": "leads", "file": upload})
    assert (answer.status_code, "the file has no rows: there is nothing to import" in answer.text) == (422, True)
    assert not ImportBatch.objects.exists()
