"""A signature as it was drawn: strokes of whole points on a sheet of fixed size, and nothing else."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import pgettext

WIDTH, HEIGHT = 600, 160
MOST_POINTS, FEWEST_POINTS = 4000, 8
LONGEST = 40_000
POINT = r"[0-9]{1,3} [0-9]{1,3}"
PATH = re.compile(rf"(?:M{POINT}(?:L{POINT})*)+")
FIND_POINT = re.compile(r"([ML])(\d{1,3}) (\d{1,3})")


def checked(path):
    """The path of a drawn signature; ValidationError for a dot, and for what runs off its sheet."""
    path = path.strip()
    if len(path) > LONGEST or not PATH.fullmatch(path):
        raise ValidationError(
            pgettext("paper", "This signature cannot be read. Clear it and draw it again, or type your name.")
        )
    points = [(int(x), int(y)) for _letter, x, y in FIND_POINT.findall(path)]
    if len(points) > MOST_POINTS or any(x > WIDTH or y > HEIGHT for x, y in points):
        raise ValidationError(pgettext("paper", "This signature is too long for its line. Clear it and draw it again."))
    if len(set(points)) < FEWEST_POINTS:
        raise ValidationError(pgettext("paper", "Draw your whole signature, or type your name."))
    return path
