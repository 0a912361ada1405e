"""What a word finds, kind by kind, each kind in one question."""

import re
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from accounts.search.kinds import Kind, kinds

FEWEST_LETTERS, MOST_LETTERS = 2, 100
MOST_HITS = 5  # of a kind; who looks for more goes to its list
UNSEEN = re.compile(r"[\x00-\x1f\x7f\s]+")


@dataclass(frozen=True)
class Group:
    """What was found of one kind; `all_address` is where the rest is, if there is more."""

    kind: Kind
    hits: list
    all_address: str


def asked(text):
    """What was typed, on one line and within bounds."""
    return UNSEEN.sub(" ", text).strip()[:MOST_LETTERS]


def is_enough(text):
    """Whether it says enough to look for anything."""
    return len(text) >= FEWEST_LETTERS


def search(text, user):
    """The groups in which something is called so, as far as this person may see it."""
    if not is_enough(text):
        return []
    found = [(kind, kind.find(text, user, MOST_HITS + 1)) for kind in kinds()]
    return [Group(kind, hits[:MOST_HITS], rest_of(kind, hits, text)) for kind, hits in found if hits]


def rest_of(kind, hits, text):
    is_all = len(hits) <= MOST_HITS or not kind.list_name
    return "" if is_all else f"{reverse(kind.list_name)}?{urlencode({'q': text})}"
