"""Taking back what a batch did, by the set: what it changed gets its former facts, what it made goes, unless somebody
has worked on it since."""

from django.db import connection

from leads.importing.events import BACKWARD, write_edits
from leads.importing.staging import Staging

BACK = """
DROP TABLE IF EXISTS back;
CREATE TEMP TABLE back ON COMMIT DROP AS
SELECT c.id AS change_id, c.record_id, c.before, c.after FROM leads_importchange c
WHERE c.batch_id = %(batch)s AND c.record = %(record)s AND c.fate = '' ORDER BY c.id DESC LIMIT %(most)s;
"""
RESTORE = """
WITH put AS (
    UPDATE {table} r SET {sets}{version}
    FROM back b, LATERAL jsonb_populate_record(NULL::{table}, b.before) p
    WHERE b.before IS NOT NULL AND r.id = b.record_id AND r.merged_into_id IS NULL AND NOT EXISTS (
        SELECT 1 FROM jsonb_each(b.after) a WHERE to_jsonb(r) -> a.key IS DISTINCT FROM a.value)
    RETURNING b.change_id)
UPDATE leads_importchange c SET fate = 'restored' FROM put WHERE c.id = put.change_id
"""
GONE = """
DROP TABLE IF EXISTS gone;
CREATE TEMP TABLE gone ON COMMIT DROP AS
SELECT b.change_id, r.id{sheet} FROM back b JOIN {table} r ON r.id = b.record_id
WHERE b.before IS NULL {untouched} AND NOT EXISTS (
    SELECT 1 FROM timeline_event e WHERE e.subject = %(record)s || ':' || r.id AND e.actor_id IS NOT NULL
        AND NOT e.details ? 'import')
"""
FATES = """
UPDATE leads_importchange c SET fate = CASE
    WHEN c.before IS NULL AND (g.id IS NOT NULL OR NOT EXISTS (SELECT 1 FROM {table} r WHERE r.id = c.record_id))
    THEN 'restored' ELSE 'kept' END
FROM back b LEFT JOIN gone g ON g.change_id = b.change_id WHERE c.id = b.change_id AND c.fate = ''
"""


class TakingBack:
    """The way back for one kind of record; `parts` are tables that go with a record: (table, column)."""

    def __init__(self, model, record, batch, words, parts=()):
        self.model, self.record, self.batch, self.words, self.parts = model, record, batch, words, parts
        self.staging = Staging(model, record, (), batch)
        self.table = model._meta.db_table

    def take(self, most):
        """Take back up to so many changes; returns how many there were."""
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE leads_importchange")
            facts = {"batch": self.batch.pk, "record": self.record, "most": most}
            cursor.execute(BACK, facts)
            cursor.execute("ANALYZE back")
            cursor.execute("SELECT count(*), count(before) FROM back")
            count, changed = cursor.fetchone()
            if changed:
                self.restore(cursor)
            if count:
                self.remove(cursor, facts)
                cursor.execute(FATES.format(table=self.table))
        return count

    def restore(self, cursor):
        cursor.execute("SELECT DISTINCT jsonb_object_keys(before) FROM back WHERE before IS NOT NULL ORDER BY 1")
        known = {field.column for field in self.model._meta.concrete_fields}
        names = [name for (name,) in cursor.fetchall() if name in known]
        sets = ", ".join(f"{name} = CASE WHEN b.before ? '{name}' THEN p.{name} ELSE r.{name} END" for name in names)
        version = ", version = r.version + 1" if self.staging.has_version else ""
        cursor.execute(RESTORE.format(table=self.table, sets=sets, version=version))
        write_edits(
            self.staging,
            self.words,
            by=self.batch.reverted_by,
            sides=BACKWARD,
            which="c.fate = 'restored' AND c.id IN (SELECT change_id FROM back)",
        )

    def remove(self, cursor, facts):
        leant = "".join(
            f" AND NOT EXISTS (SELECT 1 FROM {table} x WHERE x.{column} = r.id)"  # noqa: S608 - names of ours
            for table, column in leaning_on(self.model, self.parts)
        )
        sheet = ", r.qualification_id AS sheet" if self.staging.has_sheet else ""
        cursor.execute(GONE.format(table=self.table, sheet=sheet, untouched=leant), facts)
        cursor.execute("ANALYZE gone")
        for table, column in self.parts:
            cursor.execute(f"DELETE FROM {table} WHERE {column} IN (SELECT id FROM gone)")  # noqa: S608 - names of ours
        pairs = "one IN ({keys}) OR other IN ({keys})".format(keys="SELECT %(record)s || ':' || id FROM gone")
        cursor.execute(f"DELETE FROM leads_likelypair WHERE {pairs}", facts)  # noqa: S608 - written above
        cursor.execute(f"DELETE FROM {self.table} WHERE id IN (SELECT id FROM gone)")  # noqa: S608 - names of ours
        if self.staging.has_sheet:
            cursor.execute("DELETE FROM leads_qualification WHERE id IN (SELECT sheet FROM gone)")


def leaning_on(model, parts):
    """(table, column) of everything that may refer to a record of a model, but for its parts."""
    fields = [relation.field for relation in model._meta.related_objects if relation.field.concrete]
    places = [(field.model._meta.db_table, field.column) for field in fields if not field.many_to_many]
    return [place for place in places if place not in parts]
