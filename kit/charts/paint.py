"""How each class of mark looks on paper, as presentation attributes; on the screen charts.css overrides them.

These are the light values of the chart tokens in tokens.css, for readers of SVG that know no stylesheet.
"""

INK, INK_2, INK_3 = "#181f24", "#475055", "#626a6f"
CLOSED, SECOND, POSSIBLE, GRID, AXIS, TRACK, SURFACE = (
    "#095f7c", "#329da8", "#9ed2d8", "#e5e4e2", "#cbc8c5", "#d0cdc9", "#ffffff",
)  # fmt: skip
STAGES = (
    "#6a66ab", "#4f71af", "#3679a8", "#1e809c", "#188489", "#288674",
    "#318454", "#667f35", "#9b5c87", "#a75b5c", "#9f6532", "#877323",
)  # fmt: skip

PAINT = {
    "solid": {"fill": CLOSED},
    "second": {"fill": SECOND},
    "pale": {"fill": POSSIBLE, "stroke": SECOND},
    "track": {"fill": TRACK},
    "grid": {"stroke": GRID},
    "axis": {"stroke": AXIS},
    "rule": {"stroke": INK, "stroke-width": 1.5},
    "rule dashed": {"stroke": INK_2, "stroke-width": 1.5, "stroke-dasharray": "3 3"},
    "band": {"fill": INK, "fill-opacity": 0.13},
    "spot": {"fill": INK},
    "halo": {"fill": SURFACE},
    "interval": {"stroke": CLOSED, "stroke-width": 6, "stroke-linecap": "round", "stroke-opacity": 0.26},
    "interval few": {"stroke": INK_3, "stroke-width": 2, "stroke-dasharray": "2 4"},
    "point": {"fill": CLOSED, "stroke": SURFACE, "stroke-width": 1.5},
    "point few": {"fill": SURFACE, "stroke": INK_3, "stroke-width": 1.75},
    "narrow": {"fill": "none", "stroke": "#edb333", "stroke-width": 1.5, "stroke-dasharray": "4 3"},
    "text": {"fill": INK_2, "font-size": 12},
    "small": {"fill": INK_3, "font-size": 11},
    "bold": {"fill": INK, "font-size": 12, "font-weight": 600},
    "title": {"fill": INK, "font-size": 13, "font-weight": 650},
    "figure": {"fill": INK, "font-size": 18, "font-weight": 680},
    "onsolid": {"fill": SURFACE, "font-size": 12, "font-weight": 600},
    "warning": {"fill": "#81540a", "font-size": 11, "font-weight": 650},
}
PAINT |= {
    "shade": {"fill": POSSIBLE},
    "shade-words": {"fill": INK, "font-size": 11, "font-weight": 600},
    "grid-cell": {"fill": GRID, "fill-opacity": 0.4},
}
TRENDS = {
    "now": (CLOSED, 2.5, "none"),
    "last": (SECOND, 2, "7 4"),
    "third": (INK_3, 1.75, "2 4"),
    "fourth": (INK_3, 1.5, "9 4 2 4"),
}
for name, (stroke, width, dashes) in TRENDS.items():
    PAINT[f"trend {name}"] = {"fill": "none", "stroke": stroke, "stroke-width": width, "stroke-dasharray": dashes}
    PAINT[f"trend {name} knot"] = {"fill": SURFACE, "stroke": stroke, "stroke-width": width}
PAINT |= {f"stage-{number}": {"fill": colour} for number, colour in enumerate(STAGES, 1)}
