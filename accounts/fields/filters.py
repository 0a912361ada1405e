"""Filters over custom fields, and the columns lists are sorted by; each condition is said as its index wants it."""

from decimal import Decimal
from functools import partial

import django_filters as filters
from django import forms
from django.db.models import DecimalField, F, Func, IntegerField, Q, TextField, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.fields.kinds import NumberInput, people_for
from accounts.fields.known import PREFIX, Kind, fields_of
from accounts.models import HAS_CUSTOM
from kit import formats

LARGEST, MOST_PLACES, LAST_LETTER = Decimal(10**21), 10**6, "\uffff"  # beyond every value there can be
EMPTY = f"{PREFIX}not-filled-in"  # no key has a hyphen
DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
PART = ".has"
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


class Fold(Func):
    """The database's own way to make texts comparable (leads/folding.py says it in Python)."""

    function = "kariz_fold"
    output_field = TextField()


def folded_column(key):
    """A text as parts of it are looked for, word for word the expression its index is made of."""
    return Func(F("custom"), template=f"kariz_fold(%(expressions)s ->> '{key}')", output_field=TextField())


def order_of(field, *, falls=False):
    """How a list is sorted by a field; choices in the order of their options, who has nothing comes last."""
    column = place_of(field) if field.options else column_of(field.key, field.kind)
    return column.desc(nulls_last=True) if falls else column.asc(nulls_last=True)


def place_of(field):
    """Which of the options is chosen, counted as they stand; of several the first that was ever added."""
    ids = ",".join(f"'{pk}'" for pk, _name, _is_retired in field.options)
    value = f"-> '{field.key}' ->> 0" if field.kind == Kind.CHOICES else f"->> '{field.key}'"
    template = f"array_position(ARRAY[{ids}], (%(expressions)s {value}))"
    return Func(F("custom"), template=template, output_field=IntegerField())


def key_of_order(field, *, falls):
    """(what a list goes on by from a place, never null; how its text in an address is read); nothing comes last."""
    column = place_of(field) if field.options else column_of(field.key, field.kind)
    if field.options:
        return Coalesce(column, Value(-1 if falls else MOST_PLACES)), int
    if field.kind in (Kind.NUMBER, Kind.MONEY):
        return Coalesce(column, Value(-LARGEST if falls else LARGEST, DecimalField())), read_number
    return Coalesce(column, Value("" if falls else LAST_LETTER, TextField())), str


def read_number(words):
    """A number as an address keeps it; ValueError for what no field holds."""
    try:
        number = Decimal(words)
    except ArithmeticError as error:
        raise ValueError(words) from error
    if not number.is_finite() or abs(number) > LARGEST or number != round(number, 6):
        raise ValueError(words)
    return number


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


class PartFilter(filters.CharFilter):
    """A part of a text, however its letters and digits are written: folded by the database, as its index is."""

    def __init__(self, field, **options):
        self.asked = field
        super().__init__(**options)

    def filter(self, records, value):
        if not value:
            return records
        key = self.asked.key
        folded = {f"folded_{key}": folded_column(key), f"part_of_{key}": Fold(Value(value))}
        return (
            records.filter(has(key))
            .alias(**folded)
            .filter(~Q(**{f"part_of_{key}": ""}), **{f"folded_{key}__contains": F(f"part_of_{key}")})
        )


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


class EmptyFilter(filters.MultipleChoiceFilter):
    """Only those with nothing in all of these fields."""

    def filter(self, records, keys):
        for key in keys or ():
            records = records.exclude(has(key))
        return records


def filters_for(fields, reader):
    """{name in addresses: filter} for these fields, in their order."""
    made = {name: one for field in fields for name, one in filters_of(field, reader).items()}
    names = [(field.key, field.name) for field in fields]
    empty = EmptyFilter(label=_("Not filled in"), choices=names, widget=forms.CheckboxSelectMultiple)
    return made | ({EMPTY: empty} if names else {})


def filters_of(field, reader):
    if field.is_ordered:
        widget = {"widget": DAY} if field.kind == Kind.DATE else {"max_digits": 21, "decimal_places": 6}
        name = f"{field.name} ({field.currency})" if field.currency else field.name
        return {
            f"{field.fact}{end}": BoundFilter(field, lookup, label=label % {"name": name}, **widget)
            for end, lookup, label in BOUNDS
        }
    if field.kind in (Kind.TEXT, Kind.LINK):
        return {
            f"{field.fact}{PART}": PartFilter(
                field, label=_("%(name)s contains") % {"name": field.name}, max_length=100
            ),
            field.fact: SameFilter(field, label=_("%(name)s is exactly") % {"name": field.name}),
        }
    return {field.fact: AmongFilter(field, label=field.name, choices=partial(choices_of, field, reader))}


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
        added = filters_for(fields_seen(self.request, self.CUSTOM), self.request.user)
        for made in added.values():
            made.parent, made.model = self, self._meta.model
        self.filters.update(added)

    @classmethod
    def outlines(cls, request):
        """The buttons of the bar: the last one offers the custom fields too, or they have one of their own."""
        return cls.with_custom(super().outlines(request), request)

    @classmethod
    def with_custom(cls, outlines, request):
        """These buttons, “More filters” with all custom fields, or just those the address names.

        The address is asked first: a page that draws its sheets when they are opened has no need of the fields.
        """
        *others, (icon, title, names, *hidden) = outlines
        if icon == "filter" and "sheet" not in request.GET:
            named = [name for name in request.GET if name.startswith(PREFIX)]
        else:
            named = list(filters_for(fields_seen(request, cls.CUSTOM), request.user))
        if icon == "filter":
            return [*others, (icon, title, [*names, *named], *hidden)]
        return [*outlines, ("filter", _("Your own fields"), named)] if named else outlines

    def words(self, name):
        """One filter in force as people say it: “Region: North, South”, “Fleet size from 20”."""
        if not name.startswith(PREFIX):
            return super().words(name)
        made, value = self.filters[name], self.form.cleaned_data[name]
        if isinstance(made, BoundFilter):
            words = formats.day(value) if made.asked.kind == Kind.DATE else formats.number(Decimal(value), 6)
            return f"{made.label} {words}"
        if isinstance(made, PartFilter):
            return f"{made.label} {value}"
        if isinstance(made, SameFilter):
            return f"{made.asked.name}: {value}"
        names = {str(key): str(words) for key, words in self.form.fields[name].choices}
        return f"{made.label}: {', '.join(names.get(one, one) for one in value)}"


def fact_asked(name):
    """The field a filter's name in an address is about: “custom.fleet” of “custom.fleet.min”."""
    return ".".join(name.split(".")[:2])


def fields_seen(request, kind):
    """The fields of a kind of record, asked for once however many filters a page makes."""
    kept = vars(request).setdefault("custom_fields", {})
    if kind not in kept:
        kept[kind] = fields_of(kind)
    return kept[kind]
