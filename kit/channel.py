"""The channel: one ribbon under all columns whose thickness at each is that column's value."""

HEIGHT = 14
MIDDLE = HEIGHT / 2
THINNEST, THICKEST = 0.9, 6.2


def flow_paths(values):
    """One SVG path per value, in a box of 100 × 14, each meeting its neighbours half-way; none where all is dry."""
    largest = max(values, default=0)
    if largest <= 0:
        return [""] * len(values)
    halves = [THINNEST + (THICKEST - THINNEST) * max(float(value), 0) / float(largest) for value in values]
    return [segment(halves, place) for place in range(len(halves))]


def segment(halves, place):
    """The piece of the ribbon at one place, from its left edge over its middle to its right edge."""
    here = halves[place]
    left = (halves[place - 1] + here) / 2 if place else THINNEST * 0.8
    right = (halves[place + 1] + here) / 2 if place < len(halves) - 1 else here * 0.75
    a, b, c = edge(-left), edge(-here), edge(-right)
    d, e, f = edge(right), edge(here), edge(left)
    return f"M0 {a}C26 {a} 24 {b} 50 {b}S74 {c} 100 {c}V{d}C74 {d} 76 {e} 50 {e}S26 {f} 0 {f}Z"


def edge(offset):
    return f"{MIDDLE + offset:.1f}"
