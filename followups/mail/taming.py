"""Raw mail without heads that hold up whoever reads them: the standard library takes the square of their length."""

import re

MOST_HEADS = 600
LONGEST, LONGEST_OF_PART = 6000, 1500
LEFT_OUT = b"X-Left-Out: yes"
NAMES = rb"Content-[A-Za-z-]+|To|Cc|From|Sender|Reply-To|Delivered-To|X-Original-To|Envelope-To|X-Forwarded-To|Subject"
NAMES += rb"|Message-ID|In-Reply-To|References|Authentication-Results"
HEAD = re.compile(rb"(?<![^\r\n])(" + NAMES + rb")[ \t]*:[^\r\n]*(?:(?:\r\n|\r|\n)[ \t][^\r\n]*)*", re.IGNORECASE)


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
