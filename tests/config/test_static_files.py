"""What pages fetch is small, and says the same as its source."""

import gzip
import json
import re
from collections import Counter
from urllib.parse import unquote

import pytest
from django.contrib.staticfiles import storage
from django.core.management import call_command
from django.urls import reverse

from config.static_files import SmallStaticFilesStorage, small_css

BUDGET = 30_000
FETCHED = re.compile(r'(?:href|src)="/static/([^"]+\.(css|js))"')


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """The folder into which all static files were collected as in production, and the names they got."""
    folder = tmp_path_factory.mktemp("static")
    small = SmallStaticFilesStorage(location=folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(storage, "staticfiles_storage", small)
        patch.setattr("django.contrib.staticfiles.management.commands.collectstatic.staticfiles_storage", small)
        call_command("collectstatic", interactive=False, verbosity=0)
    return folder, json.loads((folder / "staticfiles.json").read_text())["paths"]


@pytest.mark.parametrize("face", ["board", "months"])
def test_scripts_and_styles_of_a_board_are_within_their_budgets(collected, as_user, cast, board, face):
    folder, names = collected
    page = as_user(cast.ada).get(reverse(f"pipeline:{face}"), follow=True).content.decode()
    weights = Counter()
    for name, kind in set(FETCHED.findall(page)):
        weights[kind] += len(gzip.compress((folder / names[unquote(name)]).read_bytes(), 9))
    assert 13_000 < weights["js"] <= BUDGET
    assert 13_000 < weights["css"] <= BUDGET


def test_sources_lie_there_as_they_were_written(collected):
    folder, names = collected
    source, fetched = (folder / "js/drag.js").read_text(), (folder / names["js/drag.js"]).read_text()
    assert "/* ── Pointers ── */" in source
    assert "/*" not in fetched
    assert len(fetched) < len(source)


def test_what_others_publish_stays_as_it_is(collected):
    folder, names = collected
    name = "vendor/htmx.org@4.0.1/htmx.min.js"
    assert (folder / names[name]).read_bytes() == (folder / name).read_bytes()


@pytest.mark.parametrize(
    ("written", "fetched"),
    [
        ("@layer a { .deals :is(td, th) { color: red } }", "@layer a{.deals *:is(td,th){color:red}}"),
        ("@layer a { tr:has(.pick :checked) > :first-child { inset: 0 } }", "tr:has(.pick *:checked)>:first-child{"),
        (
            "@layer a { p { width: calc(1px + 2px) } p:is(.b) ::before { top: 0 } }",
            "calc(1px + 2px)}p:is(.b) *::before{",
        ),
    ],
)
def test_a_style_still_reaches_what_lies_within(written, fetched):
    assert fetched in small_css(written)
