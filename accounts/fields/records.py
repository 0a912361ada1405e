"""Which kinds of record have fields; the floors that own them say so in their `lists.py`.

As `has_fields("deal", Deal, words=count_deals)`, and what else names a field: `names_fields(gates_asking)`.
"""

from collections.abc import Callable
from dataclasses import dataclass

registry = {}
namers = []


@dataclass(frozen=True)
class Bearer:
    """A model with custom values; `words` says a count of its rows, `link` where those with a value are listed."""

    model: type
    words: Callable
    link: Callable


def has_fields(kind, model, *, words, link=lambda field: ""):
    registry[kind] = Bearer(model, words, link)


def names_fields(tell):
    """Register what else names fields: `tell(field)` gives sentences about what retiring it touches."""
    namers.append(tell)
