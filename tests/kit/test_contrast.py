"""WCAG 2.2 contrast of the token pairs the interface uses, computed from tokens.css in both themes."""

import math
import re

import pytest
from django.conf import settings

CSS = (settings.ROOT / "static" / "css" / "tokens.css").read_text()
COLOUR = r"oklch\(([^)]*?(?:var\(--\w+\))?)\)"
THEMES = {
    name: (light, dark) for name, light, dark in re.findall(rf"--([\w-]+):\s*light-dark\({COLOUR},\s*{COLOUR}\)", CSS)
} | {name: (value, value) for name, value in re.findall(rf"--([\w-]+):\s*{COLOUR};", CSS)}
HUES = sorted({int(hue) for hue in re.findall(r"\.hue-(\d+)", CSS)})
TEXT = [
    *((ink, ground) for ink in ("ink", "ink-2") for ground in ("surface", "canvas", "sunken")),
    *(("ink-3", ground) for ground in ("surface", "canvas", "sunken", "accent-soft")),
    *(("accent", ground) for ground in ("surface", "canvas", "accent-soft")),
    *((signal, ground) for signal in ("danger", "good", "warn") for ground in ("surface", f"{signal}-soft")),
    *(("on-accent", f"{fill}-fill") for fill in ("accent", "good", "danger")),
    ("warn", "sand"),
]
SHAPES = [("line-control", "surface"), ("line-control", "canvas"), ("focus", "surface"), ("focus", "canvas")]
SHAPES += [(f"st-{number}", ground) for number in range(1, 13) for ground in ("surface", "canvas")]


@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_reads_on_its_ground(ink, ground):
    assert min(contrast(ink, ground)) >= 4.5


@pytest.mark.parametrize(("shape", "ground"), SHAPES)
def test_shapes_stand_out_from_their_ground(shape, ground):
    assert min(contrast(shape, ground)) >= 3


@pytest.mark.parametrize("hue", HUES)
def test_every_label_an_admin_may_choose_reads(hue):
    assert min(contrast("label-ink", "label-bg", hue)) >= 4.5


def contrast(first, second, hue=0):
    """The two ratios, light and dark."""
    return [ratio(a, b, hue) for a, b in zip(THEMES[first], THEMES[second], strict=True)]


def ratio(first, second, hue):
    lighter, darker = sorted((luminance(first, hue), luminance(second, hue)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour, hue):
    """Relative luminance of an OKLCH colour, by Ottosson's matrices into linear sRGB."""
    lightness, chroma, angle = (float(part) for part in re.sub(r"var\(--\w+\)", str(hue), colour).split()[:3])
    a, b = chroma * math.cos(math.radians(angle)), chroma * math.sin(math.radians(angle))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short
    red, green, blue = (min(max(part, 0), 1) for part in (red, green, blue))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
