"""A FilterSet as a bar of buttons: what is in force in words, and the address without it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import cached_property


class FilterBar:
    """Mix into a FilterSet whose `BAR` lists (icon, title, names of filters); one form stands around them all.

    A fourth part of an outline names filters that only links set: the bar keeps them, and says them.
    """

    BAR = ()

    @classmethod
    def outlines(cls, _request):
        """The buttons this page has."""
        return cls.BAR

    @cached_property
    def active(self):
        """The names of the filters in force."""
        if not self.is_bound or not any(self.data.values()):
            return []
        self.is_valid()
        return [name for name in self.filters if has_value(self.form.cleaned_data.get(name))]

    def buttons(self):
        return bar_of(type(self), self.data, self.request, lambda: self)

    def words(self, name):
        """One filter in force as people say it."""
        return words_of(self.form.cleaned_data[name], self.form.fields[name])

    def without(self, *names):
        """The query of the address without these filters, on its first page."""
        kept = self.data.copy() if self.is_bound else {}
        for name in (*names, "page"):
            kept.pop(name, None)
        return kept.urlencode() if kept else ""


def bar_of(kind, data, request, make):
    """The buttons of a kind of FilterSet; `make` brings the set itself, which is not cheap, for those in need."""
    return [Button(make, data, *outline) for outline in kind.outlines(request)]


@dataclass
class Button:
    """One button of the bar: its fields, what is in force in words, and the query without it.

    `names` has the filters of its sheet, `hidden` those that only links set, whose kind its name does not tell.
    """

    make: Callable
    data: Any
    icon: str
    title: str
    names: list
    hidden: tuple = ()

    @property
    def key(self):
        """What its sheet is asked for by."""
        return self.names[0]

    @property
    def fields(self):
        return [self.make().form[name] for name in self.names]

    @property
    def kept(self):
        """What the address says of its hidden filters, as pairs of name and value."""
        return self.said_of(self.hidden)

    @property
    def held(self):
        """What the address says of all its filters, for as long as its sheet is not drawn."""
        return self.said_of([*self.names, *self.hidden])

    def said_of(self, names):
        return [(name, value) for name in names for value in self.data.getlist(name) if value]

    @cached_property
    def active(self):
        return [name for name in self.make().active if name in (*self.names, *self.hidden)] if self.held else []

    @cached_property
    def words(self):
        return [self.make().words(name) for name in self.active]

    @property
    def without(self):
        return self.make().without(*self.active)

    @property
    def said(self):
        """What is in force as one phrase: “Owner: Leila, Omar”."""
        words = ", ".join(self.words)
        return words if self.hidden else f"{self.title}: {words}"


def words_of(value, field):
    """A filter's value as people say it: “Leila, Omar”."""
    if hasattr(value, "__iter__") and not isinstance(value, str):
        return ", ".join(words_of(one, field) for one in value)
    choices = getattr(field, "choices", ()) if isinstance(value, str) else ()  # records say their own names
    return str(dict(choices).get(value, value))


def has_value(value):
    return bool(value) if hasattr(value, "__len__") or value is None else value is not False
