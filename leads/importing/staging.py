"""A bunch of understood rows in a temporary table, and from there into the records by the set.

What a row says nothing of is null there: it leaves a known record as it is, and gives a new one the field's default.
"""

import json

from django.db import connection

from leads.models import Qualification

# How known records are found by a key; fingerprints have an index for each.
FOUND_BY = {
    "external_id": "JOIN {table} r ON r.external_id = s.key",
    "email": """JOIN leads_fingerprint f ON f.record = '{record}' AND f.email_key = kariz_email(s.key)
                JOIN {table} r ON r.id = f.record_id AND lower(r.email) = lower(s.key)""",
    "phone": """JOIN leads_fingerprint f ON f.record = '{record}' AND f.phone_key = s.key
                JOIN {table} r ON r.id = f.record_id""",
    "name": """JOIN leads_fingerprint f ON f.record = '{record}' AND f.name_key = kariz_company(s.key)
               JOIN {table} r ON r.id = f.record_id AND lower(r.name) = lower(s.key)""",
    "domain": """JOIN leads_fingerprint f ON f.record = '{record}' AND f.domain_key = kariz_domain(s.key)
                 JOIN {table} r ON r.id = f.record_id""",
}
STAGE = """
DROP TABLE IF EXISTS staged, known;
CREATE TEMP TABLE staged ON COMMIT DROP AS SELECT 0 AS line, ''::text AS key{columns} FROM {table} WHERE false;
"""
KNOWN = """
CREATE TEMP TABLE known ON COMMIT DROP AS
SELECT s.line, count(*) AS found, min(r.id) AS id, min(r.owner_id) AS owner_id FROM staged s {join}
WHERE s.key <> '' GROUP BY s.line
"""
CHANGE = """
WITH changed AS (
    UPDATE {table} r SET {sets} FROM staged s JOIN known k ON k.line = s.line
    WHERE r.id = k.id AND r.merged_into_id IS NULL AND ({mine}) IS DISTINCT FROM ({theirs})
    RETURNING r.id, s.line, jsonb_build_object({old}) AS before, jsonb_build_object({new}) AS after
)
INSERT INTO leads_importchange AS c (batch_id, record, record_id, line, before, after)
SELECT %(batch)s, %(record)s, id, line, d.before, d.after FROM changed, LATERAL (
    SELECT jsonb_object_agg(b.key, b.value) AS before, jsonb_object_agg(b.key, after -> b.key) AS after
    FROM jsonb_each(changed.before) b WHERE b.value IS DISTINCT FROM changed.after -> b.key) d
ON CONFLICT (batch_id, record, record_id) DO UPDATE SET
    before = CASE WHEN c.before IS NOT NULL THEN excluded.before || c.before END,
    after = CASE WHEN c.before IS NOT NULL THEN c.after || excluded.after END
"""
ADD = """
WITH fresh AS MATERIALIZED (
    SELECT s.*, nextval(pg_get_serial_sequence('{table}', 'id')) AS pk{sheet_id}
    FROM staged s LEFT JOIN known k ON k.line = s.line WHERE k.line IS NULL ORDER BY s.line
){sheets}, made AS (INSERT INTO {table} ({names}) SELECT {values} FROM fresh)
INSERT INTO leads_importchange (batch_id, record, record_id, line)
SELECT %(batch)s, %(record)s, pk, line FROM fresh
"""
SHEETS = ", sheets AS (INSERT INTO leads_qualification ({names}) SELECT {values} FROM fresh)"


