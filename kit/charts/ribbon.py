"""The channel as a funnel: one ribbon through all shafts, as thick as what reached each."""

from dataclasses import dataclass

from kit.charts.marks import Blend, Chart, cut, line, path, rect, text
from kit.charts.scales import Band

HEIGHT, MIDDLE, THICKEST, THINNEST = 230, 116, 54, 1.5
FLAT = 0.56
LETTER = 7.2  # how wide one of a title is


@dataclass(frozen=True)
class Shaft:
    """One place of the channel: its name, what reached it, its stage colour (1 to 12), and two lines below."""

    name: str
    size: float
    figure: str
    colour: int
    share: str = ""
    note: str = ""
    is_narrow: bool = False
    href: str = ""
    title: str = ""


def ribbon(name, shafts, label, *, width=1360, head=(), table=()):
    """All shafts side by side; the narrow one, where things wait longest, has a dashed frame."""
    band, halves = Band(len(shafts), 0, width), half_widths(shafts)
    marks, blends = [], []
    for place, shaft in enumerate(shafts):
        after = min(place + 1, len(shafts) - 1)
        blends.append(
            Blend(f"{name}-{place}", shaft.colour, shafts[after].colour, band.left(place), band.left(place) + band.step)
        )
        ends = halves[place], halves[after]
        marks.append(water(blends[-1].key, band.left(place), band.step, ends, place == after, shaft))
        marks += words(shaft, band.left(place), int((band.step - 20) / LETTER))
        marks += frame(shaft, place, band)
    return Chart(name, label, width, HEIGHT, marks, list(head), list(table), blends, css="wide")


def half_widths(shafts):
    largest = max((shaft.size for shaft in shafts), default=0) or 1
    return [max(THICKEST * float(shaft.size) / float(largest), THINNEST) for shaft in shafts]


def water(key, x, step, halves, is_last, shaft):
    here, there = halves
    flat, end = (x + step, x + step) if is_last else (x + step * FLAT, x + step)
    bend = (flat + end) / 2
    shape = (
        f"M{x:.1f} {MIDDLE - here:.1f}H{flat:.1f}C{bend:.1f} {MIDDLE - here:.1f} {bend:.1f} {MIDDLE - there:.1f} "
        f"{end:.1f} {MIDDLE - there:.1f}V{MIDDLE + there:.1f}C{bend:.1f} {MIDDLE + there:.1f} {bend:.1f} "
        f"{MIDDLE + here:.1f} {flat:.1f} {MIDDLE + here:.1f}H{x:.1f}Z"
    )
    return path(shape, "water", place={"fill": f"url(#blend-{key})"}, title=shaft.title)


def words(shaft, x, letters):
    return [
        text(x + 12, 22, cut(shaft.name, letters), "title", title=shaft.name),
        text(x + 12, 48, shaft.figure, "figure", href=shaft.href, title=shaft.title),
        text(x + 12, 200, shaft.share, "bold"),
        text(x + 12, 217, shaft.note, "warning" if shaft.is_narrow else "small"),
    ]


def frame(shaft, place, band):
    if shaft.is_narrow:
        return [rect(band.left(place) + 2, 3, band.step - 6, 224, "narrow", 8)]
    return [line(band.left(place), 8, band.left(place), 182, "grid")] if place else []
