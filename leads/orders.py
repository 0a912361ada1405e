"""In which order leads stand, and how a list goes on behind the last one shown: from its place, never by counting."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db.models import CharField, DateField, DateTimeField, F, Q, Value
from django.db.models.functions import Coalesce

from accounts.fields.filters import key_of_order
from accounts.fields.known import Field

PAGE = 50
LONG_AGO = Value(datetime(1, 1, 2, tzinfo=UTC), DateTimeField())
NO_WORD = Value("", CharField())


def moment(words):
    """A moment with its zone, as an address keeps it; ValueError for anything else."""
    read = datetime.fromisoformat(words)
    if read.tzinfo is None:
        raise ValueError(words)
    return read


def plain(words):
    """Words a database can compare; ValueError for others."""
    if "\0" in words:
        raise ValueError(words)
    return words


# what a list may be sorted by, never null, and how its text in an address is read again
KEYS = {
    "score": (F("score"), int),
    "name": (F("name"), plain),
    "label": (Coalesce("label__name", NO_WORD), plain),
    "source": (F("source"), plain),
    "touch": (Coalesce("last_touch_at", LONG_AGO), moment),
    "owner": (Coalesce("owner__name", NO_WORD), plain),
    "new": (F("created_at"), moment),
    "returns": (Coalesce("returns_on", Value(date.max, DateField())), date.fromisoformat),
}
FALLING_FIRST = {"score", "touch", "new"}
USUAL = {"nurture": "returns"}


@dataclass(frozen=True)
class Order:
    """One of KEYS or a field an admin added, rising or falling; who has the same stands by age."""

    key: str
    falls: bool
    field: Field | None = None

    @property
    def column(self):
        """What the database sorts by, never null, and how its text in an address is read again."""
        if self.field is None:
            return KEYS[self.key]
        column, read = key_of_order(self.field, falls=self.falls)
        return column, lambda words: read(plain(words))

    @property
    def word(self):
        """The order as an address says it."""
        return f"-{self.key}" if self.falls else self.key

    def turned(self, key):
        """The word of the order behind the head of a column: its usual way, or round if that is in force."""
        falls = not self.falls if key == self.key else key in FALLING_FIRST
        return f"-{key}" if falls else key


def order_of(word, tab, fields=()):
    """The order an address asks for, else that of the tab: the highest score first."""
    key = word.removeprefix("-")
    field = next((field for field in fields if field.fact == key), None)
    if field or key in KEYS:
        return Order(key, word[0] == "-", field)
    usual = USUAL.get(tab, "score")
    return Order(usual, usual in FALLING_FIRST)


@dataclass(frozen=True)
class Stretch:
    """The ids of one page, and where the next one begins; nothing where none follows."""

    ids: list
    next: str


def in_order(leads, order):
    """All of these leads as their list shows them."""
    column, _read = order.column
    return leads.annotate(sort=column).order_by("-sort" if order.falls else "sort", "pk")


def stretch_of(leads, order, after=""):
    """One page of these leads in an order, behind the place `after`."""
    found = behind(in_order(leads, order), order, after)
    rows = list(found.values_list("pk", "sort")[: PAGE + 1])
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return Stretch([pk for pk, _sort in rows[:PAGE]], place_of(*last) if last else "")


def place_of(pk, sort):
    return f"{sort.isoformat() if hasattr(sort, 'isoformat') else sort}~{pk}"


def behind(leads, order, after):
    """What follows a place; the first condition is all an index needs to begin there."""
    place = read_place(order, after)
    if place is None:
        return leads
    sort, pk = place
    way = "lt" if order.falls else "gt"
    return leads.filter(Q((f"sort__{way}e", sort)), Q((f"sort__{way}", sort)) | Q(sort=sort, pk__gt=pk))


def read_place(order, after):
    sort, _tilde, pk = after.rpartition("~")
    try:
        return order.column[1](sort), int(pk)
    except ValueError:
        return None
