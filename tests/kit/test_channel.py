"""The channel: thickness follows value, and neighbours meet."""

import re

from kit.channel import flow_paths


def edges(path):
    """The heights of a piece at its left edge, middle and right edge, above the middle line."""
    a, b, c = re.match(r"M0 ([\d.]+)C26 [\d.]+ 24 ([\d.]+) 50 [\d.]+S74 ([\d.]+)", path).groups()
    return float(a), float(b), float(c)


def test_a_dry_pipeline_has_no_ribbon():
    assert flow_paths([0, 0, 0]) == ["", "", ""]
    assert flow_paths([]) == []


def test_the_largest_value_is_the_thickest():
    middles = [edges(path)[1] for path in flow_paths([0, 50, 100])]
    assert middles == [6.1, 3.5, 0.8]


def test_neighbours_meet_without_a_step():
    first, second, third = (edges(path) for path in flow_paths([10, 70, 30]))
    assert (first[2], second[2]) == (second[0], third[0])
