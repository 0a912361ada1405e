"""HTML becomes PDF with our own assets only, in the letters of everybody's name."""

import io
import re
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from django.template import engines
from pypdf import PdfReader

from kit.paper import HOME, PaperMissing, asset_at, drawing_house, pdf_of

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Names</title>
<link rel="stylesheet" href="css/tokens.css"><link rel="stylesheet" href="css/paper.css"></head>
<body>%s</body></html>"""


def text_of(pdf):
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def fonts_of(pdf):
    """The families a PDF carries."""
    fonts = [page["/Resources"].get("/Font", {}) for page in PdfReader(io.BytesIO(pdf)).pages]
    names = {font.get_object()["/BaseFont"] for page in fonts for font in page.values()}
    return {re.sub(r"^/[A-Z]+\+|-(?:Bold|Medium|Semi-Bold)$", "", name) for name in names}


def test_latin_names_are_drawn_with_our_letters():
    pdf = pdf_of(PAGE % "<p>Łukasz Özgür Brontë</p>")
    assert "Łukasz Özgür Brontë" in text_of(pdf)
    assert fonts_of(pdf) == {"Kariz-Sans", "Hanken-Grotesk"}


def test_persian_names_are_drawn_with_our_letters():
    pdf = pdf_of(PAGE % "<p>مریم</p>")
    assert fonts_of(pdf) == {"Vazirmatn"}
    assert set(text_of(pdf)) & set("مریم")


def test_words_in_pictures_are_drawn_as_wholes():
    drawing = '<svg viewBox="0 0 90 20" font-family="Kariz Sans, Vazirmatn"><text x="0" y="9">%s</text></svg>'
    assert text_of(pdf_of(PAGE % (drawing % "Nordkyst"))) == "Nordkyst"
    in_a_picture, in_a_line = text_of(pdf_of(PAGE % (drawing % "مریم"))), text_of(pdf_of(PAGE % "<p>مریم</p>"))
    assert in_a_picture == in_a_line


def test_chinese_names_are_drawn():
    pdf = pdf_of(PAGE % "<p>张伟</p>")
    assert "张伟" in text_of(pdf)


def test_pages_are_numbered_and_heads_of_tables_come_again():
    rows = "".join(f"<tr><th>Row {number}</th><td>{number}</td></tr>" for number in range(90))
    engine = engines["django"].from_string(
        "{% extends 'kit/paper.html' %}{% block content %}<table><thead><tr><th>Deal</th><th>Days</th></tr></thead>"
        f"<tbody>{rows}</tbody></table>{{% endblock %}}"
    )
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf_of(engine.render({})))).pages]
    assert len(pages) > 1
    assert [f"Page {number} of {len(pages)}" in text for number, text in enumerate(pages, 1)] == [True] * len(pages)
    assert all("Deal" in text and "Days" in text for text in pages)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "http://127.0.0.1:8000/",
        "https://example.com/css/paper.css",
        "data:text/css,body{color:red}",
        f"{HOME}css/../../config/settings.py",
        f"{HOME}css/%2e%2e/x.css",
        f"{HOME}js/shell.js",
        f"{HOME}css/none.css",
        f"{HOME}admin/css/base.css",
    ],
)
def test_nothing_but_our_assets_is_read(url):
    with pytest.raises(ValueError, match="Not an asset of ours"):
        asset_at(url)


def test_a_page_calls_no_server():
    called = []

    class Door(BaseHTTPRequestHandler):
        def do_GET(self):
            called.append(self.path)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    thread = Thread(target=server.serve_forever)
    thread.start()
    place = f"http://127.0.0.1:{server.server_port}"
    html = f"""<link rel="stylesheet" href="{place}/a.css"><img alt="a" src="{place}/a.png"><img alt="b" src="file:///etc/passwd">
        <svg viewBox="0 0 9 9"><image href="{place}/b.svg" width="9" height="9"/><use href="{place}/c.svg#d"/></svg>
        <object data="{place}/e.svg"></object><link rel="attachment" href="{place}/f.txt"><p>Drawn</p>"""
    try:
        pdf = pdf_of(PAGE % html)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert called == []
    assert text_of(pdf).split() == ["Drawn", "a", "b"]  # what cannot be read is said in words
    assert b"root:" not in pdf


class NoPango:
    """A machine without Pango: the import of WeasyPrint finds no library."""

    def find_spec(self, name, path=None, target=None):
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")


def test_without_pango_it_says_what_to_do(monkeypatch):
    drawing_house.cache_clear()
    for name in [name for name in sys.modules if name.split(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [NoPango(), *sys.meta_path])
    with pytest.raises(PaperMissing, match="An administrator installs it with “apt install libpango"):
        pdf_of(PAGE % "")
