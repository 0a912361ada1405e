"""Parcels: rows leave their tables for the bin, and come back, without passing through here.

The database writes each row as JSON and reads it again, so that every column is kept as it is, bytes and moments to the
microsecond too. Columns a later version dropped are left out; those it added get what a new row gets. All rows of a
model move in one statement. Nothing looks at them on the way but the triggers of their tables, and the guards of what
was sent are put aside meanwhile.
"""

from collections import defaultdict

from django.db import connection, models

from accounts.bin.kinds import corrected
from accounts.bin.walking import goes, sql_type
from accounts.models import BinnedLink, BinnedRecord, BinnedRow
from timeline.log import erasing

TAKE = """
WITH gone AS (DELETE FROM "{table}" WHERE "{key}" = ANY (%s::{type}[]) RETURNING *)
INSERT INTO accounts_binnedrow (binned_id, model, key, place, row)
SELECT given.binned, %s, given.key::text, %s, to_jsonb(gone)
FROM gone JOIN unnest(%s::{type}[], %s::bigint[]) AS given (key, binned) ON gone."{key}" = given.key
"""
UNLINK = """
UPDATE "{table}" SET "{column}" = NULL WHERE "{key}" = ANY (%s::{key_type}[]) AND "{column}" = ANY (%s::{type}[])
"""
COLUMNS = """
SELECT name, count(*) = max(total) FROM (
    SELECT jsonb_object_keys(row) AS name, (SELECT count(*) FROM accounts_binnedrow kept WHERE {which}) AS total
    FROM accounts_binnedrow kept WHERE {which}) AS names GROUP BY name
"""
WHICH = "kept.model = %s AND kept.binned_id = ANY (%s::bigint[])"
MADE_MEANWHILE = 'DELETE FROM "{table}" WHERE "{column}" = ANY (%s::{type}[])'
PUT = """
INSERT INTO "{table}" ({columns}) SELECT {values}
FROM accounts_binnedrow kept, jsonb_populate_record(NULL::"{table}", kept.row) AS was
WHERE {which} ORDER BY was."{key}"
"""
CORRECT = """
UPDATE "{table}" AS now SET {columns}
FROM accounts_binnedrow kept, jsonb_populate_record(NULL::"{table}", kept.row) AS was
WHERE {which} AND now."{key}" = was."{key}"
"""
LINK = """
UPDATE "{table}" SET "{column}" = given."to" FROM unnest(%s::{key_type}[], %s::{type}[]) AS given (key, "to")
WHERE "{table}"."{key}" = given.key AND "{column}" IS NULL
"""
LINK_IN_BIN = """
UPDATE accounts_binnedrow SET row = row || jsonb_build_object(%s::text, given."to")
FROM unnest(%s::text[], %s::{type}[]) AS given (key, "to")
WHERE model = %s AND accounts_binnedrow.key = given.key AND row -> %s = 'null'
"""


def pack(found, bins):
    """Take the rows that were found out of their tables; `bins` are {key of a record: id of its BinnedRecord}."""
    with erasing():
        unlink(found, bins)
        for place, (model, roots) in reversed(list(enumerate(found.rows.items()))):
            keys = list(roots)
            values = [keys, model._meta.label_lower, place, keys, [bins[root] for root in roots.values()]]
            run(TAKE, model, values, type=sql_type(model._meta.pk))


def unlink(found, bins):
    """Let what stays point nowhere, and remember where it pointed."""
    links, pairs_of = [], defaultdict(list)
    for field, key, to in found.links:
        binned, label = bins[found.root_of(field, to)], field.model._meta.label_lower
        links.append(BinnedLink(binned_id=binned, model=label, key=key, field=field.name, to=to))
        pairs_of[field].append((key, to))
    BinnedLink.objects.bulk_create(links, batch_size=1000)
    for field, pairs in pairs_of.items():  # what points elsewhere since it was read is left so
        run(UNLINK, field.model, [*map(list, zip(*pairs, strict=True))], column=field.column, **types_of(field))


def unpack(keys_of, bins):
    """Put the rows of these parcels back, {model: keys} in the order of their places, as the bin holds them now."""
    there = {}
    with erasing():
        for model, keys in keys_of.items():
            forget_made_meanwhile(model, there)
            put(model, [model._meta.label_lower, bins])
            there[model] = keys


def forget_made_meanwhile(model, there):
    """Remove what triggers made for records that have just come back: their own rows follow."""
    for field in model._meta.concrete_fields:
        if field.is_relation and field.related_model in there and goes(field):
            keys = there[field.related_model]
            run(MADE_MEANWHILE, model, [keys], column=field.column, type=sql_type(field))


def put(model, which):
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS.format(which=WHICH), which * 2)
        kept = dict(cursor.fetchall())
    values, given = zip(*[value_of(field, kept.get(field.column)) for field in fields], strict=True)
    columns = ", ".join(f'"{field.column}"' for field in fields)
    parameters = [one for each in given for one in each]
    run(PUT, model, [*parameters, *which], columns=columns, values=", ".join(values), which=WHICH)
    if names := corrected.get(model._meta.label_lower):
        columns = ", ".join(f'"{name}" = was."{name}"' for name in names)
        run(CORRECT, model, which, columns=columns, which=WHICH)


def value_of(field, is_everywhere):
    """(SQL, parameters) of a column's value: as kept; what rows do not have is what a new row gets."""
    # In a column of JSON that is never empty, a null is a value.
    is_json = isinstance(field, models.JSONField) and not field.null
    kept = f"kept.row -> '{field.column}'" if is_json else f'was."{field.column}"'
    if is_everywhere:
        return kept, []
    with connection.schema_editor(collect_sql=True, atomic=False) as editor:
        if field.has_db_default():
            new, parameters = editor.db_default_sql(field)
        else:
            new, parameters = "%s", [field.get_db_prep_save(field.get_default(), connection)]
    return f"CASE WHEN kept.row ? '{field.column}' THEN {kept} ELSE {new}::{sql_type(field)} END", list(parameters)


def link(links):
    """Let what pointed at what is back, [(field, key, to)], do so again, where it points nowhere meanwhile."""
    pairs_of = defaultdict(list)
    for field, key, to in links:
        pairs_of[field].append((key, to))
    for field, pairs in pairs_of.items():
        keys, tos = map(list, zip(*pairs, strict=True))
        types = types_of(field)
        run(LINK, field.model, [keys, tos], column=field.column, **types)
        run(LINK_IN_BIN, field.model, [field.column, keys, tos, field.model._meta.label_lower, field.column], **types)


def types_of(field):
    """The types of a column that points somewhere, and of the key of its rows."""
    return {"type": sql_type(field), "key_type": sql_type(field.model._meta.pk)}


def forget(bins):
    """Let go of parcels whose rows are back, in as many statements however many they are."""
    for rows in (BinnedRow.objects.filter(binned__in=bins), BinnedLink.objects.filter(binned__in=bins)):
        rows._raw_delete(rows.db)
    records = BinnedRecord.objects.filter(pk__in=bins)
    records._raw_delete(records.db)


def run(statement, model, parameters, **words):
    """Run one of the statements above for a table."""
    meta = model._meta
    with connection.cursor() as cursor:
        cursor.execute(statement.format(table=meta.db_table, key=meta.pk.column, **words), parameters)
