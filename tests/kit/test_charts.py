import re
from decimal import Decimal

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from kit.charts import Bin, Column, Dot, Part, Row, Shaft, Spot, columns, dots, histogram, meter, ribbon, rows, ruler
from kit.charts.marks import cut
from kit.charts.ruler import clear_place
from kit.charts.scales import Band, Linear, nice_ticks


def draw(chart):
    return render_to_string("kit/charts/figure.html", {"chart": chart})


PARTS = [Part(500, "solid", "Closed", "/deals/?a=1&b=2"), Part(200, "hatched"), Part(100, "pale")]
CHARTS = {
    "columns": columns(
        "months", [Column("Oct", PARTS, "800", "Q4")], "One month.", str, head=["m", "v"], table=[["Oct", 800]]
    ),
    "empty columns": columns("none", [Column("Oct", [])], "Nothing.", str),
    "ruler": ruler(
        "sum", [(part, "Closed €500") for part in PARTS], Spot(700, 600, 790, "mid", "lo", "hi"), "A sum.", str
    ),
    "meter": meter("one", PARTS, 1000, "A bar."),
    "dots": dots(
        "rates", [Dot("Leila", 0.3, 0.2, 0.42, 60), Dot("A very long name indeed", 1, 0.2, 1, 2)], 0.25, "Rates."
    ),
    "no dots": dots("norates", [], None, "No rates."),
    "rows": rows("why", [Row("Price", 31, "€940k")], "Reasons."),
    "histogram": histogram(
        "cycle", [Bin("0 d", 3), Bin("14 d", 9, True), Bin("28 d", 0)], 1.5, "median 21 d", "Cycles."
    ),
    "ribbon": ribbon("funnel", [Shaft("One", 400, "400", 1), Shaft("Two", 90, "90", 12, is_narrow=True)], "A funnel."),
    "dry ribbon": ribbon("dry", [Shaft("One", 0, "0", 1)], "Dry."),
}


@pytest.mark.parametrize("name", CHARTS)
def test_every_chart_is_sound_svg_with_a_label_and_no_inline_style(name):
    from xml.etree import ElementTree

    page = draw(CHARTS[name])
    svg = re.search(r"<svg.*</svg>", page, re.S)[0]
    root = ElementTree.fromstring(svg)
    assert root.get("aria-label") == CHARTS[name].label
    assert "style=" not in page
    for rectangle in root.iter("rect"):
        assert float(rectangle.get("width")) >= 0
        assert float(rectangle.get("height")) >= 0


def test_names_are_cut_to_their_breadth():
    assert [cut("Nordkyst Fisk", 9), cut("北京贸易展览会", 9), cut("Fisk", 9)] == ["Nordkyst…", "北京贸易…", "Fisk"]


def test_a_part_says_and_opens_what_it_stands_for():
    page = draw(CHARTS["columns"])
    assert '<a href="/deals/?a=1&amp;b=2"><rect class="solid"' in page
    assert "<title>Closed</title>" in page


@pytest.mark.parametrize(
    ("wide", "crossed", "start"),
    [
        (544, [], 692),
        (544, [748], 758),
        (544, [748, 800], 810),
        (544, [600, 690], 700),
        (100, [748], None),
        (50, [], None),
    ],
)
def test_words_on_a_ruler_give_way_to_the_lines_across(wide, crossed, start):
    assert clear_place(680, wide, 79, crossed) == start


@pytest.mark.parametrize(("expected", "anchor"), [(300, "start"), (720, "end"), (790, "end"), (850, "start")])
def test_the_words_of_a_line_across_stand_on_the_side_the_others_leave_free(expected, anchor):
    spot = Spot(expected, expected - 1, expected + 1, "mid", "lo", "hi")
    chart = ruler("sum", [(Part(1000, "solid"), "")], spot, "A sum.", str, mark=(700, "Quota €700"), width=1000)
    assert next(mark.place for mark in chart.marks if mark.words == "Quota €700")["text-anchor"] == anchor


def test_a_picture_with_doors_is_a_group_so_that_they_stay_reachable():
    assert CHARTS["columns"].role == "group"
    assert CHARTS["rows"].role == "img"


def test_the_table_holds_the_figures():
    assert '<th scope="row">Oct</th><td class="r num">800</td>' in draw(CHARTS["columns"])


def test_right_to_left_is_the_mirror_image():
    chart = columns("m", [Column("A", [Part(10, "solid")]), Column("B", [])], "Two.", str, width=446)
    bar = next(mark for mark in chart.shown if mark.css == "solid")
    with override("fa"):
        mirrored = next(mark for mark in chart.shown if mark.css == "solid")
    right_edge = float(bar.place["x"]) + float(bar.place["width"])
    assert float(mirrored.place["x"]) == pytest.approx(446 - right_edge, abs=0.1)


def test_figures_inside_attributes_never_follow_the_readers_language():
    with override("fa"):
        assert 'stroke-width="1.5"' in draw(CHARTS["ruler"])


@pytest.mark.parametrize(
    ("largest", "ticks"),
    [
        (534, [0, 200, 400, 600]),
        (600, [0, 200, 400, 600]),
        (Decimal(600), [0, 200, 400, 600]),
        (1.0, [0, 0.25, 0.5, 0.75, 1.0]),
        (1, [0, 1]),
        (3, [0, 1, 2, 3]),
        (10, [0, 5, 10]),
        (0, [0, 1]),
        (3_086_111, [0, 1_000_000, 2_000_000, 3_000_000, 4_000_000]),
    ],
)
def test_ticks_are_round_and_reach_the_largest(largest, ticks):
    assert nice_ticks(largest) == ticks


def test_scales():
    assert Linear(200, 50, 150)(100) == 100
    assert Band(4, 0, 100).middle(1) == 37.5


def test_a_rate_on_few_cases_is_hollow():
    assert [mark.css for mark in CHARTS["dots"].marks if mark.tag == "circle"] == ["point", "point few"]
