"""Filters over custom fields, and the columns lists are sorted by; each condition is said as its index wants it."""

from decimal import Decimal

import django_filters as filters
from django import forms
from django.db.models import DecimalField, F, Func, Q, TextField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.fields.kinds import NumberInput, people_for
from accounts.fields.known import PREFIX, Kind, fields_of
from accounts.models import HAS_CUSTOM

EMPTY = f"{PREFIX}empty-"  # no key has a hyphen
DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
BOUNDS = [(".min", "gte", gettext_lazy("%(name)s from")), (".max", "lte", gettext_lazy("%(name)s up to"))]


def holds(key, *values):
    """Records whose field has one of these values, as the index of all sheets finds it."""
    found = Q(pk__in=[])
    for value in values:
        found |= Q(custom__contains={key: value})
    return HAS_CUSTOM & found


def has(key):
    """Records whose field is filled in, as the index of this field knows them."""
    return Q(custom__has_key=key)


def column_of(key, kind):
    """The value of a field to compare or sort by, word for word the expression its index is made of."""
    if kind in (Kind.NUMBER, Kind.MONEY):
        return Func(F("custom"), template=f"((%(expressions)s ->> '{key}')::numeric)", output_field=DecimalField())
    collation = ' COLLATE "C"' if kind == Kind.DATE else ""
    return Func(F("custom"), template=f"((%(expressions)s ->> '{key}'){collation})", output_field=TextField())


def order_of(key, kind, *, falls=False):
    """How a list is sorted by a field; who has nothing there comes last."""
    column = column_of(key, kind)
    return column.desc(nulls_last=True) if falls else column.asc(nulls_last=True)


class BoundFilter(filters.Filter):
    """A number or a day that the field must reach, or not pass."""

    def __init__(self, field, lookup, **options):
        self.asked, self.lookup = field, lookup
        super().__init__(**options)

    @property
    def field_class(self):
        return forms.DateField if self.asked.kind == Kind.DATE else NumberInput

    def filter(self, records, value):
        if value in (None, ""):
            return records
        value = value.isoformat() if self.asked.kind == Kind.DATE else Decimal(value)
        column, key = column_of(self.asked.key, self.asked.kind), self.asked.key
        return (
            records.filter(has(key))
            .alias(**{f"value_of_{key}": column})
            .filter(**{f"value_of_{key}__{self.lookup}": value})
        )


class SameFilter(filters.CharFilter):
    """A text, word for word."""

    def __init__(self, field, **options):
        self.asked = field
        super().__init__(**options)

    def filter(self, records, value):
        return records.filter(holds(self.asked.key, value)) if value else records


class AmongFilter(filters.MultipleChoiceFilter):
    """One of several, by their ids; yes or no."""

    def __init__(self, field, **options):
        self.asked = field
        super().__init__(widget=forms.CheckboxSelectMultiple, **options)

    def filter(self, records, values):
        if not values:
            return records
        kept = [value == "True" if self.asked.kind == Kind.YES_NO else int(value) for value in values]
        return records.filter(
            holds(self.asked.key, *([one] if self.asked.kind == Kind.CHOICES else one for one in kept))
        )


class EmptyFilter(filters.Filter):
    """Only those with nothing there."""

    field_class = forms.BooleanField

    def __init__(self, field, **options):
        self.asked = field
        super().__init__(**options)

    def filter(self, records, value):
        return records.exclude(has(self.asked.key)) if value else records


def filters_for(kind, reader):
    """{name in addresses: filter} for every field in use of a kind of record, in their order."""
    return {name: made for field in fields_of(kind) for name, made in filters_of(field, reader).items()}


def filters_of(field, reader):
    empty = {f"{EMPTY}{field.key}": EmptyFilter(field, label=_("%(name)s: not filled in") % {"name": field.name})}
    if field.is_ordered:
        widget = {"widget": DAY} if field.kind == Kind.DATE else {"max_digits": 21, "decimal_places": 6}
        name = f"{field.name} ({field.currency})" if field.currency else field.name
        bounds = {
            f"{field.fact}{end}": BoundFilter(field, lookup, label=label % {"name": name}, **widget)
            for end, lookup, label in BOUNDS
        }
        return bounds | empty
    if field.kind in (Kind.TEXT, Kind.LINK):
        return {field.fact: SameFilter(field, label=_("%(name)s is exactly") % {"name": field.name})} | empty
    return {field.fact: AmongFilter(field, label=field.name, choices=choices_of(field, reader))} | empty


def choices_of(field, reader):
    """What a filter offers, the retired too: records may still name them."""
    if field.kind == Kind.YES_NO:
        return [("True", _("Yes")), ("False", _("No"))]
    return list(people_for(reader, None) if field.kind == Kind.PERSON else field.option_names.items())


class WithCustomFilters:
    """Mix into a FilterSet whose `CUSTOM` names a kind of record: it also filters by the fields an admin added."""

    CUSTOM = ""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        added = filters_for(self.CUSTOM, self.request.user)
        for made in added.values():
            made.parent, made.model = self, self._meta.model
        self.filters.update(added)
        self.customs = list(added)


def asks_for_custom(data):
    """The filters of custom fields an address names, known or not."""
    return [name for name in data if name.startswith(PREFIX)]
