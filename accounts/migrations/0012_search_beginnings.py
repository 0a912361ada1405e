"""The search knows how many words begin so without reading them, holds typing errors against beginnings (0028), reads
Chinese in one script (kit/han.py), and finds what was written on a record that was merged where it went to.
"""

import json

import django.contrib.postgres.fields
from django.db import migrations, models

from kit.folding import HAN
from kit.han import SIMPLIFIED, TRADITIONAL

# A jsonb of three thousand pairs is looked up in less time than one translate() walks through as many signs.
CHINESE = r"""
CREATE FUNCTION kariz_simplified(said text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
    IF said !~ '[HAN]' THEN RETURN said; END IF;
    RETURN (SELECT string_agg(coalesce('PAIRS'::jsonb ->> sign, sign), '' ORDER BY place)
        FROM string_to_table(said, NULL) WITH ORDINALITY AS signs (sign, place));
END $$;
"""
PAIRS = json.dumps(dict(zip(TRADITIONAL, SIMPLIFIED, strict=True)), ensure_ascii=False)
WEIGHED = r"""
CREATE OR REPLACE FUNCTION kariz_weighed(said text, weight text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    folded text;
BEGIN
    IF said = '' THEN RETURN ''; END IF;
    folded := kariz_fold(said);
    IF strpos(said, U&'\200C') > 0 THEN folded := folded || ' ' || kariz_fold(replace(said, U&'\200C', ' ')); END IF;
    folded := kariz_spread(SCRIPT(translate(folded, '\:''', '   ')));
    RETURN regexp_replace(folded, '(\S{1,40})\S*', '\1:1' || weight, 'g') || ' ';
END $$;
"""
# What a record of this name was merged into. Here nothing is merged; the leads say more (leads, migration 0010).
KEPT = """
CREATE FUNCTION kariz_kept(name text) RETURNS text LANGUAGE plpgsql STABLE STRICT AS $$
BEGIN
    RETURN name;
END $$;
"""
NOTES = """
CREATE OR REPLACE FUNCTION kariz_search_note(ids bigint[]) RETURNS TABLE (record_id bigint, holder text,
    owner_id bigint, is_closed boolean, title text, about text, body text, digits text) LANGUAGE sql STABLE AS $$
    SELECT event.id, SUBJECT, NULL::bigint, false, '', '', coalesce(state.text, details->>'text'), ''
    FROM timeline_event event LEFT JOIN timeline_entrystate state ON state.event_id = event.id
    WHERE event.id = ANY(ids) AND details ? 'text' AND subject ~ '^(lead|company|contact|deal):'
        AND undone_by_id IS NULL AND taken_at IS NULL
$$;
"""
LIKE = """
CREATE FUNCTION kariz_like(typed text) RETURNS TABLE (word text, uses bigint) LANGUAGE sql STABLE
SET enable_seqscan = off AS $$
    SELECT word, sum(uses) FROM (
        (SELECT word, uses FROM accounts_searchword WHERE length(typed) > 2 AND word LIKE '%' || typed || '%' LIMIT 200)
        UNION ALL
        (SELECT word, uses FROM accounts_searchword WHERE word % typed LIMIT 2000)) AS found
    GROUP BY word ORDER BY similarity(word, typed) DESC, sum(uses) DESC LIMIT 60
$$;
"""
NEW = CHINESE.replace("HAN", HAN).replace("PAIRS", PAIRS) + WEIGHED.replace("SCRIPT", "kariz_simplified")
NEW += KEPT + NOTES.replace("SUBJECT", "kariz_kept(subject)")
OLD = WEIGHED.replace("SCRIPT", "") + NOTES.replace("SUBJECT", "subject::text") + LIKE


class Migration(migrations.Migration):
    dependencies = [("accounts", "0011_recycle_bin"), ("timeline", "0007_told")]
    operations = [
        migrations.CreateModel(
            name="SearchBeginning",
            fields=[
                ("beginning", models.TextField(db_collation="C", primary_key=True, serialize=False)),
                ("uses", models.BigIntegerField()),
                (
                    "words",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None),
                ),
            ],
        ),
        migrations.RunSQL(
            NEW + "DROP FUNCTION kariz_like", OLD + "DROP FUNCTION kariz_kept; DROP FUNCTION kariz_simplified"
        ),
    ]
