"""The charts of the dashboards: spells of time, and lines over the months."""

from django.utils.translation import override

from kit.charts import Knot, Span, Spell, Trend, lines, ranges, spells
from tests.kit.test_charts import draw

KNOTS = [Knot(3, "Jan: 3", "/deals/?a=1"), Knot(None), Knot(5)]
YEARS = lines("years", ["Jan", "Feb", "Mar"], [Trend("2026", KNOTS), Trend("2025", [Knot(1)] * 3)], "Two years.", str)
STAGES = spells("stays", [Spell("Demo", 4, 6, 9, 20, 7, "6 d", "n 12", "Demo: 6 d"), Spell("New")], "Two stages.", str)


def test_lines_are_told_apart_by_their_dashes_and_named():
    page = draw(YEARS)
    assert 'class="trend now"' in page
    assert 'stroke-dasharray="7 4"' in page
    assert page.count("2026</text>") == 1
    assert '<a href="/deals/?a=1"><circle class="trend now knot"' in page


def test_a_line_leaves_out_what_is_not_there_yet():
    strongest = [mark for mark in YEARS.marks if mark.tag == "path"][-1]
    assert strongest.place["d"].count("L") == 1
    assert lines("none", ["Jan"], [Trend("2026", [Knot(None)])], "Nothing.", str).marks


def test_a_spell_reaches_from_the_quartile_to_nine_in_ten():
    bar = next(mark for mark in STAGES.marks if mark.tag == "rect")
    whisker = next(mark for mark in STAGES.marks if mark.tag == "line" and mark.css == "rule")
    assert bar.place["x"] == whisker.place["x1"]
    assert float(whisker.place["x2"]) > float(bar.place["x"]) + float(bar.place["width"])
    assert bar.title == "Demo: 6 d"


def test_a_wide_picture_of_ranges_is_scrolled_and_not_made_tiny():
    spans = [Span("Q1", 10, 20, 30, 25)]
    assert "wide" in draw(ranges("past", spans, "One.", str, width=1360))
    assert "wide" not in draw(ranges("past", spans, "One.", str))


def test_both_turn_with_the_direction():
    with override("fa"):
        assert "scale(-1 1)" in draw(YEARS)
        assert draw(STAGES)
