"""Charts drawn on the server as SVG: the same picture on the screen and on paper."""

from kit.charts.columns import Column, Part, columns, meter
from kit.charts.dots import Dot, dots
from kit.charts.histogram import Bin, histogram
from kit.charts.lines import Knot, Trend, lines
from kit.charts.marks import Chart
from kit.charts.ranges import Span, ranges
from kit.charts.ribbon import Shaft, ribbon
from kit.charts.rows import Row, rows
from kit.charts.ruler import Spot, ruler
from kit.charts.shades import Shade, shades
from kit.charts.spark import spark
from kit.charts.spells import Spell, spells
from kit.charts.waterfall import Step, waterfall

__all__ = [
    "Bin",
    "Chart",
    "Column",
    "Dot",
    "Knot",
    "Part",
    "Row",
    "Shade",
    "Shaft",
    "Span",
    "Spell",
    "Spot",
    "Step",
    "Trend",
    "columns",
    "dots",
    "histogram",
    "lines",
    "meter",
    "ranges",
    "ribbon",
    "rows",
    "ruler",
    "spark",
    "shades",
    "spells",
    "waterfall",
]
