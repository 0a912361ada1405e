"""Paper in five languages, and texts that would like to fetch, nest or grow."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO

import pytest
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from pypdf import PdfReader

from kit.apart import draw_apart
from proposals.models import Version
from proposals.paper import html_of, pictures_of

pytestmark = pytest.mark.django_db
FIXED = {
    "en": ["Prepared for", "Subtotal", "VAT 25%", "11,282.44"],
    "ms": ["Disediakan untuk", "Subjumlah", "Cukai 25%", "11,282.44"],
    "zh-hans": ["编制人", "小计", "总计", "11,282.44"],
    "zh-hant": ["編製人", "小計", "總計", "11,282.44"],
    "fa": ['dir="rtl"', "تهیه‌شده برای", "جمع کل", "۱۱٬۲۸۲٫۴۴"],
}


@pytest.fixture
def asked():
    """A server on this machine, and what it was asked for."""
    requests = []

    class Asked(BaseHTTPRequestHandler):
        def do_GET(self):
            requests.append(self.path)
            self.send_error(404)

    server = HTTPServer(("127.0.0.1", 0), Asked)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", requests
    server.shutdown()
    thread.join()
    server.server_close()


def say(version, text):
    """The version with this as its first text."""
    version.sections[0]["text"] = text
    version.save()
    return Version.objects.select_related("proposal__deal__company").get(pk=version.pk)


def text_of(content):
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


@pytest.mark.parametrize("language", FIXED)
def test_fixed_words_numbers_and_direction_are_of_the_language(draft, language):
    draft.language = language
    draft.save()
    html = html_of(Version.objects.get(pk=draft.pk))
    assert [words for words in FIXED[language] if words not in html] == []


def test_nothing_is_fetched_for_a_text(draft, asked):
    home, requests = asked
    version = say(
        draft,
        f"Clean ![picture]({home}/a.png) ![](file:///etc/passwd) <img src='{home}/b.png'> "
        f"<link rel=stylesheet href='{home}/c.css'> <iframe src='http://169.254.169.254/'></iframe> [link]({home}/d)",
    )
    content, _pages = draw_apart(html_of(version), pictures_of(version))
    assert requests == []
    assert "root:" not in text_of(content)


def test_boxes_in_boxes_make_clean_paper(draft):
    version = say(draft, "> " * 400 + "in the middle\n\n" + "".join("  " * n + "- deep\n" for n in range(400)))
    content, _pages = draw_apart(html_of(version), pictures_of(version))
    assert content[:5] == b"%PDF-"


@pytest.mark.parametrize("folder", ["ms", "zh_Hans", "zh_Hant", "fa"])
def test_what_is_said_is_compiled(folder):
    place = settings.ROOT / "locale" / folder / "LC_MESSAGES"
    fresh = BytesIO()
    with (place / "django.po").open("rb") as said:
        write_mo(fresh, read_po(said))
    fresh.seek(0)
    with (place / "django.mo").open("rb") as compiled:
        kept = words_in(compiled)
    assert len(kept) > 30
    assert words_in(fresh) == kept


def words_in(compiled):
    return {(str(one.id), one.context): str(one.string) for one in read_mo(compiled) if one.id}