class Staging:
    """The temporary table of one bunch for one model; `columns` are those the file says something of.

    Those `of_new` are written on new records alone; `owner` is whose a new record is if the file does not say.
    """

    def __init__(self, model, record, columns, batch, *, of_new=(), owner=None):
        self.model, self.record, self.columns, self.batch = model, record, columns, batch
        self.changing, self.owner = [name for name in columns if name not in of_new], owner
        self.table = model._meta.db_table
        self.has_version = any(field.name == "version" for field in model._meta.concrete_fields)
        self.has_sheet = any(field.name == "qualification" for field in model._meta.concrete_fields)

    def fill(self, rows):
        """Put rows of (line, key, values by column) into the table."""
        with connection.cursor() as cursor:
            columns = "".join(f", {name}" for name in self.columns)
            cursor.execute(STAGE.format(columns=columns, table=self.table))
            with cursor.copy(f"COPY staged (line, key{columns}) FROM STDIN") as copy:
                for line, key, values in rows:
                    copy.write_row((line, key, *map(values.get, self.columns)))
            cursor.execute("ANALYZE staged")

    def find_known(self, finds_by):
        """Find the records the rows mean; returns (line, how many, id, owner) of each row that means any."""
        join = FOUND_BY[finds_by].format(table=self.table, record=self.record) if finds_by else f"{NOBODY}"
        with connection.cursor() as cursor:
            cursor.execute(KNOWN.format(join=join.replace("{table}", self.table)))
            cursor.execute("ANALYZE known")
            cursor.execute("SELECT line, found, id, owner_id FROM known ORDER BY line")
            return cursor.fetchall()

    def drop(self, lines):
        """Leave these rows out."""
        if lines:
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM staged WHERE line = ANY(%s)", [lines])

    def taken_ids(self):
        """Lines that would make a new record with an id of another program that is taken, with the id."""
        if "external_id" not in self.columns:
            return []
        with connection.cursor() as cursor:
            cursor.execute(
                f"""SELECT s.line, s.external_id FROM staged s JOIN {self.table} r ON r.external_id = s.external_id
                    LEFT JOIN known k ON k.line = s.line WHERE k.id IS DISTINCT FROM r.id"""  # noqa: S608 - a table of ours
            )
            return cursor.fetchall()

    def change(self):
        """Write what differs on known records; returns how many differed."""
        if not self.changing:
            return 0
        news = {name: self.news(name) for name in self.changing}
        sets = [f"{name} = {news[name]}" for name in self.changing]
        statement = CHANGE.format(
            table=self.table,
            sets=", ".join([*sets, "version = r.version + 1"] if self.has_version else sets),
            mine=", ".join(f"r.{name}" for name in self.changing),
            theirs=", ".join(news.values()),
            old=", ".join(f"'{name}', old.{name}" for name in self.changing),
            new=", ".join(f"'{name}', new.{name}" for name in self.changing),
        )
        return self.execute(statement)

    def news(self, name):
        """What a known record is to hold: custom values are added to those it has."""
        if name == "custom":
            return "CASE WHEN s.custom IS NULL THEN r.custom ELSE r.custom || s.custom END"
        return f"coalesce(s.{name}, r.{name})"

    def add(self):
        """Make records of the rows that mean none we know; returns how many."""
        values = {"id": "pk"} | ({"qualification_id": "sheet"} if self.has_sheet else {})
        defaults = defaults_of(self.model, self.columns) | {"owner_id": literal(self.owner)}
        for name in defaults | dict.fromkeys(self.columns):
            values.setdefault(name, f"coalesce({name}, {defaults[name]})" if name in self.columns else defaults[name])
        statement = ADD.format(
            table=self.table,
            names=", ".join(values),
            values=", ".join(values.values()),
            sheet_id=", nextval(pg_get_serial_sequence('leads_qualification', 'id')) AS sheet" * self.has_sheet,
            sheets=sheets() if self.has_sheet else "",
        )
        return self.execute(statement)

    def execute(self, statement):
        with connection.cursor() as cursor:
            cursor.execute(statement, {"batch": self.batch.pk, "record": self.record})
            return cursor.rowcount


NOBODY = "JOIN {table} r ON false"


def sheets():
    """The part of the statement that makes an empty BANT sheet for each new record."""
    values = defaults_of(Qualification, ()) | {"id": "sheet"}
    return SHEETS.format(names=", ".join(values), values=", ".join(values.values()))


def defaults_of(model, columns):
    """{column: its default in SQL} of every column the database does not fill by itself, and of these."""
    fields = [field for field in model._meta.concrete_fields if not field.has_db_default() or field.column in columns]
    return {field.column: literal(field.get_default()) for field in fields}


def literal(value):
    """A default as SQL; only of values that stand in our own models."""
    match value:
        case None:
            return "NULL"
        case bool() | int():
            return str(value)
        case dict():
            return f"'{json.dumps(value)}'::jsonb"
        case _:
            return "'" + str(value).replace("'", "''").replace("%", "%%") + "'"
