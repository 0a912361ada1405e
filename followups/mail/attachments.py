"""Files that come and go with letters: what is taken, how it is kept, and how it leaves again."""

import hashlib
from mimetypes import guess_type
from pathlib import PurePath

from django.utils.translation import gettext as _

from followups.models import Attachment

LARGEST_FILE = 10 * 1024 * 1024
LARGEST_LETTER = 20 * 1024 * 1024
MOST_FILES = 20
PLAIN = "application/octet-stream"
HARMFUL = """
ade adp app appref-ms application appx bat cab chm cmd com cpl dll dmg exe hta htm html img ins iso jar jnlp js jse
library-ms lnk mde mht mhtml msc msi msix msp mst pif ps1 psm1 reg scf scr sct search-ms settingcontent-ms shb shtml svg
svgz sys url vb vbe vbs vhd vhdx wsc wsf wsh xht xhtml xll
"""
REFUSED = frozenset(HARMFUL.split())


def refusal_of(name, size):
    """Why a file is not taken, in one sentence; empty when it is."""
    if size > LARGEST_FILE:
        return _("“%(name)s” is larger than 10 MB.") % {"name": name}
    if PurePath(name).suffix.lower().lstrip(".") in REFUSED:
        return _("“%(name)s” is of a kind that can do harm, so it is not taken.") % {"name": name}
    return ""


def keep(letter, files):
    """Keep files [(name, bytes)] with a letter; returns the names of those not taken."""
    left, total = [], 0
    for name, content in files:
        name = plain_name(name)
        total += len(content)
        if refusal_of(name, len(content)) or total > LARGEST_LETTER or letter.attachments.count() >= MOST_FILES:
            left.append(name)
            continue
        put(letter, name, content)
    return left


def keep_whole(letter, raw):
    """Keep a mail as it came with the letter it is, however large mails may be."""
    put(letter, "mail.eml", raw)


def put(letter, name, content):
    Attachment.objects.create(
        letter=letter,
        name=name,
        content_type=type_of(name),
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
    )


def plain_name(name):
    """The last part of what a file is called, without what steers pages, and without dots that Windows takes away."""
    name = PurePath(str(name).replace("\\", "/")).name
    return "".join(letter for letter in name if letter.isprintable())[-150:].strip().rstrip(". ") or _("file")


def type_of(name):
    """By its name, never by what a stranger says it is."""
    return guess_type(name)[0] or PLAIN


def for_mail(ids):
    """[(name, bytes, type)] of these attachments, for a letter that leaves."""
    kept = Attachment.objects.filter(pk__in=ids).order_by("pk")
    return [(one.name, bytes(one.content), one.content_type) for one in kept]
