"""A small line without axes: which way something goes; its last value as a dot."""

from kit.charts.marks import Chart, circle, line

WIDTH, HEIGHT, EDGE = 150, 40, 5


def spark(name, values, label):
    """Values in equal steps from a floor at zero; there are two at least."""
    highest, step = float(max(values)) or 1, (WIDTH - 2 * EDGE) / (len(values) - 1)
    spots = [
        (EDGE + step * place, HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * float(value) / highest)
        for place, value in enumerate(values)
    ]
    marks = [line(*start, *end, "trend now") for start, end in zip(spots, spots[1:], strict=False)]
    return Chart(name, label, WIDTH, HEIGHT, [*marks, circle(*spots[-1], 4, "point")], css="spark")
