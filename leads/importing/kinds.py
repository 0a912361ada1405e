"""The kinds of record a file may hold. Floors above register theirs in their own `importing` module."""

from collections.abc import Callable
from dataclasses import dataclass, field

from leads.importing.values import to_text

registry = {}


@dataclass(frozen=True)
class Column:
    """Something a record of the kind has; `words` are what files call it, `parse` reads a cell or raises Refused.

    With `valued` the person who imports says what each text of the column means.
    """

    key: str
    label: str
    words: tuple[str, ...] = ()
    parse: Callable = to_text(200)
    required: bool = False
    valued: bool = False
    hint: str = ""


@dataclass(frozen=True)
class Preset:
    """How the files of one origin are written: their columns, what their texts mean, how they misspell."""

    key: str
    label: str
    columns: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    spellings: dict[str, dict[str, str]] = field(default_factory=dict)
    options: dict[str, str] = field(default_factory=dict)


NO_PRESET = Preset("", "")


@dataclass
class Outcome:
    """What a bunch of rows did; `refused` are (row, reason), `notes` counts or lists for the kind's remarks."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: list = field(default_factory=list)
    notes: dict = field(default_factory=dict)


class Kind:
    """One kind of record. A kind names its columns and presets, and opens a writer for each batch."""

    name: str
    label: str
    columns: tuple[Column, ...] = ()
    presets: tuple[Preset, ...] = ()

    def preset(self, key):
        return next((preset for preset in self.presets if preset.key == key), NO_PRESET)

    def column(self, key):
        return next(column for column in self.columns if column.key == key)

    def complete(self, options):
        """The options with everything a batch of the kind must know."""
        return options

    def choices(self, column, options):
        """What the texts of a valued column may mean, as (key, label)."""
        return []

    def guess(self, column, text, options):
        """The key of the likeliest meaning of a text, or “”."""
        return ""

    def option_fields(self, options):
        """Form fields for what is asked once for the whole file."""
        return {}

    def remarks(self, notes):
        """Sentences about a finished batch."""
        return ()

    def open(self, batch):
        """A writer with `id_of(values)`, `check(values)`, `write(rows)` → Outcome and `finish()`."""
        raise NotImplementedError


def register(kind):
    registry[kind.name] = kind
    return kind


def kind_of(batch):
    return registry[batch.kind]
