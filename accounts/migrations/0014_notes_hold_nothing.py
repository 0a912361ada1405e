"""What hangs on a record holds nothing itself: a note that is written looks for nobody who waits for it."""

from django.db import migrations

CAME = """
CREATE OR REPLACE FUNCTION kariz_search_came() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    IF EXISTS (SELECT FROM fresh WHERE holder = '') THEN
        UPDATE accounts_searchentry entry SET owner_id = fresh.owner_id,
            words = ts_delete(entry.words, '@-1') || array_to_tsvector(ARRAY['@' || fresh.owner_id])
        FROM fresh
        WHERE entry.holder = fresh.kind || ':' || fresh.record_id AND entry.holder <> '' AND entry.owner_id = -1;
    END IF;
    INSERT INTO accounts_searchword (word, uses)
    SELECT DISTINCT lexeme, 0 FROM fresh, unnest(words) WHERE lexeme !~ '^([@#]|[0-9]+$)'
        AND NOT EXISTS (SELECT FROM accounts_searchword WHERE word = lexeme);
    RETURN NULL;
END $$;
"""
AS_BEFORE = CAME.replace("    IF EXISTS (SELECT FROM fresh WHERE holder = '') THEN\n", "").replace("    END IF;\n", "")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0013_entries_in_one_script")]
    operations = [migrations.RunSQL(CAME, AS_BEFORE)]
