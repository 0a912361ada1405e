"""HTML on paper: PDF drawn with WeasyPrint, which reads our own stylesheets, fonts and pictures and nothing else."""

import logging
import re
from functools import cache
from io import BytesIO
from pathlib import Path
from urllib.request import OpenerDirector

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from kit.typesetting import set_type_our_way

HOME = "https://assets.invalid/"  # what addresses on paper are read from; no such house exists
OURS = re.compile(r"(?:css|fonts|icons|images)/\w[\w.-]*\.(css|woff2|svg)")
LINKED = re.compile(r'<link rel="stylesheet" href="(css/\w[\w.-]*\.css)">')
KINDS = {"css": "text/css", "woff2": "font/ttf", "svg": "image/svg+xml"}
SCREEN_FONTS = re.compile(rb"@font-face\s*{[^}]*}")
CHATTER = {"weasyprint": logging.CRITICAL, "weasyprint.progress": logging.CRITICAL, "fontTools": logging.ERROR}


class PaperMissing(Exception):
    """No PDF can be drawn on this machine; says in words what to do about it."""

    def __init__(self):
        super().__init__(
            _(
                "PDF files need Pango, which is not on this server. An administrator installs it with "
                "“apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0” and starts Kariz anew."
            )
        )


def paper_of(template, context):
    """The PDF of a template that builds on kit/paper.html, in the active language."""
    return pdf_of(render_to_string(template, context))


def pdf_of(html):
    """A whole page of HTML as the bytes of a PDF; raises PaperMissing where none can be drawn."""
    return drawn(html)[0]


def drawn(html, pictures=None):
    """A whole page of HTML as (the bytes of a PDF, how many pages it has).

    `pictures` are given along as {name: (content type, bytes)}; the HTML finds each at “given/<name>”.
    """
    return Desk().draw(html, pictures)


class Desk:
    """Where papers are drawn one after the other, by one thread: fonts and stylesheets lie on it, read once."""

    def __init__(self):
        drawing_house()
        from weasyprint.text.fonts import FontConfiguration

        self.fonts, self.sheets = FontConfiguration(), {}

    def draw(self, html, pictures=None):
        """The bytes of a PDF, and how many pages it has."""
        sheets = [self.sheet(name) for name in LINKED.findall(html)]
        ours = only_ours()(pictures or {})
        page = drawing_house().HTML(string=LINKED.sub("", html), base_url=HOME, url_fetcher=ours)
        document = page.render(font_config=self.fonts, stylesheets=sheets, pdf_tags=True)
        return document.write_pdf(pdf_tags=True), len(document.pages)

    def sheet(self, name):
        """One of our stylesheets, read anew where its file changed."""
        path, _kind = asset_at(HOME + name)
        key = name, Path(path).stat().st_mtime_ns
        if key not in self.sheets:
            css = drawing_house().CSS(url=HOME + name, url_fetcher=only_ours()({}), font_config=self.fonts)
            self.sheets[key] = css
        return self.sheets[key]


@cache
def drawing_house():
    """WeasyPrint, which takes a while to come and needs Pango; it keeps to itself what of our CSS it does not know."""
    try:
        import weasyprint
    except OSError as error:
        raise PaperMissing from error
    for name, level in CHATTER.items():
        logging.getLogger(name).setLevel(level)
    set_type_our_way()
    return weasyprint


@cache
def only_ours():
    """A fetcher that gives out our own assets by their name; to any other address it says no."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Ours(URLFetcher):
        _fail_on_errors = False  # WeasyPrint asks for it: what is not ours is left out of the paper

        def __init__(self, pictures):
            OpenerDirector.__init__(self)  # one that knows no way to open anything
            self.pictures = {f"{HOME}given/{name}": picture for name, picture in pictures.items()}

        def fetch(self, url, headers=None):
            if url in self.pictures:
                content_type, content = self.pictures[url]
                return URLFetcherResponse(url, content, {"Content-Type": content_type})
            path, kind = asset_at(url)
            return URLFetcherResponse(url, contents_of(path, kind), {"Content-Type": KINDS[kind]})

    return Ours


def asset_at(url):
    """Where one of our assets lies, and its kind."""
    name = url.removeprefix(HOME)
    ours = OURS.fullmatch(name) if url.startswith(HOME) else None
    path = finders.find(name) if ours else None
    if not path:
        raise ValueError(f"Not an asset of ours: {url[:80]}")
    return path, ours[1]


def contents_of(path, kind):
    """An asset as the drawing house wants it: paper.css names the fonts, for on paper each is a family of its own."""
    if kind == "woff2":
        return unpacked(path)
    contents = Path(path).read_bytes()
    return SCREEN_FONTS.sub(b"", contents) if path.endswith("tokens.css") else contents


@cache
def unpacked(path):
    from fontTools.ttLib import woff2

    font = BytesIO()
    woff2.decompress(path, font)
    return font.getvalue()
