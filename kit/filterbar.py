"""A FilterSet as a bar of buttons: what is in force in words, and the address without it."""

from dataclasses import dataclass

from django.utils.functional import cached_property


@dataclass(frozen=True)
class Button:
    """One button of the bar: its fields, what is in force in words, and the query without it."""

    icon: str
    title: str
    fields: list
    words: list
    without: str


class FilterBar:
    """Mix into a FilterSet whose `BAR` lists (icon, title, names of filters); one form stands around them all."""

    BAR = ()

    @cached_property
    def active(self):
        """The names of the filters in force."""
        if not self.is_bound:
            return []
        self.is_valid()
        return [name for name in self.filters if has_value(self.form.cleaned_data.get(name))]

    def buttons(self):
        return [self.button(*outline) for outline in self.BAR]

    def button(self, icon, title, names):
        active = [name for name in names if name in self.active]
        words = [words_of(self.form.cleaned_data[name], self.form.fields[name]) for name in active]
        return Button(icon, title, [self.form[name] for name in names], words, self.without(*active))

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
