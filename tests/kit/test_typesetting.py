"""Words that are shaped and laid out once stand where WeasyPrint by itself would put them."""

import base64
import subprocess
import sys
from io import BytesIO

import pytest
from django.conf import settings
from pypdf import PdfReader

from kit.paper import Desk, drawn

AS_IT_COMES = """
import base64, sys
from django.conf import settings
finder = "django.contrib.staticfiles.finders.FileSystemFinder"
settings.configure(STATICFILES_DIRS=["static"], STATICFILES_FINDERS=[finder])
from kit import paper
paper.set_type_our_way = lambda: None
print(base64.b64encode(paper.drawn(sys.stdin.read())[0]).decode())
"""
LONG = {
    "en": "Half of the trucks stay on the road while the others are fitted; <b>nobody waits</b> for a probe. " * 9,
    "ms": "Separuh daripada trak kekal di jalan raya sementara yang lain <b>dipasang</b>. " * 9,
    "zh-hans": "一半的卡车继续上路，其余的<b>安装</b>传感器，不必等待。" * 20,
    "zh-hant": "一半的卡車繼續上路，其餘的<b>安裝</b>感測器，不必等待。" * 20,
    "fa": "نیمی از کامیون‌ها در جاده می‌مانند و بقیه <b>مجهز</b> می‌شوند؛ Telemetry از ۲۰۲۶ آماده است. " * 9,
}
PAGE = """<!doctype html><html lang="{language}" dir="{direction}"><head><title>Words</title>
<link rel="stylesheet" href="css/tokens.css"><link rel="stylesheet" href="css/paper.css"></head>
<body><div class="foot"><span>Foot</span><span>Page <i class="page-number"></i></span></div><h1>{text:.40}</h1>
<p>{text}</p><p style="text-align: justify">{text}</p><p>One<br>two<br><bdi>۱۲ three</bdi></p><pre>A
B
C</pre><ol><li>{text}</li></ol>
<table><thead><tr><th>A</th><th class="r">B</th></tr></thead>{rows}</table></body></html>"""


def page_in(language):
    text = LONG[language]
    rows = "".join(f"<tr><td>{text[: 30 + n]}</td><td class='r num'>{n * 1234.5:,}</td></tr>" for n in range(60))
    direction = "rtl" if language == "fa" else "ltr"
    return PAGE.format(language=language, direction=direction, text=text, rows=rows)


def marks_on(content):
    """What is painted on each page, to the last stroke."""
    return [page.get_contents().get_data() for page in PdfReader(BytesIO(content)).pages]


def drawn_as_it_comes(html):
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", AS_IT_COMES], input=html, capture_output=True, text=True, cwd=settings.ROOT, check=True
    )
    return base64.b64decode(done.stdout)


@pytest.mark.parametrize("language", LONG)
def test_every_mark_stands_where_it_stood(language):
    html = page_in(language)
    assert marks_on(drawn(html)[0]) == marks_on(drawn_as_it_comes(html))


def test_a_desk_that_was_used_draws_as_a_fresh_one():
    desk = Desk()
    for language in LONG:
        desk.draw(page_in(language))
    assert marks_on(desk.draw(page_in("fa"))[0]) == marks_on(drawn(page_in("fa"))[0])
