"""What can be thrown away; the floors that keep such records say so when they start.

As `keep_in_bin(Kind("deal", Deal, _("Deals"), "board", page="pipeline:deal", mend=mend_deals))`. What hangs on a record
goes along where the database cascades, and is unlinked where it may point nowhere. What must point at the record and
does not cascade stands against throwing it away, unless its floor says `goes_along("pipeline.dealcontact.contact")`;
why, it says with `stands_against("proposals.link.contact", _("…"))`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from accounts import records
from timeline.models import subject_key

kinds = {}
along = set()
against = {}
beside = {}
corrected = {}


def lock_rows(model, pks):
    """Lock these rows, the lowest id first, so that two who do so wait for each other and never for ever."""
    rows = model._base_manager.filter(pk__in=pks).order_by("pk").select_for_update(of=("self",))
    return list(rows.values_list("pk", flat=True))


@dataclass(frozen=True)
class Kind:
    """One kind of record: `name` is that of the log (“deal”), `page` that of one of them, `home` that of their list.

    `related` is what is read along with each record: its owner at least. `owner(record)` says by whose sight the parcel
    is seen, `holder(record)` what it belongs to, if its owner is that of something which stays. `lock(model, pks)`
    locks the records in the order of their floor and returns the ids that are there. `refuse(records)` gives {id:
    sentence} of those that stay. `mend(rows)` repairs, in place, rows of records that no longer fit ({column: value},
    all that come back at once), or raises ValidationError with a sentence. `live(record)` is what open boards are told,
    as timeline.log.record takes it. `settle(pks)` puts in order what the rows themselves do not hold, after they came
    back; `part(pks)` before they go. What `is_private` is found in the bin by its owner alone, and by whoever threw it
    away; what `is_for_few`, by those who have its right.
    """

    name: str
    model: Any
    title: Any
    icon: str
    page: str = ""
    home: str = "accounts:bin"
    right: str = "record.throw_away"
    related: tuple = ("owner__team",)
    owner: Callable = lambda record: getattr(record, "owner", None)
    holder: Callable | None = None
    named: Callable = str
    around: Callable | None = None
    lock: Callable = lock_rows
    refuse: Callable = lambda found: {}
    part: Callable = lambda pks: None
    mend: Callable | None = None
    settle: Callable = lambda pks: None
    live: Callable = lambda record: None
    is_sample: Callable = lambda record: getattr(record, "is_sample", False)
    is_private: bool = False
    is_for_few: bool = False

    def read(self, pks):
        """These records, in this order, with what is read along."""
        return self.in_order(self.model._base_manager.all(), pks)

    def seen_by(self, user, pks):
        """Those of these records that this person sees, if it is a kind one throws away from its pages."""
        is_shown = self.page and hasattr(self.model.objects, "visible_to")
        return self.in_order(self.model.objects.visible_to(user), pks) if is_shown else []

    def in_order(self, records, pks):
        found = (records.select_related(*self.related) if self.related else records).in_bulk(pks)
        return [found[pk] for pk in pks if pk in found]

    def about(self, record):
        """What an event about a record is told of, besides itself."""
        known = records.kinds.get(self.name)
        return (self.around or (known.around if known else lambda record: ()))(record)

    def held_by(self, record):
        """The name in the log of what a record belongs to, empty where it stands for itself."""
        return subject_key(self.holder(record)) if self.holder else ""

    def is_everybodys(self, record):
        """Whether a record that nobody owns is seen by everybody, as `visible_to` has it."""
        return self.owner(record) is None and getattr(self.model.objects.all(), "unowned_is_open", True)


def keep_in_bin(kind):
    """Let records of this kind be thrown away and restored."""
    kinds[kind.name] = kind


def kind_of(record):
    return kinds[record._meta.model_name]


def goes_along(*fields):
    """Rows of these relations (“app.model.field”) go into the bin with what they point at, and come back with it."""
    along.update(fields)


def stands_against(field, sentence):
    """Say why a record stays that a row points at by this relation (“app.model.field”); %(name)s is the record."""
    against[field] = sentence


def stays_with(field, other):
    """Rows of this relation (“app.model.field”) that hang on something by `other` too stay with that, unlinked."""
    beside[field] = other


def as_it_was(model, *fields):
    """Columns (“app.model”, names) that a trigger writes anew when a row comes back: they are written over as kept."""
    corrected[model] = fields


def name_of_field(field):
    return f"{field.model._meta.label_lower}.{field.name}"
