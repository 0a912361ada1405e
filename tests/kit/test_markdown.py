"""Markdown made safe: what people write looks as they meant it, and nothing of it acts."""

import time

import pytest

from kit.markdown import LONGEST, safe_html

REL = 'rel="nofollow noopener noreferrer"'


def test_words_get_their_form():
    assert safe_html("**Kari** _reads_ `code`") == (
        '<p dir="auto"><strong>Kari</strong> <em>reads</em> <code>code</code></p>\n'
    )
    assert safe_html("- a\n- b") == '<ul>\n<li dir="auto">a</li>\n<li dir="auto">b</li>\n</ul>\n'
    assert safe_html("> said") == '<blockquote dir="auto">\n<p dir="auto">said</p>\n</blockquote>\n'
    assert safe_html("one\ntwo") == '<p dir="auto">one<br>\ntwo</p>\n'


def test_headings_go_below_those_of_the_page():
    assert safe_html("# Terms") == '<h4 dir="auto">Terms</h4>\n'
    assert safe_html("## Terms", headings_from=2) == '<h3 dir="auto">Terms</h3>\n'
    assert safe_html("##### Deep") == '<h6 dir="auto">Deep</h6>\n'


def test_links_lend_nobody_our_name():
    assert safe_html("[plan](https://a.example/?q=1&r=2)") == (
        f'<p dir="auto"><a href="https://a.example/?q=1&amp;r=2" {REL}>plan</a></p>\n'
    )
    assert safe_html("See https://a.example/plan.") == (
        f'<p dir="auto">See <a href="https://a.example/plan" {REL}>https://a.example/plan</a>.</p>\n'
    )


HARMFUL = [
    "[x](javascript:alert(1))",
    "[x](  JaVaScRiPt:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox)",
    "[x](/deals/1/delete/)",
    "[x](//evil.example)",
    "<javascript:alert(1)>",
    "[x]: javascript:alert(1)\n\n[x]",
]


@pytest.mark.parametrize("text", HARMFUL)
def test_addresses_that_act_are_no_links(text):
    assert "<a" not in safe_html(text)


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "<iframe src=https://evil.example></iframe>",
        "```<script>\n<b onclick=x>\n```",
        '[x](https://a.example "\\"><script>")',
        "<a href=https://a.example onclick=x>y</a>",
        "<!-- <b> --><b>",
    ],
)
def test_html_of_the_writer_is_only_words(text):
    html = safe_html(text)
    assert [tag for tag in ("<script", "<img", "<svg", "<iframe", "<b>", "<b ", "<a href=https") if tag in html] == []


def test_no_image_is_fetched_from_anywhere():
    assert "<img" not in safe_html("![p](https://evil.example/x.png)")


def test_nothing_turns_the_words_round():
    assert safe_html("\u202egnp.exe\u202c \u2066x\u2069") == '<p dir="auto">gnp.exe x</p>\n'
    assert safe_html("می\u200cخواهم") == '<p dir="auto">می\u200cخواهم</p>\n'


@pytest.mark.parametrize("part", ["[", "![", "[a](", "*a **a ", "> ", "- ", "`", "<", "~~a ", "\\[", "|a", "[[]]("])
def test_ten_thousand_of_anything_take_no_time(part):
    began = time.process_time()
    safe_html((part * 10_000)[:LONGEST])
    assert time.process_time() - began < 5


def test_too_long_a_text_stays_as_it_was_typed():
    assert safe_html("<b>" + "x" * LONGEST).startswith('<p dir="auto">&lt;b&gt;xxx')


def test_short_lines_of_a_wide_table_do_not_become_a_thousand_cells_each():
    wide = "|a" * 1000 + "\n" + "|-" * 1000 + "\n" + "a\n" * 3000
    assert len(safe_html(wide)) < 3 * len(wide)
    assert "<table" not in safe_html("x |\n" + wide.replace("\n", "\r"))
    assert "<table" in safe_html("|a|b|\n|-|-|\n" + "|1|2|\n" * 100 + "\n" + "word\n" * 2000)
