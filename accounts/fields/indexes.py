"""An index for each field that people sort by, narrow to a range, or look for a part of; made and dropped meanwhile.

Nothing here runs in a transaction. What was cut short leaves an index PostgreSQL calls invalid: it is dropped and made
again. One worker does it at a time; who comes second leaves it to the first.
"""

from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection

from accounts.fields.known import Kind
from accounts.fields.records import registry
from accounts.models import CustomField

LOCK = 20_261_122_11  # of the whole house, by its number
PREFIX = "custom_field_"
STANDING = """
SELECT index.relname, pg_index.indisvalid
FROM pg_index JOIN pg_class index ON index.oid = indexrelid JOIN pg_namespace space ON space.oid = index.relnamespace
WHERE index.relname LIKE 'custom\\_field\\_%' AND space.nspname = current_schema()
"""


@dataclass(frozen=True)
class Index:
    """The index one field should have; its condition and its expression are what `filters.py` asks by."""

    field: CustomField

    @property
    def name(self):
        return f"{PREFIX}{self.field.pk}"

    @property
    def sql(self):
        """Keys are plain by a constraint of the database, so they can stand in a statement."""
        key, table = self.field.key, registry[self.field.record].model._meta.db_table
        return f"CREATE INDEX CONCURRENTLY {self.name} ON {table} {self.made_of(key)} WHERE custom ? '{key}'"

    def made_of(self, key):
        value = f"(custom ->> '{key}')"
        if self.field.kind in CustomField.WRITTEN:
            return f"USING gin (kariz_fold{value} gin_trgm_ops)"
        return f'({value} COLLATE "C")' if self.field.kind == Kind.DATE else f"(({value}::numeric))"


def ensure_indexes():
    """Drop what is broken or no longer wanted and make what is missing; returns the names of what was made."""
    with alone() as is_alone, connection.cursor() as cursor:
        if not is_alone:
            return []
        wanted = {index.name: index for index in indexes_wanted()}
        cursor.execute(STANDING)
        standing = dict(cursor.fetchall())
        for name, is_valid in standing.items():
            if name not in wanted or not is_valid:
                cursor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
        missing = [index for name, index in wanted.items() if not standing.get(name)]
        for index in missing:
            cursor.execute(index.sql)
        return [index.name for index in missing]


def indexes_wanted():
    fields = CustomField.objects.filter(retired_at=None, kind__in=CustomField.INDEXED, record__in=registry)
    return [Index(field) for field in fields]


@contextmanager
def alone():
    """Whether nobody else is at it; for as long as it takes, no statement has to be quick."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        (is_alone,) = cursor.fetchone()
        if not is_alone:
            yield False
            return
        cursor.execute("SELECT set_config('statement_timeout', '0', false), set_config('lock_timeout', '0', false)")
    try:
        yield True
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET statement_timeout")
            cursor.execute("RESET lock_timeout")
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
