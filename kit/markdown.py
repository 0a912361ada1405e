"""Words with a little form, as people write them into notes, comments and proposals, made safe to show."""

import re
from functools import lru_cache
from html import escape
from itertools import groupby

import nh3
from django.utils.safestring import mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

LONGEST = 50_000
DEEPEST = 20
MOST_CELLS = 5_000
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
BLOCKS = {"p", "li", "blockquote", "td", "th", *HEADINGS}
TAGS = {"a", "b", "br", "code", "em", "hr", "ol", "pre", "s", "strong", "table", "tbody", "thead", "tr", "ul"} | BLOCKS
SCHEMES = {"http", "https", "mailto", "tel"}
NAMED_SCHEME = re.compile(rf"(?:{'|'.join(sorted(SCHEMES))}):", re.I)
# What turns the words behind it round, beyond its own paragraph in some programs; marks and joiners stay.
OVERRIDES = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
ADDRESS = re.compile(r"\bhttps?://[^\s<>\"“”«»]+[^\s<>\"“”«».,;:!?'’)\]}*_~]")


def safe_html(text, *, headings_from=4):
    """Markdown as HTML: bold, lists, links, code, quotes, tables; no HTML of the writer, no images, no scripts.

    A heading of the first rank becomes `<h4>`, or the one `headings_from` says. Too long a text stays as it was typed.
    """
    text = str(text or "").translate(OVERRIDES)
    if len(text) > LONGEST:
        return mark_safe(f'<p dir="auto">{escape(text)}</p>')  # noqa: S308 (escaped)
    written = writer(headings_from, has_tables=cells_in(text) <= MOST_CELLS).render(text)
    return mark_safe(cleaned(written))  # noqa: S308 (cleaned)


def cells_in(text):
    """How many cells the tables of a text can have at most: a short line is filled up to the width of its table."""
    lines = [line.strip(" \t") for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    blocks = [list(block) for is_block, block in groupby(lines, bool) if is_block]
    return sum(len(block) * max(line.count("|") for line in block) for block in blocks)


def cleaned(html):
    return nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes=SCHEMES,
        link_rel="nofollow noopener noreferrer",
        set_tag_attribute_values={tag: {"dir": "auto"} for tag in BLOCKS},
    )


@lru_cache
def writer(headings_from, *, has_tables):
    reader = MarkdownIt("commonmark", {"html": False, "breaks": True, "maxNesting": DEEPEST})
    reader.enable(["strikethrough", *["table"] * has_tables])
    reader.disable(["image", "html_block", "html_inline", "reference"])
    reader.validateLink = lambda url: bool(NAMED_SCHEME.match(url.strip()))
    reader.core.ruler.push("bare_addresses", link_bare_addresses)
    reader.core.ruler.push("headings", lambda state: lower_headings(state.tokens, headings_from))
    return reader


def lower_headings(tokens, first):
    """Headings go below those of the page they stand on."""
    for token in tokens:
        if token.tag in HEADINGS:
            token.tag = HEADINGS[min(HEADINGS.index(token.tag) + first, len(HEADINGS)) - 1]


def link_bare_addresses(state):
    """An address that stands in the text by itself is a link, too."""
    for block in state.tokens:
        if block.type == "inline" and block.children:
            block.children = list(with_links(block.children))


def with_links(tokens):
    depth = 0
    for token in tokens:
        depth += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        if token.type == "text" and not depth and "://" in token.content:
            yield from parted_by_links(token.content)
        else:
            yield token


def parted_by_links(text):
    done = 0
    for found in ADDRESS.finditer(text):
        yield words(text[done : found.start()])
        yield Token("link_open", "a", 1, attrs={"href": found[0]})
        yield words(found[0])
        yield Token("link_close", "a", -1)
        done = found.end()
    yield words(text[done:])


def words(text):
    return Token("text", "", 0, content=text)
