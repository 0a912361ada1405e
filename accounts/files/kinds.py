"""What a file is: said by its first bytes, never by its name, nor by what a browser says of it."""

import os
import struct
import zipfile
import zlib
from pathlib import PurePath

from django.utils.translation import gettext as _

LOOKED_AT = 64 * 1024
LARGEST_LIST = 2 * 1024 * 1024  # of what is in a ZIP file: each entry takes many times as much to be looked at
LIST_END, LARGE_LIST = b"PK\x05\x06", b"PK\x06\x07"
LONGEST_END = 20 + 22 + 65_535
# What begins how; the first that fits says the kind.
BEGINNINGS = [
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"GIF8", "gif"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"{\\rtf", "rtf"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"),
    (b"\x1f\x8b\x08", "gz"),
    (b"ID3", "mp3"),
    (b"\xff\xfb", "mp3"),
    (b"OggS", "ogg"),
    (b"AC10", "dwg"),
    (b"glTF", "glb"),
]
INSIDE = {b"WEBP": "webp", b"WAVE": "wav", b"AVI ": "avi"}  # of a RIFF
MOVIES = {b"qt  ": "mov", b"M4A ": "m4a", b"heic": "heic", b"heix": "heic", b"mif1": "heic", b"avif": "avif"}
OFFICE = {"word/": "docx", "xl/": "xlsx", "ppt/": "pptx", "visio/": "vsdx"}
OPEN_OFFICE = {"text": "odt", "spreadsheet": "ods", "presentation": "odp", "graphics": "odg"}
OLD_OFFICE = {"doc", "xls", "ppt", "msg", "vsd", "mpp"}
TEXTS = {
    "txt",
    "csv",
    "tsv",
    "md",
    "log",
    "json",
    "xml",
    "ics",
    "vcf",
    "eml",
    "dxf",
    "step",
    "stp",
    "ifc",
    "gpx",
    "kml",
}
SAME = {"jpeg": "jpg", "tif": "tiff", "m4v": "mp4", "stp": "step"}
ACTS = (b"<script", b"<svg", b"<html", b"<!doctype html", b"<iframe", b"<body", b"<object", b"<embed", b"<?php")
ACTS_NAMED = (b"http://www.w3.org/2000/svg", b"http://www.w3.org/1999/xhtml", b"http://www.w3.org/1999/xsl")
TO_RUN = {"META-INF/MANIFEST.MF", "AndroidManifest.xml", "classes.dex", "AppxManifest.xml", "install.rdf"}


BROKEN = (zipfile.BadZipFile, OSError, RuntimeError, ValueError, EOFError, struct.error, zlib.error)  # of a ZIP file


class NotTaken(Exception):
    """A file that is not taken; says why in one sentence."""


def kind_of(file, name):
    """The kind of an open file by its content, such as “pdf”; NotTaken for what could do harm, or nobody knows."""
    file.seek(0)
    head = file.read(LOOKED_AT)
    file.seek(0)
    kind = kind_by_beginning(head) or kind_of_container(file, head, name) or kind_of_text(head, name)
    if not kind:
        raise NotTaken(_("“%(name)s” is of a kind that is not taken here: put it into a ZIP file.") % {"name": name})
    return kind


def kind_by_beginning(head):
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head[:4] == b"RIFF":
        return INSIDE.get(head[8:12])
    if head[4:8] == b"ftyp":
        return MOVIES.get(head[8:12], "mp4")
    if head[:2] == b"BM" and head[6:10] == b"\0\0\0\0":
        return "bmp"
    return next((kind for beginning, kind in BEGINNINGS if head.startswith(beginning)), None)


def kind_of_container(file, head, name):
    """ZIP files, and the office documents inside such; old office documents, which many things look like."""
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        return kind_of_zip(file, name)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") and ending(name) in OLD_OFFICE:
        return ending(name)
    return None


def kind_of_zip(file, name):
    refused_if_crowded(file, name)
    try:
        with zipfile.ZipFile(file) as archive:
            inside = archive.namelist()
            declared = archive.read("mimetype")[:100].decode() if "mimetype" in inside and is_small(archive) else ""
    except BROKEN:
        raise NotTaken(_("“%(name)s” is not whole: it cannot be opened.") % {"name": name}) from None
    finally:
        file.seek(0)
    if any(part.endswith("vbaProject.bin") for part in inside):
        raise NotTaken(_("“%(name)s” holds macros, which can do harm: save it without them.") % {"name": name})
    if declared.startswith("application/vnd.oasis.opendocument."):
        return OPEN_OFFICE.get(declared.rpartition(".")[2], "zip")
    if TO_RUN.intersection(inside):
        raise harmful(name)
    office = [kind for folder, kind in OFFICE.items() if any(part.startswith(folder) for part in inside)]
    return office[0] if office and "[Content_Types].xml" in inside else "zip"


def refused_if_crowded(file, name):
    """Refuse what has more inside than is looked at, before its list is read."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(size - LONGEST_END, 0))
    end = file.read()
    file.seek(0)
    is_last = end[-22:].startswith(LIST_END) and end.endswith(b"\0\0")
    at = len(end) - 22 if is_last else max(end.rfind(LIST_END), 0)
    is_large = int.from_bytes(end[at + 12 : at + 16], "little") > LARGEST_LIST
    if is_large or end[max(at - 20, 0) : at].startswith(LARGE_LIST):
        raise NotTaken(_("“%(name)s” is not whole: it cannot be opened.") % {"name": name})


def is_small(archive):
    """Whether the word of what it is stands there as it is, as office documents have it."""
    word = archive.getinfo("mimetype")
    return word.file_size < 100 and word.compress_type == zipfile.ZIP_STORED


def kind_of_text(head, name):
    """Text of a kind that people share; a page or a script is none."""
    if not is_text(head):
        return None
    low = head.replace(b"\0", b"").lower()
    if head.startswith(b"#!") or any(mark in low for mark in (*ACTS, *ACTS_NAMED)):
        raise harmful(name)
    return SAME.get(ending(name), ending(name)) if ending(name) in TEXTS else None


def is_text(head):
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return bool(head.strip()) and not any(byte < 9 or 13 < byte < 27 or 27 < byte < 32 for byte in head)


def harmful(name):
    return NotTaken(_("“%(name)s” is of a kind that can do harm, so it is not taken.") % {"name": name})


def ending(name):
    return PurePath(name).suffix.lower().lstrip(".")


def name_for(name, kind):
    """The last part of what a file is called, without what steers pages, ending in what it is."""
    name = PurePath(str(name).replace("\\", "/")).name
    name = "".join(letter for letter in name if letter.isprintable())[-150:].strip().rstrip(". ") or _("file")
    return name if SAME.get(ending(name), ending(name)) == SAME.get(kind, kind) else f"{name}.{kind}"
