"""The house rules a machine can hold: nothing inline, both directions, colours in one place, all texts ours, short."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ["config", "reports", "forecasting", "followups", "proposals"]
FLOORS += ["pipeline", "leads", "accounts", "timeline", "kit"]
TEMPLATES = sorted(p for p in (ROOT / "templates").rglob("*.*") if p.suffix in {".html", ".svg"})
SHEETS = sorted((ROOT / "static" / "css").glob("*.css"))
MODULES = sorted(p for floor in FLOORS for p in (ROOT / floor).rglob("*.py") if "migrations" not in p.parts)
VIEWS = [p for p in MODULES if p.name == "views.py" or p.parent.name == "views"]
TESTS = sorted((ROOT / "tests").rglob("*.py"))
LONGEST_FILE, LONGEST_TEST, LONGEST_FUNCTION, LONGEST_VIEW = 300, 400, 40, 20


def test_templates_hold_nothing_inline():
    handlers = r"""\son(?:click|change|submit|input|load|error|key\w+|mouse\w+|focus|blur)\s*="""
    scripts = r"<script(?![^>]*\b(?:src=|type=\"application/json\"))"
    assert found_in(TEMPLATES, r"\sstyle\s*=", r"<style", scripts, handlers) == []


def test_htmx_evaluates_nothing():
    assert found_in(TEMPLATES, r"hx-on", r"\bjs:", r"javascript:", r"hx-trigger=\"[^\"]*\[") == []


def test_every_htmx_request_says_where_its_answer_goes():
    requests = re.compile(r"<[^<>]*?\shx-(?:get|post|put|patch|delete)=(?:\{%.*?%\}|[^<>])*?>", re.S)
    silent = [
        (name_of(path), tag)
        for path in TEMPLATES
        for tag in requests.findall(path.read_text())
        if "hx-target" not in tag or "hx-swap" not in tag
    ]
    assert silent == []


def test_texts_go_through_gettext():
    assert [(name_of(path), words) for path in TEMPLATES if (words := bare_words(path.read_text()))] == []


UNSPOKEN = {"BANT", "Kariz", "CSV", "UTC", "PDF", "Esc", "Ctrl", "Enter"}
NOT_SHOWN = [
    r"{%\s*blocktrans.*?endblocktrans\w*\s*%}",
    r"{%\s*block (?:main_class|body_class|styles|scripts)\s*%}.*?{%\s*endblock\s*%}",
    r"{%\s*comment.*?endcomment\s*%}|{#.*?#}|{%.*?%}|{{.*?}}|<!--.*?-->",
    r"<(script|code|kbd)\b.*?</\1>|<span class=\"kbd\">.*?</span>",
]


def bare_words(text):
    """Words a reader would see that no translator would."""
    for pattern in NOT_SHOWN:
        text = re.sub(pattern, " ", text, flags=re.S)
    spoken = re.findall(r"\s(?:aria-label|placeholder|title|alt)=\"([^\"]*)\"", text)
    shown = re.sub(r"<[^>]*>", " ", text, flags=re.S)
    return [word for word in re.findall(r"[A-Za-z]{3,}", " ".join([shown, *spoken])) if word not in UNSPOKEN]


def test_styles_read_in_both_directions():
    sides = r"(?<![-\w])(?:margin-|padding-|border-|inset-)?(?:left|right)\s*:"
    aligned = r"(?:text-align|float|clear)\s*:\s*(?:left|right)\b"
    sheets = [sheet for sheet in SHEETS if sheet.name != "drag.css"]  # a pointer counts its x from the left
    assert found_in(sheets, sides, aligned, r"border-(?:top|bottom)-(?:left|right)-radius") == []


def test_colours_come_from_the_tokens():
    sheets = [sheet for sheet in SHEETS if sheet.name not in {"tokens.css", "icons.css"}]
    colours = r"#(?!000\b)[0-9a-fA-F]{3,8}\b(?=[^{]*[;}])|\b(?:rgb|rgba|hsl|hsla|oklch|oklab|lab|lch)\("
    assert found_in(sheets, colours) == []  # the black of a mask says how much, not which colour


def test_files_are_short():
    assert long_files(MODULES, LONGEST_FILE) == {}
    assert long_files(TESTS, LONGEST_TEST) == {}


def test_functions_are_short_and_views_thin():
    assert long_functions(MODULES, LONGEST_FUNCTION) == {}
    assert long_functions(VIEWS, LONGEST_VIEW) == {}


def test_views_write_nothing_themselves():
    assert found_in(VIEWS, r"\.(?:save|create|bulk_create|update_or_create|get_or_create)\(") == []


def test_nothing_happens_behind_the_back():
    assert found_in(MODULES, r"django\.dispatch", r"\b(?:pre|post)_(?:save|delete)\b", r"def save\(self") == []


def test_nothing_is_left_for_later():
    floors = [path for path in MODULES if "config" not in path.parts]  # the stack speaks on the terminal
    assert found_in(floors, r"#.*\b(?:TODO|FIXME|XXX)\b", r"\bbreakpoint\(", r"^\s*print\(") == []


def found_in(paths, *patterns):
    """[(file:line, what was found)] of the first match of each pattern on each line."""
    return [
        (f"{name_of(path)}:{number}", match[0])
        for path in paths
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        for pattern in patterns
        if (match := re.search(pattern, line))
    ]


def long_files(paths, limit):
    """{file: lines} of the files that are longer than they may be."""
    lengths = {name_of(path): len(path.read_text().splitlines()) for path in paths}
    return {name: length for name, length in lengths.items() if length > limit}


def long_functions(paths, limit):
    """{file:name: lines} of the functions that are longer than they may be."""
    return {
        f"{name_of(path)}:{node.name}": length
        for path in paths
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if (length := node.end_lineno - node.lineno + 1) > limit
    }


def name_of(path):
    return str(path.relative_to(ROOT))
