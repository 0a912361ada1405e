"""What an import did to each record it changed, as events of the log; two people's edits are told apart by them."""

from timeline.log import write_selected

# The changes of a bunch as events; `sides` says what was and what is: an import goes from before to after.
EDITED = """
SELECT %(record)s || '.edited', %(record)s || ':' || r.id, ARRAY[%(record)s || ':' || r.id], %(by)s::bigint,
    (SELECT jsonb_object_agg(regexp_replace(b.key, '_id$', ''), jsonb_build_array({old} -> b.key, {new} -> b.key))
     FROM jsonb_each(c.before) b WHERE b.key NOT IN ('phone_key', 'external_id', 'custom')),
    jsonb_build_object('import', c.batch_id, 'name', r.name, 'said', {said}){version},
    r.owner_id, coalesce(t.path, ''), NULL::bigint
FROM leads_importchange c JOIN {table} r ON r.id = c.record_id LEFT JOIN accounts_user u ON u.id = r.owner_id
    LEFT JOIN accounts_team t ON t.id = u.team_id
WHERE c.batch_id = %(batch)s AND c.record = %(record)s AND c.before IS NOT NULL AND {which}
    AND EXISTS (SELECT 1 FROM jsonb_each(c.before) b WHERE b.key NOT IN ('phone_key', 'external_id', 'custom'))
"""
SAID = """coalesce((SELECT jsonb_object_agg(w.word, jsonb_build_array(
    coalesce({old} ->> w.key, ''), coalesce({new} ->> w.key, '')))
    FROM jsonb_each_text(%(words)s::jsonb) w(key, word) WHERE c.before ? w.key), '{{}}')"""
FORWARD = {"old": "c.before", "new": "c.after"}
BACKWARD = {"old": "c.after", "new": "c.before"}


def write_edits(staging, words, *, by, sides, which, parameters=None):
    """Enter an event for each change of a bunch; `words` is the JSON of {column: what people call it}."""
    select = EDITED.format(
        table=staging.table,
        said=SAID.format(**sides),
        version=" || jsonb_build_object('version', r.version)" if staging.has_version else "",
        which=which,
        **sides,
    )
    facts = {"record": staging.record, "by": by.pk, "batch": staging.batch.pk, "words": words}
    write_selected(select, facts | (parameters or {}))
