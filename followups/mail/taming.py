"""Raw mail without heads that hold up whoever reads them: the standard library takes the square of their length."""

import re
from collections import Counter
from itertools import islice

MOST_HEADS = 600
MOST_PARTS, MOST_NESTED, MOST_DASHED = 1000, 50, 20_000
LONGEST, LONGEST_OF_PART = 6000, 1500
LEFT_OUT = b"X-Left-Out: yes"
NAMES = rb"Content-[A-Za-z-]+|To|Cc|From|Sender|Reply-To|Delivered-To|X-Original-To|Envelope-To|X-Forwarded-To|Subject"
NAMES += rb"|Message-ID|In-Reply-To|References|Authentication-Results"
HEAD = re.compile(rb"(?<![^\r\n])(" + NAMES + rb")[ \t]*:[^\r\n]*(?:(?:\r\n|\r|\n)[ \t][^\r\n]*)*", re.IGNORECASE)

DASHED = re.compile(rb"(?<![^\r\n])--([^\r\n]*)")
NESTED = re.compile(rb"(?<![^\r\n])Content-Type[ \t]*:\s*multipart/", re.IGNORECASE)
END_OF_HEADS = re.compile(rb"\r\n\r\n|\n\n|\r\r")


def is_too_parted(raw):
    """Whether it would take long to take it apart, told from its lines alone.

    A line that begins a part begins with two dashes and stands there once for each, or nearly, so it repeats itself;
    no program of people writes as many.
    """
    seen = Counter()
    for total, found in enumerate(DASHED.finditer(raw)):
        if total == MOST_DASHED:
            return True
        seen[found[1].rstrip().removesuffix(b"--")] += 1
    if any(True for _found in islice(NESTED.finditer(raw), MOST_NESTED, None)):
        return True
    return sum(count for count in seen.values() if count > 2) > MOST_PARTS


def heads_alone(raw):
    """The heads of a mail, without anything below them."""
    end = END_OF_HEADS.search(raw)
    return raw[: end.end()] if end else raw


def tamed(raw):
    """The same mail with heads of a reasonable length; what lies behind very many parts is read as plain words."""
    of_parts = 0

    def shortened(found):
        nonlocal of_parts
        if not found[1].lower().startswith(b"content-"):
            return found[0][:LONGEST]
        of_parts += 1
        return found[0][:LONGEST_OF_PART] if of_parts <= MOST_HEADS else LEFT_OUT

    return HEAD.sub(shortened, raw)


def flat(raw):
    """The same mail as one plain text, for heads over which the standard library stumbles."""
    return HEAD.sub(lambda found: LEFT_OUT if found[1].lower().startswith(b"content-") else found[0], raw)
