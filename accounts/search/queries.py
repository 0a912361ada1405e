"""What a word finds: the nearest of each kind, as far as this person may see them."""

import re
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.http import urlencode

from accounts.search import asking
from accounts.search.kinds import Kind, kinds
from accounts.search.likeness import corrected
from accounts.search.terms import read
from accounts.visibility import visible_owner_ids
from kit.folding import is_han

FEWEST_LETTERS, MOST_LETTERS = 2, 100
MOST_HITS = 5  # of a kind; who looks for more goes to its list
UNSEEN = re.compile(r"[\x00-\x1f\x7f\s]+")


@dataclass(frozen=True)
class Group:
    """What was found of one kind; `all_address` is where the rest is, if there is more."""

    kind: Kind
    hits: list
    all_address: str


@dataclass(frozen=True)
class Found:
    """The groups that were found, and the words by which: those typed, or what they were taken for."""

    groups: tuple = ()
    words: tuple = ()

    @property
    def count(self):
        return sum(len(group.hits) for group in self.groups)


def asked(text):
    """What was typed, on one line and within bounds."""
    return UNSEEN.sub(" ", text).strip()[:MOST_LETTERS]


def is_enough(text):
    """Whether it says enough to look for anything: one sign does where a sign is a word."""
    return len(text) >= FEWEST_LETTERS or any(map(is_han, text))


def search(text, user):
    """What is called so, or else what is called nearly so, as far as this person may see it."""
    wanted = read(text) if is_enough(text) else None
    if not wanted or not (wanted.terms or wanted.digits):
        return Found()
    house = asking.house_of(visible_owner_ids(user))
    knowns = asking.known_words(wanted.terms)
    groups = groups_of(asking.find(wanted, knowns, house, MOST_HITS + 1), user, text)
    if groups or not wanted.terms:
        return Found(groups, tuple(term.word for term in wanted.terms))
    return search_alike(wanted, knowns, house, user)


def search_alike(wanted, knowns, house, user):
    """What is found by words that look like those typed."""
    nearly = corrected(wanted.terms, knowns)
    if nearly == knowns:
        return Found()
    found = asking.find(replace(wanted, folded="", digits=""), nearly, house, MOST_HITS)
    return Found(groups_of(found, user), tuple(word for known in nearly for word in known.words + known.alike))


def groups_of(rows, user, text=""):
    """The rows as groups of hits, in the order of the kinds; a text leads to the rest of a kind that has more."""
    found = {}
    for key, pk, holder in rows:
        found.setdefault(key, {})[pk] = holder
    groups = [group_of(kind, found[kind.key], user, text) for kind in kinds() if kind.key in found]
    return tuple(group for group in groups if group.hits)


def group_of(kind, ids, user, text):
    loaded = kind.load(ids, user)
    hits = [loaded[pk] for pk in ids if pk in loaded]
    is_all = len(hits) <= MOST_HITS or not kind.list_name or not text
    rest = "" if is_all else f"{reverse(kind.list_name)}?{urlencode({'q': text})}"
    return Group(kind, hits[:MOST_HITS], rest)


def recent(user):
    """What this person has in work, for who has not typed anything yet."""
    groups = [Group(kind, kind.recent(user), "") for kind in kinds()]
    return Found(tuple(group for group in groups if group.hits))
