"""Which lists there are and what uses their entries; each app says it in its `lists.py`.

As `keep(KeptList(key="lost-reasons", model=LostReason, title=_("Lost reasons"), …))`, and then
`used_by(Deal, "lost_reason", words=count_deals, link=deals_lost_because)`. What names entries by their ids within JSON
says `named_in(Label, Naming(Rule, …))`.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

registry = {}
uses = defaultdict(list)
namings = defaultdict(list)
boards = {}


@dataclass(frozen=True)
class KeptList:
    """A list whose model has name, position and retired_at.

    `key` names it in addresses and in the log, `verb` begins its events, `param` is the filter by which saved views
    name its entries. `within` is the field that parts the list into several orders, `parts` the relation whose rows are
    retired together with an entry. `page` is where it is shaped, if that is a page of its own; `merges` whether one
    entry can stand for another.
    """

    key: str
    model: type
    title: Any
    about: Any = ""
    example: Any = ""
    icons: tuple = ()
    verb: str = "list"
    param: str = ""
    within: str = ""
    parts: str = ""
    page: str = ""
    merges: bool = True

    @property
    def facts(self):
        """What an admin writes of an entry."""
        return ("name", "icon") if self.icons else ("name",)

    def beside(self, entry):
        """The entries that stand in one order with this one, itself included."""
        return self.model.objects.filter(**({self.within: getattr(entry, self.within)} if self.within else {}))


@dataclass(frozen=True)
class Use:
    """One relation to the entries of a list; `words` says a count, `link` gives the address of the users of one."""

    model: type
    field: str
    words: Callable
    link: Callable

    @property
    def key(self):
        return f"{self.model._meta.label_lower}.{self.field}"

    def of(self, entry):
        """The records that use this entry."""
        return self.model.objects.filter(**{self.field: entry})


@dataclass(frozen=True)
class Naming:
    """Rows that name entries of a list by their ids within JSON `fields`, and keep no relation to them.

    `of(entry)` gives those that name one; `rename(row, old, new)` lets one name another id, without saving it.
    """

    model: type
    fields: tuple
    of: Callable
    rename: Callable
    words: Callable
    link: Callable = lambda entry: ""


def keep(kept):
    registry[kept.key] = kept


def used_by(model, field, *, words, link=lambda entry: ""):
    """Register that a relation of a higher floor leads to the entries of a list."""
    target = model._meta.get_field(field).related_model
    uses[target].append(Use(model, field, words, link))


def named_in(target, naming):
    """Register that rows of a higher floor name the entries of the list of this model."""
    namings[target].append(naming)


def drawn_on(model, live):
    """Register that open pages draw the entries of a list; `live()` says what they are told when it changes."""
    boards[model] = live


def told_of(kept):
    """What open pages are told of a change of this list, as `record` takes it."""
    return boards[kept.model]() if kept.model in boards else []


def list_of(entry):
    """The list an entry stands in."""
    return next(kept for kept in registry.values() if kept.model is type(entry))


def uses_of(entry):
    return uses[type(entry)]


def namings_of(entry):
    return namings[type(entry)]


def use_named(key):
    return next(use for those in uses.values() for use in those if use.key == key)
