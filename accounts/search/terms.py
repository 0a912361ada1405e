"""What was typed, as words to look for: each may be the beginning of one, and has to be there."""

import re
from dataclasses import dataclass

from kit.folding import LONGEST_WORD, fold, is_han, words_of

MOST_TERMS = 8
FEWEST_DIGITS = 4  # of a phone: with less, half the world has them somewhere in theirs
HALF_SPACE = "\u200c"  # parts of a Persian word; some write a space, some nothing


@dataclass(frozen=True)
class Term:
    """A word to look for; `is_whole` if it is no beginning of a longer one, `parts` are other ways to write it."""

    word: str
    is_whole: bool = False
    parts: tuple = ()


@dataclass(frozen=True)
class Asked:
    """What was typed: folded, as terms, and as digits of a phone."""

    folded: str
    terms: tuple
    digits: str


def read(text):
    """What a text asks for."""
    return Asked(fold(text), tuple(terms_of(text)), digits_of(text))


def terms_of(text):
    """The terms of a text; letters that stand alone say nothing beside words."""
    found = [term for chunk in text.split() for term in terms_in(chunk)]
    long = [term for term in found if len(term.word) > 1 or is_han(term.word)]
    return list(dict.fromkeys(long or found))[:MOST_TERMS]


def terms_in(chunk):
    """The terms of what stands between two spaces."""
    words = words_of(fold(chunk))
    if HALF_SPACE in chunk and len(words) == 1:
        return [Term(words[0], parts=tuple(words_of(fold(chunk.replace(HALF_SPACE, " ")))))]
    return [Term(word[:LONGEST_WORD], is_whole=len(word) > 1 and is_han(word)) for word in words]


def digits_of(text):
    """“(030) 12 34” as “301234”, as phones have it after the country; “” for what is no part of a phone."""
    digits = "".join(re.findall("[0-9]", fold(text))).lstrip("0")
    return digits if len(digits) >= FEWEST_DIGITS and not any(sign.isalpha() for sign in text) else ""
