"""Which encoding a file is written in: by its mark, by UTF-8 that fits, else by what reads like a language."""

import re

from leads.importing.latin import latin_of

ENCODINGS = (
    "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "cp1250", "cp1256", "gb18030", "big5",
    "shift_jis",
)  # fmt: skip
MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
SAMPLE = 256 * 1024
MOSTLY = 0.9

# What came through the wrong decoder: half a surrogate or the sign that stands for a letter nobody could read.
BROKEN = re.compile("[\udc80-\udcff\ufffd]")

NOT_ASCII = re.compile(r"[^\x00-\x7f]")
CENTRAL = re.compile(r"(?<![^\x00-\x7f])[À-ÖØ-öø-ÿĂ-ž]{1,3}(?![^\x00-\x7f])|[–—‘’“”„€…•\u00a0«»°§]")
LATIN = re.compile(r"(?<![^\x00-\x7f])[À-ÖØ-öø-ÿŠšŽžŒœŸß]{1,2}(?![^\x00-\x7f])|[–—‘’“”€…•\u00a0«»°§¡¿]")
ARABIC = re.compile(r"[\u0621-\u06d3\u200c\u200d]{2,}|[،؛؟\u00a0\u200f\u200e«»]")
KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fc]|[\u3001\u3002]")


def find_encoding(content):
    """The name of the encoding; a few lines that break UTF-8 are those lines' fault, not the file's."""
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return encoding
    sample = bytes(content[:SAMPLE])
    if sample.count(0) > len(sample) // 8:
        return "utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be"
    return "utf-8" if readable(content, "utf-8") else likeliest(sample)


def readable(content, encoding):
    """Whether nearly all lines that need the encoding can be read by it."""
    try:
        content.decode(encoding)
        return True
    except UnicodeDecodeError:
        return broken_share(content, encoding) < 1 - MOSTLY


def broken_share(content, encoding):
    """Of the lines with more than plain letters, how many the encoding cannot read, from 0 to 1."""
    lines = [line for line in bytes(content).splitlines() if not line.isascii()]
    return sum(not fits(line, encoding) for line in lines) / max(len(lines), 1)


def fits(line, encoding):
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def likeliest(sample):
    """Of the encodings in common use, the one in which most letters stand where its languages put them."""
    lines = [line for line in sample.splitlines() if not line.isascii()][:2000]
    found = max(HOMES, key=lambda encoding: at_home(lines, encoding))
    return latin_of(b"\n".join(lines)) if found in ("cp1252", "cp1250") else found


def at_home(lines, encoding):
    """The share of letters beyond ASCII that are common ones, less the lines that cannot be read at all."""
    text = b"\n".join(lines).decode(encoding, errors="replace")
    strange = len(NOT_ASCII.findall(text))
    return (HOMES[encoding](text) - 3 * text.count("\ufffd")) / max(strange, 1)


def letters(pattern):
    return lambda text: sum(len(found) for found in pattern.findall(text))


def common(encoding, first, last):
    """How many characters stand in the rows of an East Asian encoding that hold the common ones."""

    def count(text):
        pairs = (sign.encode(encoding, errors="replace") for sign in NOT_ASCII.findall(text))
        return sum(len(pair) == 2 and (first <= pair[0] <= last or pair[0] in (0xA1, 0xA3)) for pair in pairs)

    return count


HOMES = {
    "cp1252": letters(LATIN),
    "cp1250": letters(CENTRAL),
    "cp1256": letters(ARABIC),
    "gb18030": common("gb18030", 0xB0, 0xD7),
    "big5": common("big5", 0xA4, 0xC6),
    "shift_jis": letters(KANA),
}
