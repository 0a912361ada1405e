"""Records beside each other: what each says, and which says more."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from accounts.fields.facts import words_now
from accounts.models import CustomField
from kit import formats
from leads.actions.words import words
from leads.models import Company, Contact, Lead, Qualification

PERSON = ("name", "email", "phone", "job_title", "decides")
FACTS = {
    Lead: PERSON
    + ("company_name", "industry", "size", "country", "status", "label", "owner")
    + ("source", "channel", "campaign", "first_contact_on", "notes"),
    Contact: (*PERSON, "company", "owner"),
    Company: ("name", "domain", "industry", "size", "country", "city", "parent", "owner"),
}
# What goes along with a fact, because it means nothing without it.
ALONG = {
    "status": ("status_reason", "returns_on"),
    "label": ("label_is_by_hand",),
    "phone": ("phone_key",),
}
FIRST_TOUCH = {"source", "channel", "campaign", "first_contact_on"}  # the older one knows how they came
STANDING = ("disqualified", "recycled", "new", "working", "qualified", "converted")


@dataclass(frozen=True)
class Cell:
    """What one record says of a fact, and whether that is what is chosen."""

    side: str
    said: str
    is_chosen: bool


@dataclass(frozen=True)
class Row:
    """One fact of several records in words."""

    key: str
    label: str
    cells: list

    @property
    def is_same(self):
        return len({cell.said for cell in self.cells}) == 1


def rows_of(sides, chosen):
    """The facts of {side: record}, field by field, with the side that is `chosen` for each, else the fullest.

    What is empty on all sides is left out.
    """
    rows = [row_of(sides, key, chosen.get(key)) for key in facts_of(*sides.values())]
    return [row for row in rows if any(cell.said for cell in row.cells)]


def facts_of(*records):
    """The names of what may be chosen: fields, “bant.need”, “custom.fleet_size”."""
    one = records[0]
    if any(type(other) is not type(one) for other in records):
        return list(PERSON)
    facts = list(FACTS[type(one)])
    if isinstance(one, Lead):
        facts += [f"bant.{topic}" for topic in Qualification.TOPICS]
    return facts + [f"custom.{key}" for key in sorted({key for record in records for key in record.custom})]


def row_of(sides, key, chosen):
    records = list(sides.values())
    taken = sides[chosen] if chosen in sides else fullest(records, key)
    cells = [Cell(side, spoken(record, key), record is taken) for side, record in sides.items()]
    return Row(key, label_of(records[0], key), cells)


def spoken(record, key):
    """The value of a fact in words."""
    group, _dot, name = key.rpartition(".")
    if group == "bant":
        sheet = record.qualification
        parts = [getattr(sheet, f"get_{name}_display")(), getattr(sheet, f"{name}_evidence")]
        return ": ".join(filter(None, parts)) if getattr(sheet, name) or parts[1] else ""
    if group == "custom":
        return custom_words(record, name)
    return spoken_column(record, name)


def spoken_column(record, name):
    value = getattr(record, name)
    if isinstance(value, bool):
        return _("Yes") if value else ""
    return formats.day(value) if isinstance(value, date) else words(record, name, value)


def custom_words(record, key):
    value = record.custom.get(key)
    return "" if value is None else words_now(record._meta.model_name, key, value)


def label_of(record, key):
    group, _dot, name = key.rpartition(".")
    if group == "custom":
        field = CustomField.objects.filter(record=record._meta.model_name, key=name).first()
        return field.name if field else name
    model = Qualification if group == "bant" else type(record)
    return str(model._meta.get_field(name).verbose_name) if name != "owner" else _("owner")


def is_fuller(mine, yours, key):
    """Whether one record says more about a fact than the other."""
    return weight(mine, yours, key) > weight(yours, mine, key)


def weight(record, other, key) -> Any:
    """What a fact weighs on one side: filled first, then the longer; the older tells how somebody came."""
    said = spoken(record, key)
    if key == "status":
        return (True, STANDING.index(record.status))
    if key == "label":
        return (bool(said), record.label_is_by_hand)
    if key.startswith("bant."):
        return (bool(said), getattr(record.qualification, key[5:]), len(said))
    if key in FIRST_TOUCH:
        return (bool(said), record.created_at < other.created_at)
    if key == "owner" and not isinstance(record, Lead):
        return (not said, 0)  # what is nobody's stays in everybody's sight
    if key in ("owner", "company", "parent"):
        return (bool(said), 0)
    return (bool(said), len(said))


def fullest(records, key):
    """The record that says most about a fact; the first of those that say as much."""
    best, *others = records
    for other in others:
        best = other if is_fuller(other, best, key) else best
    return best


def in_keeping_order(records):
    """Who stays first: a contact before a lead, what is a deal before what is none, the fuller, the older."""
    return sorted(records, key=keeping)


def keeping(record):
    is_lead = isinstance(record, Lead)
    is_deal = is_lead and record.status == Lead.Status.CONVERTED
    filled = sum(bool(spoken(record, key)) for key in FACTS[type(record)])
    return is_lead, not is_deal, -filled, record.created_at, record.pk
