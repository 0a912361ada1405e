"""What can be found: each floor registers the kinds of records it keeps when it starts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Hit:
    """Something that was found: how it is called, what it is in a few words, and where its page is."""

    name: str
    says: str
    address: str


@dataclass(frozen=True)
class Kind:
    """One kind of record: `find(text, user, most)` gives at most so many Hits this person may see, nearest first.

    `place` says where it stands among the others, `list_name` which list shows all of them by “q” in its address.
    """

    key: str
    name: Any
    icon: str
    find: Callable
    place: int
    list_name: str = ""


registry = {}


def make_searchable(*kinds):
    """Let the search find these too."""
    registry.update({kind.key: kind for kind in kinds})


def kinds():
    """Every kind, in the order in which the search shows them."""
    return sorted(registry.values(), key=lambda kind: kind.place)
