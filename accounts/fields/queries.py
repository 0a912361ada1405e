"""What the pages of the fields show: how many records have something there, and what retiring one would touch."""

from dataclasses import dataclass

from django.db import connection
from django.utils.translation import ngettext

from accounts.fields.records import namers, registry
from accounts.lists.queries import Said
from accounts.models import CustomField, SavedView
from kit import formats

FILLED = "SELECT key, count(*) FROM {table}, jsonb_object_keys(custom) key WHERE NOT custom = '{{}}' GROUP BY key"


@dataclass(frozen=True)
class Row:
    """A field with how many records have something there."""

    field: CustomField
    count: int
    words: str


@dataclass(frozen=True)
class Sheet:
    """The fields of one kind of record, in use and retired."""

    record: str
    name: str
    rows: list
    retired: list


def sheets():
    """All fields by kind of record, with their counts."""
    fields = list(CustomField.objects.all())
    return [sheet_of(record, [field for field in fields if field.record == record]) for record in registry]


def sheet_of(record, fields):
    counts = filled(record) if fields else {}
    rows = [Row(field, counts.get(field.key, 0), registry[record].words(counts.get(field.key, 0))) for field in fields]
    return Sheet(
        record,
        CustomField.Record(record).label,
        [row for row in rows if not row.field.retired_at],
        [row for row in rows if row.field.retired_at],
    )


def filled(record):
    """{key: how many records of this kind have something there}."""
    with connection.cursor() as cursor:
        cursor.execute(FILLED.format(table=registry[record].model._meta.db_table))
        return dict(cursor.fetchall())


def impact_of(field):
    """What retiring a field touches: records that have something there, saved views, and whatever else names it."""
    bearer, count = registry[field.record], filled(field.record).get(field.key, 0)
    naming = rf"custom\.{field.key}[.=]|custom\.not-filled-in={field.key}(&|$)"
    views = SavedView.objects.filter(query__regex=naming).count()
    words = ngettext("%(count)s saved view", "%(count)s saved views", views) % {"count": formats.number(views)}
    return [
        *([Said(bearer.words(count), bearer.link(field))] if count else []),
        *([Said(words, "")] if views else []),
        *(Said(sentence, "") for tell in namers for sentence in tell(field)),
    ]
