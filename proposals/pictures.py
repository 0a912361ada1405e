"""Logos as people hand them in: read, checked and drawn anew, so that nothing of the file itself is kept."""

import hashlib
import warnings
from io import BytesIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image

LARGEST_FILE = 2 * 1024 * 1024
MOST_PIXELS = 16_000_000
WIDEST, HIGHEST = 1200, 400
FORMATS = ("PNG", "JPEG", "WEBP")


def checked_picture(file):
    """A picture as {"content", "content_type", "sha256", "width", "height"}; raises ValidationError in plain words."""
    if file.size > LARGEST_FILE:
        raise ValidationError(_("This picture has more than 2 MB. Save it smaller, then choose it again."))
    content, width, height = redrawn(opened(file.read()))
    sha256 = hashlib.sha256(content).hexdigest()
    return {"content": content, "content_type": "image/png", "sha256": sha256, "width": width, "height": height}


def opened(content):
    """The picture, not yet read; its head says how large it would become."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(BytesIO(content), formats=FORMATS)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValidationError(_("This is no picture we can read. Choose a PNG, JPEG or WebP file.")) from error
    if picture.width * picture.height > MOST_PIXELS:
        raise ValidationError(_("This picture is too large. Save it with at most 4,000 by 4,000 points."))
    return picture


def redrawn(picture):
    try:
        picture = picture.convert("RGBA")
    except (OSError, SyntaxError, ValueError) as error:
        raise ValidationError(_("This picture is broken. Save it anew, then choose it again.")) from error
    picture.thumbnail((WIDEST, HIGHEST))
    written = BytesIO()
    picture.save(written, "PNG", optimize=True)
    return written.getvalue(), picture.width, picture.height
