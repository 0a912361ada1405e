"""A FilterSet as a bar of buttons: what is in force in words, and the address without it."""

from dataclasses import dataclass

from django.utils.functional import cached_property


@dataclass(frozen=True)
class Button:
    """One button of the bar: its fields, what is in force in words, and the query without it."""

    icon: str
    title: str
    fields: list
    kept: list
    words: list
    without: str
    is_mixed: bool  # several kinds of filters behind one button, whose name says nothing of them

    @property
    def said(self):
        """What is in force as one phrase: “Owner: Leila, Omar”."""
        words = ", ".join(self.words)
        return words if self.is_mixed else f"{self.title}: {words}"


class FilterBar:
    """Mix into a FilterSet whose `BAR` lists (icon, title, names of filters); one form stands around them all.

    A fourth part of an outline names filters that only links set: the bar keeps them, and says them.
    """

    BAR = ()

    @cached_property
    def active(self):
        """The names of the filters in force."""
        if not self.is_bound or not any(self.data.values()):
            return []
        self.is_valid()
        return [name for name in self.filters if has_value(self.form.cleaned_data.get(name))]

    def buttons(self):
        return [self.button(*outline) for outline in self.BAR]

    def button(self, icon, title, names, hidden=()):
        active = [name for name in self.active if name in (*names, *hidden)]
        return Button(
            icon=icon,
            title=title,
            fields=[self.form[name] for name in names],
            kept=[(name, value) for name in hidden for value in self.data.getlist(name)] if hidden else [],
            words=[self.words(name) for name in active],
            without=self.without(*active),
            is_mixed=bool(hidden),
        )

    def words(self, name):
        """One filter in force as people say it."""
        return words_of(self.form.cleaned_data[name], self.form.fields[name])

    def without(self, *names):
        """The query of the address without these filters, on its first page."""
        kept = self.data.copy() if self.is_bound else {}
        for name in (*names, "page"):
            kept.pop(name, None)
        return kept.urlencode() if kept else ""


def words_of(value, field):
    """A filter's value as people say it: “Leila, Omar”."""
    if hasattr(value, "__iter__") and not isinstance(value, str):
        return ", ".join(words_of(one, field) for one in value)
    choices = getattr(field, "choices", None)
    named = dict(choices).get(value) if isinstance(choices, list) else None
    return str(named or value)


def has_value(value):
    return bool(value) if hasattr(value, "__len__") or value is None else value is not False
