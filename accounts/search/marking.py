"""The words by which something was found, marked where they stand; of a long text the part around them."""

import re

from django.utils.html import escape
from django.utils.safestring import mark_safe

from kit.folding import fold, is_han
from kit.han import simplified

TOKENS = re.compile(r"[^\W_]+(?:\u200c[^\W_]+)*")
BEFORE, LENGTH = 30, 140


def marked(said, words):
    """The text as HTML, with whatever begins with one of these folded words marked."""
    pieces, last = [], 0
    for start, end in spans_of(said, words):
        pieces += [escape(said[last:start]), "<mark>", escape(said[start:end]), "</mark>"]
        last = end
    return mark_safe("".join([*pieces, escape(said[last:])]))  # noqa: S308 - each piece is escaped


def around(said, words):
    """Of a long text what stands around the first of the words."""
    spans = spans_of(said, words)
    start = spans[0][0] if spans else 0
    first = max(start - BEFORE, 0) if start > LENGTH // 2 else 0
    cut = said[first : first + LENGTH]
    return ("…" if first else "") + cut + ("…" if first + LENGTH < len(said) else "")


def spans_of(said, words):
    """[(start, end)] of what is marked, in order and apart from each other."""
    found = []
    for token in TOKENS.finditer(said):
        found += [(token.start() + start, token.start() + end) for start, end in spans_in(token[0], words)]
    return joined(sorted(found))


def spans_in(token, words):
    if any(map(is_han, token)):
        plain = simplified(token)
        return [match.span() for word in words for match in re.finditer(re.escape(word), plain)]
    folded = fold(token)
    fitting = [word for word in words if folded.startswith(word)]
    return [(0, length_of(token, max(fitting, key=len)))] if fitting else []


def length_of(token, word):
    """How many signs of a token make a folded word."""
    return next((end for end in range(1, len(token) + 1) if fold(token[:end]).startswith(word)), len(token))


def joined(spans):
    together = []
    for start, end in spans:
        if together and start <= together[-1][1]:
            together[-1] = (together[-1][0], max(end, together[-1][1]))
        else:
            together.append((start, end))
    return together
