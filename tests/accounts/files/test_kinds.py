"""What a file is, by its content: the kinds people share are taken, and nothing that acts."""

import io
import zipfile

import pytest

from accounts.files.kinds import NotTaken, kind_of, name_for


def zipped(**files):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return made.getvalue()


def office(folder, **more):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in ("[Content_Types].xml", f"{folder}/document.xml", *more.values()):
            archive.writestr(name, "x")
    return made.getvalue()


TAKEN = [
    ("plan.pdf", b"%PDF-1.7\n...", "pdf"),
    ("photo.png", b"\x89PNG\r\n\x1a\n....", "png"),
    ("photo.jpeg", b"\xff\xd8\xff\xe0....", "jpg"),
    ("photo.heic", b"\0\0\0\x18ftypheic....", "heic"),
    ("film.mp4", b"\0\0\0\x18ftypisom....", "mp4"),
    ("photo.webp", b"RIFF\x10\0\0\0WEBPVP8 ", "webp"),
    ("depot.dwg", b"AC1032\0\0\0", "dwg"),
    ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "doc"),
    ("notes.txt", "Ålesund, می‌خواهم".encode(), "txt"),
    ("table.csv", b"a;b\n1;2\n", "csv"),
    ("wide.csv", "a;b".encode("utf-16"), "csv"),
    ("letter.rtf", b"{\\rtf1 x}", "rtf"),
    ("data.json", b'{"a": 1}', "json"),
    ("all.zip", zipped(a="x"), "zip"),
    ("text.docx", office("word"), "docx"),
    ("table.xlsx", office("xl"), "xlsx"),
    ("open.odt", zipped(mimetype="application/vnd.oasis.opendocument.text"), "odt"),
]


@pytest.mark.parametrize(("name", "content", "kind"), TAKEN, ids=[name for name, _content, _kind in TAKEN])
def test_the_kinds_people_share_are_taken(name, content, kind):
    assert kind_of(io.BytesIO(content), name) == kind


REFUSED = [
    ("setup.exe", b"MZ\x90\0\x03\0\0\0"),
    ("setup.pdf", b"MZ\x90\0\x03\0\0\0"),
    ("tool", b"\x7fELF\x02\x01\x01\0"),
    ("page.html", b"<!DOCTYPE html><p>x"),
    ("page.txt", b"  <html><script>alert(1)</script>"),
    ("late.txt", b"x" * 5000 + b"<ScRiPt>alert(1)"),
    ("wide.txt", "<script>alert(1)</script>".encode("utf-16")),
    ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
    ("drawing.xml", b"<x:s xmlns:x='http://www.w3.org/2000/svg'/>"),
    ("run.txt", b"#!/bin/sh\nrm -rf /"),
    ("run.bat", b"del *.*"),
    ("run.ps1", b"Get-Process"),
    ("page.hta", b"x"),
    ("installer.msi", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1...."),
    ("tool.jar", zipped(**{"META-INF__MANIFEST_dot_MF": "x"})),
    ("tool.zip", zipped(**{"META-INF__MANIFEST_dot_MF": "x"})),
    ("macros.xlsx", office("xl", macros="xl/vbaProject.bin")),
    ("broken.zip", b"PK\x03\x04broken"),
    ("noise.bin", bytes(range(256))),
    ("blank.txt", b"   "),
]


@pytest.mark.parametrize(("name", "content"), REFUSED, ids=[name for name, _content in REFUSED])
def test_what_acts_or_nobody_knows_is_refused_in_a_sentence(name, content):
    with pytest.raises(NotTaken, match=f"“{name}”"):
        kind_of(io.BytesIO(content), name)


def damaged():
    """A ZIP file whose word of what it is cannot be unpacked."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    content = bytearray(made.getvalue())
    start = content.find(b"mimetype") + len("mimetype")
    content[start : start + 4] = b"\xff" * 4
    return bytes(content)


def test_what_cannot_be_unpacked_is_no_fault_of_ours():
    assert kind_of(io.BytesIO(damaged()), "a.odt") == "zip"


@pytest.mark.parametrize("large", [False, True])
def test_a_list_of_very_many_files_is_not_read(large):
    end = b"PK\x05\x06" + bytes(8) + (0 if large else 3_000_000).to_bytes(4, "little") + b"PK\x05\x06" + bytes(2)
    locator = b"PK\x06\x07" + bytes(16) if large else b""
    with pytest.raises(NotTaken, match="not whole"):
        kind_of(io.BytesIO(b"PK\x03\x04" + bytes(100) + locator + end), "many.zip")


@pytest.mark.parametrize(
    ("name", "kind", "kept"),
    [
        ("Depot plan.PDF", "pdf", "Depot plan.PDF"),
        ("harmless.exe", "pdf", "harmless.exe.pdf"),
        ("photo.jpeg", "jpg", "photo.jpeg"),
        ("../../etc/passwd", "txt", "passwd.txt"),
        ("C:\\plans\\a.csv", "csv", "a.csv"),
        ("\u202efdp.exe", "pdf", "fdp.exe.pdf"),
        ("نقشه.pdf", "pdf", "نقشه.pdf"),
        ("x" * 400 + ".pdf", "pdf", "x" * 146 + ".pdf"),
        ("", "pdf", "file.pdf"),
    ],
)
def test_a_name_ends_in_what_the_file_is(name, kind, kept):
    assert name_for(name, kind) == kept
