"""The fields in use, as forms, filters, cards, importer and rules ask for them: one question with all their options."""

from dataclasses import dataclass, field
from functools import cached_property

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q
from django.db.models.functions import JSONObject

from accounts.models import CustomField, CustomOption, User

PREFIX = "custom."
ON_CARDS = "field:"
Kind = CustomField.Kind
OPTIONS = ArraySubquery(
    CustomOption.objects.filter(field=OuterRef("pk"))
    .order_by("position", "pk")
    .values(said=JSONObject(pk="pk", name="name", is_retired=Q(retired_at__isnull=False)))
)


class People:
    """Everybody, looked up once and only if a field names a person."""

    def look_up(self):
        """Ask for everybody now, so that nobody has to later."""
        return self.everybody

    @cached_property
    def everybody(self):
        return list(User.objects.values_list("pk", "name", "email"))

    @cached_property
    def names(self):
        return {pk: name for pk, name, _email in self.everybody}

    @cached_property
    def called(self):
        """{name or e-mail in small letters: ids}"""
        found = {}
        for pk, name, email in self.everybody:
            for word in {name.casefold(), email.casefold()}:
                found.setdefault(word, []).append(pk)
        return found


@dataclass(frozen=True)
class Field:
    """A custom field with its options as `(id, name, is it retired)`, in their order."""

    pk: int
    record: str
    key: str
    name: str
    kind: str
    hint: str = ""
    currency: str = ""
    is_required: bool = False
    options: tuple = ()
    people: People = field(default_factory=People, compare=False, repr=False)

    @property
    def fact(self):
        """How forms, filters, the log, files and rules call it."""
        return f"{PREFIX}{self.key}"

    @property
    def card(self):
        """How the choice of what cards show calls it."""
        return f"{ON_CARDS}{self.pk}"

    @property
    def is_ordered(self):
        return self.kind in CustomField.ORDERED

    @property
    def option_names(self):
        """{id: name} of all options, the retired too: records may still name them."""
        return {pk: name for pk, name, _is_retired in self.options}

    def value_in(self, record):
        """The value a record has, None if it has none."""
        return record.custom.get(self.key)


def fields_of(record):
    """The fields in use of a kind of record (“lead”, “company”, “contact”, “deal”) in their order, in one question."""
    return known(CustomField.objects.of(record))


def fields_named(record, keys):
    """{key: Field} of these keys, retired ones too; asks nothing for no keys."""
    keys = list(keys)
    found = known(CustomField.objects.filter(record=record, key__in=keys)) if keys else []
    return {field.key: field for field in found}


def known(fields):
    people = People()
    return [
        Field(
            one.pk,
            one.record,
            one.key,
            one.name,
            one.kind,
            one.hint,
            one.currency,
            one.is_required,
            tuple((option["pk"], option["name"], option["is_retired"]) for option in one.said_options),
            people,
        )
        for one in fields.annotate(said_options=OPTIONS)
    ]
