"""What an import did to each record it changed, as events of the log; two people's edits are told apart by them."""

from timeline.log import write_selected

# The changes of a bunch as events; `sides` says what was and what is: an import goes from before to after.
EDITED = """
SELECT %(record)s || '.edited', %(record)s || ':' || r.id, ARRAY[%(record)s || ':' || r.id], %(by)s::bigint,
    told.changes, jsonb_build_object('import', c.batch_id, 'name', r.name, 'said', coalesce(told.said, '{{}}'))
    {version}, r.owner_id, coalesce(t.path, ''), NULL::bigint
FROM leads_importchange c JOIN {table} r ON r.id = c.record_id LEFT JOIN accounts_user u ON u.id = r.owner_id
    LEFT JOIN accounts_team t ON t.id = u.team_id
    CROSS JOIN LATERAL (
        SELECT jsonb_object_agg(regexp_replace(fact, '_id$', ''), jsonb_build_array(old, new)) AS changes,
            jsonb_object_agg(w.words ->> 'name', jsonb_build_array({old_words}, {new_words}))
                FILTER (WHERE w.words IS NOT NULL) AS said
        FROM ({facts}) AS facts(fact, old, new)
            LEFT JOIN jsonb_each(%(words)s::jsonb) AS w(name, words) ON w.name = fact
    ) AS told
WHERE c.batch_id = %(batch)s AND c.record = %(record)s AND c.before IS NOT NULL AND {which}
    AND told.changes IS NOT NULL
"""
# Of the sheet of custom values each field by itself.
FACTS = """
SELECT key, {old} -> key, {new} -> key FROM jsonb_object_keys(c.before) AS key
WHERE key NOT IN ('phone_key', 'external_id', 'custom') UNION ALL
SELECT 'custom.' || key, {old} -> 'custom' -> key, {new} -> 'custom' -> key
FROM jsonb_object_keys((c.before -> 'custom') || (c.after -> 'custom')) AS key
WHERE {old} -> 'custom' -> key IS DISTINCT FROM {new} -> 'custom' -> key"""
WORDS = """coalesce((SELECT string_agg(coalesce(w.words -> 'names' ->> (one #>> '{{}}'), one #>> '{{}}'), ', ')
    FROM jsonb_array_elements(
        CASE jsonb_typeof({side}) WHEN 'array' THEN {side} ELSE jsonb_build_array({side}) END) AS one), '')"""
FORWARD = {"old": "c.before", "new": "c.after"}
BACKWARD = {"old": "c.after", "new": "c.before"}


def write_edits(staging, words, *, by, sides, which, parameters=None):
    """Enter an event for each change of a bunch; `words` is the JSON a kind says its facts by."""
    select = EDITED.format(
        table=staging.table,
        facts=FACTS.format(**sides),
        old_words=WORDS.format(side="old"),
        new_words=WORDS.format(side="new"),
        version=" || jsonb_build_object('version', r.version)" if staging.has_version else "",
        which=which,
    )
    facts = {"record": staging.record, "by": by.pk, "batch": staging.batch.pk, "words": words}
    write_selected(select, facts | (parameters or {}))
