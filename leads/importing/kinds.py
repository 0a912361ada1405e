"""The kinds of record a file may hold. Floors above register theirs in their own `importing` module."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field

from leads.importing.customs import custom_columns
from leads.importing.values import to_text

registry = {}


@dataclass(frozen=True)
class Column:
    """Something a record of the kind has; `words` are what files call it, `parse` reads a cell or raises Refused.

    With `valued` the person who imports says what each text of the column means; a `lenient` one means what it says
    where nobody said otherwise.
    """

    key: str
    label: str
    words: tuple[str, ...] = ()
    parse: Callable = to_text(200)
    required: bool = False
    valued: bool = False
    lenient: bool = False
    is_day: bool = False
    hint: str = ""


@dataclass(frozen=True)
class Preset:
    """How the files of one origin are written: their columns, what their texts mean, how they misspell."""

    key: str
    label: str
    columns: dict[str, str | tuple[str, ...]] = field(default_factory=dict)
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


class Kind(ABC):
    """One kind of record. A kind names its columns and presets, and opens a writer for each batch.

    `keys` are the columns known records may be found by, the best first; `bunch` is how many rows it writes at once.
    """

    name: str
    label: str
    record: str = ""
    columns: tuple[Column, ...] = ()
    presets: tuple[Preset, ...] = ()
    keys: tuple[str, ...] = ()
    bunch: int = 5000

    def preset(self, key):
        return next((preset for preset in self.presets if preset.key == key), NO_PRESET)

    def column(self, key):
        return next(column for column in self.columns if column.key == key)

    def all_columns(self):
        """Its columns, and the fields an admin added to its records."""
        return (*self.columns, *(Column(**facts) for facts in custom_columns(self.record)))

    def complete(self, options):
        """The options with everything a batch of the kind must know."""
        return options

    def called(self, header):
        """The header of a column without what it says besides its name."""
        return header

    def told_by(self, columns):
        """Options that the headers of these columns, {ours: theirs}, tell by themselves."""
        return {}

    def choices(self, column, options):
        """What the texts of a valued column may mean, as (key, label)."""
        return []

    def guess(self, column, text, choices):
        """The key of the likeliest of these meanings of a text, or “”."""
        return ""

    def option_fields(self, options):
        """Form fields for what is asked once for the whole file."""
        return {}

    def promises(self):
        """What will happen to records, in sentences, before it happens."""
        return ()

    def remarks(self, notes):
        """Sentences about a finished batch."""
        return ()

    def place(self):
        """Where the records are to be seen: (address, words)."""
        return "", ""

    @abstractmethod
    def open(self, batch):
        """A writer with `ids_of(values)`, `check(values)`, `write(rows)` → Outcome and `finish(batch)`."""

    @abstractmethod
    def take_back(self, batch, most):
        """Take back up to so many of the batch's changes, the last ones first; returns how many were looked at."""


def register(kind):
    registry[kind.name] = kind
    return kind


def kind_of(batch):
    return registry[batch.kind]
