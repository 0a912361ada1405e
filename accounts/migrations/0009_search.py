"""What the search asks: one entry for each record anybody can find, kept by triggers, so that no action, import, merge
or undo can forget it, and found in the moment it is written. docs/decisions/0025 tells why.

A floor brings its records by a function kariz_search_<kind>(ids), which says how each reads, and one call of
kariz_searchable, which makes the triggers. Folding (kariz_fold) comes with the leads, above; nothing is folded before.
"""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models

# Chinese and Japanese set no spaces between words: each two neighbours are a word. kit/folding.py says the same.
HAN = "㐀-䶿一-鿿豈-﫿ぁ-ヿ"
WORDS = r"""
CREATE FUNCTION kariz_spread(folded text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    runs text;
BEGIN
    IF folded !~ '[HAN]' THEN RETURN folded; END IF;
    runs := regexp_replace(folded, '([HAN]+)', ' \1 ', 'g');
    RETURN regexp_replace(runs, '([HAN]{2})', '\1 ', 'g') || ' ' || regexp_replace(
        regexp_replace(runs, '([HAN])([HAN]*)', '\1 \2', 'g'), '([HAN]{2})', '\1 ', 'g');
END $$;

CREATE FUNCTION kariz_weighed(said text, weight text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    folded text;
BEGIN
    IF said = '' THEN RETURN ''; END IF;
    folded := kariz_fold(said);
    IF strpos(said, U&'\200C') > 0 THEN folded := folded || ' ' || kariz_fold(replace(said, U&'\200C', ' ')); END IF;
    folded := kariz_spread(translate(folded, '\:''', '   '));
    RETURN regexp_replace(folded, '(\S{1,40})\S*', '\1:1' || weight, 'g') || ' ';
END $$;

CREATE FUNCTION kariz_words(kind text, record bigint, owner bigint, title text, about text, body text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    RETURN (kariz_weighed(title, 'A') || kariz_weighed(about, 'B') || kariz_weighed(left(body, 4000), 'D')
        || '@' || owner || ' #' || kind || (record >> 14))::tsvector;
END $$;
""".replace("HAN", HAN)
# %1$s is the kind, %2$s its table, %3$s its columns, %4$s and %5$s the same before and after a change.
SEARCHABLE = r"""
CREATE FUNCTION kariz_search_kept(kind text) RETURNS void LANGUAGE plpgsql AS $outer$
BEGIN
    EXECUTE format($made$
        CREATE FUNCTION kariz_enter_%1$s(ids bigint[]) RETURNS void LANGUAGE plpgsql SET enable_seqscan = off AS $$
        BEGIN
            INSERT INTO accounts_searchentry
                (kind, record_id, holder, owner_id, is_closed, title_key, digits, words)
            SELECT %1$L, record_id, holder, owner, is_closed, left(kariz_fold(title), 120), digits,
                kariz_words(%1$L, record_id, owner, title, about, body)
            FROM (SELECT *, kariz_search_owner(holder, owner_id) AS owner FROM kariz_search_%1$s(ids)) AS said;
        END $$;
        CREATE FUNCTION kariz_again_%1$s(ids bigint[]) RETURNS void LANGUAGE plpgsql SET enable_seqscan = off AS $$
        BEGIN
            PERFORM FROM accounts_searchentry WHERE kind = %1$L AND record_id = ANY(ids) ORDER BY record_id FOR UPDATE;
            UPDATE accounts_searchentry entry
            SET holder = said.holder, owner_id = said.owner, is_closed = said.is_closed, digits = said.digits,
                title_key = left(kariz_fold(said.title), 120),
                words = kariz_words(%1$L, said.record_id, said.owner, said.title, said.about, said.body)
            FROM (SELECT *, kariz_search_owner(holder, owner_id) AS owner FROM kariz_search_%1$s(ids)) AS said
            WHERE kind = %1$L AND entry.record_id = said.record_id;
            DELETE FROM accounts_searchentry WHERE kind = %1$L AND record_id = ANY(ids)
                AND record_id NOT IN (SELECT record_id FROM kariz_search_%1$s(ids));
            PERFORM kariz_enter_%1$s(missing.ids) FROM (
                SELECT array_agg(one) AS ids FROM unnest(ids) AS one WHERE NOT EXISTS (
                    SELECT FROM accounts_searchentry WHERE kind = %1$L AND record_id = one)) AS missing
            WHERE missing.ids IS NOT NULL;
        END $$;
    $made$, kind);
END $outer$;

CREATE FUNCTION kariz_searchable(kind text, kept text, columns text) RETURNS void LANGUAGE plpgsql AS $outer$
DECLARE
    old text := regexp_replace(columns, '(\w+)', 'OLD.\1', 'g');
    new text := regexp_replace(columns, '(\w+)', 'NEW.\1', 'g');
BEGIN
    PERFORM kariz_search_kept(kind);
    EXECUTE format($made$
        CREATE FUNCTION kariz_search_%1$s_insert() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM kariz_enter_%1$s(array_agg(id)) FROM fresh HAVING count(*) > 0;
            RETURN NULL;
        END $$;
        CREATE FUNCTION kariz_search_%1$s_update() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM kariz_again_%1$s(ARRAY[NEW.id::bigint]);
            RETURN NULL;
        END $$;
        CREATE FUNCTION kariz_search_%1$s_delete() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
        BEGIN
            DELETE FROM accounts_searchentry USING gone WHERE kind = %1$L AND record_id = gone.id;
            RETURN NULL;
        END $$;
        CREATE TRIGGER search_insert AFTER INSERT ON %2$s REFERENCING NEW TABLE AS fresh
        FOR EACH STATEMENT EXECUTE FUNCTION kariz_search_%1$s_insert();
        CREATE TRIGGER search_update AFTER UPDATE OF %3$s ON %2$s FOR EACH ROW
        WHEN ((%4$s) IS DISTINCT FROM (%5$s)) EXECUTE FUNCTION kariz_search_%1$s_update();
        CREATE TRIGGER search_delete AFTER DELETE ON %2$s REFERENCING OLD TABLE AS gone
        FOR EACH STATEMENT EXECUTE FUNCTION kariz_search_%1$s_delete();
    $made$, kind, kept, columns, old, new);
    EXECUTE format('SELECT kariz_enter_%s(array_agg(id)) FROM %s HAVING count(*) > 0', kind, kept);
END $outer$;

CREATE FUNCTION kariz_unsearchable(kind text, kept text) RETURNS void LANGUAGE plpgsql AS $outer$
BEGIN
    EXECUTE format($made$
        DROP TRIGGER search_insert ON %2$s;
        DROP TRIGGER search_update ON %2$s;
        DROP TRIGGER search_delete ON %2$s;
        DROP FUNCTION kariz_search_%1$s_insert, kariz_search_%1$s_update, kariz_search_%1$s_delete;
        DROP FUNCTION kariz_again_%1$s, kariz_enter_%1$s, kariz_search_%1$s(bigint[]);
        DELETE FROM accounts_searchentry WHERE kind = %1$L;
    $made$, kind, kept);
END $outer$;
"""
# What hangs on a record (a note, a letter) is seen by whoever sees the record: 0 is everybody, -1 is nobody.
HELD = """
CREATE FUNCTION kariz_search_owner(held_by text, owned_by bigint) RETURNS bigint LANGUAGE plpgsql STABLE
SET enable_seqscan = off AS $$
BEGIN
    IF held_by = '' THEN RETURN coalesce(owned_by, 0); END IF;
    RETURN coalesce((SELECT owner_id FROM accounts_searchentry WHERE kind = split_part(held_by, ':', 1)
        AND record_id = split_part(held_by, ':', 2)::bigint), -1);
END $$;

CREATE FUNCTION kariz_search_passed() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    UPDATE accounts_searchentry SET owner_id = NEW.owner_id,
        words = ts_delete(words, '@' || owner_id) || array_to_tsvector(ARRAY['@' || NEW.owner_id])
    WHERE holder = NEW.kind || ':' || NEW.record_id AND holder <> '';
    RETURN NULL;
END $$;
CREATE TRIGGER search_passed AFTER UPDATE OF owner_id ON accounts_searchentry FOR EACH ROW
WHEN (OLD.owner_id <> NEW.owner_id AND NEW.holder = '') EXECUTE FUNCTION kariz_search_passed();

CREATE FUNCTION kariz_search_left() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    UPDATE accounts_searchentry entry SET owner_id = -1,
        words = ts_delete(entry.words, '@' || entry.owner_id) || array_to_tsvector(ARRAY['@-1'])
    FROM gone WHERE entry.holder = gone.kind || ':' || gone.record_id AND entry.holder <> '';
    RETURN NULL;
END $$;
CREATE TRIGGER search_left AFTER DELETE ON accounts_searchentry REFERENCING OLD TABLE AS gone
FOR EACH STATEMENT EXECUTE FUNCTION kariz_search_left();

CREATE FUNCTION kariz_search_came() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    UPDATE accounts_searchentry entry SET owner_id = fresh.owner_id,
        words = ts_delete(entry.words, '@-1') || array_to_tsvector(ARRAY['@' || fresh.owner_id])
    FROM fresh WHERE entry.holder = fresh.kind || ':' || fresh.record_id AND entry.holder <> '' AND entry.owner_id = -1;
    INSERT INTO accounts_searchword (word, uses)
    SELECT DISTINCT lexeme, 0 FROM fresh, unnest(words) WHERE lexeme !~ '^([@#]|[0-9]+$)'
        AND NOT EXISTS (SELECT FROM accounts_searchword WHERE word = lexeme);
    RETURN NULL;
END $$;
CREATE TRIGGER search_came AFTER INSERT ON accounts_searchentry REFERENCING NEW TABLE AS fresh
FOR EACH STATEMENT EXECUTE FUNCTION kariz_search_came();

CREATE FUNCTION kariz_search_reworded() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    INSERT INTO accounts_searchword (word, uses)
    SELECT lexeme, 0 FROM unnest(NEW.words) WHERE lexeme !~ '^([@#]|[0-9]+$)'
        AND NOT EXISTS (SELECT FROM accounts_searchword WHERE word = lexeme);
    RETURN NULL;
END $$;
CREATE TRIGGER search_reworded AFTER UPDATE OF title_key, words ON accounts_searchentry FOR EACH ROW
WHEN (OLD.owner_id = NEW.owner_id) EXECUTE FUNCTION kariz_search_reworded();

-- The words a typing error is held against: those that begin with the same letters, have them somewhere, or are alike.
CREATE FUNCTION kariz_like(typed text) RETURNS TABLE (word text, uses bigint) LANGUAGE sql STABLE
SET enable_seqscan = off AS $$
    SELECT word, sum(uses) FROM (
        (SELECT word, uses FROM accounts_searchword WHERE length(typed) > 2 AND word LIKE '%' || typed || '%' LIMIT 200)
        UNION ALL
        (SELECT word, uses FROM accounts_searchword WHERE word % typed LIMIT 2000)) AS found
    GROUP BY word ORDER BY similarity(word, typed) DESC, sum(uses) DESC LIMIT 60
$$;
"""
NOTES = """
CREATE FUNCTION kariz_search_note(ids bigint[]) RETURNS TABLE (record_id bigint, holder text, owner_id bigint,
    is_closed boolean, title text, about text, body text, digits text) LANGUAGE sql STABLE AS $$
    SELECT event.id, subject::text, NULL::bigint, false, '', '', coalesce(state.text, details->>'text'), ''
    FROM timeline_event event LEFT JOIN timeline_entrystate state ON state.event_id = event.id
    WHERE event.id = ANY(ids) AND details ? 'text' AND subject ~ '^(lead|company|contact|deal):'
        AND undone_by_id IS NULL AND taken_at IS NULL
$$;
SELECT kariz_search_kept('note');
CREATE FUNCTION kariz_search_note_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM kariz_enter_note(ARRAY[NEW.id]);
    RETURN NULL;
END $$;
CREATE FUNCTION kariz_search_note_state() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM kariz_again_note(ARRAY[NEW.event_id]);
    RETURN NULL;
END $$;
CREATE FUNCTION kariz_search_note_undone() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    DELETE FROM accounts_searchentry WHERE kind = 'note' AND record_id = NEW.id;
    RETURN NULL;
END $$;
CREATE FUNCTION kariz_search_note_delete() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    DELETE FROM accounts_searchentry USING gone WHERE kind = 'note' AND record_id = gone.id;
    RETURN NULL;
END $$;
CREATE TRIGGER search_insert AFTER INSERT ON timeline_event FOR EACH ROW
WHEN (NEW.details ? 'text') EXECUTE FUNCTION kariz_search_note_insert();
CREATE TRIGGER search_undone AFTER UPDATE OF undone_by_id ON timeline_event FOR EACH ROW
WHEN (NEW.undone_by_id IS NOT NULL AND NEW.details ? 'text') EXECUTE FUNCTION kariz_search_note_undone();
CREATE TRIGGER search_state AFTER INSERT OR UPDATE OF text, taken_at ON timeline_entrystate FOR EACH ROW
EXECUTE FUNCTION kariz_search_note_state();
CREATE TRIGGER search_delete AFTER DELETE ON timeline_event REFERENCING OLD TABLE AS gone
FOR EACH STATEMENT EXECUTE FUNCTION kariz_search_note_delete();
"""
PEOPLE = """
CREATE FUNCTION kariz_search_person(ids bigint[]) RETURNS TABLE (record_id bigint, holder text, owner_id bigint,
    is_closed boolean, title text, about text, body text, digits text) LANGUAGE sql STABLE AS $$
    SELECT id, '', NULL::bigint, false, name, '', email, '' FROM accounts_user WHERE id = ANY(ids) AND is_active
$$;
SELECT kariz_searchable('person', 'accounts_user', 'name, email, is_active');
"""
FORGET = """
DROP TRIGGER search_insert ON timeline_event;
DROP TRIGGER search_undone ON timeline_event;
DROP TRIGGER search_state ON timeline_entrystate;
DROP TRIGGER search_delete ON timeline_event;
DROP FUNCTION kariz_search_note_state, kariz_search_note_insert, kariz_search_note_undone, kariz_search_note_delete;
DROP FUNCTION kariz_enter_note, kariz_again_note;
DROP FUNCTION kariz_search_note(bigint[]);
SELECT kariz_unsearchable('person', 'accounts_user');
DROP TRIGGER search_passed ON accounts_searchentry;
DROP TRIGGER search_left ON accounts_searchentry;
DROP TRIGGER search_came ON accounts_searchentry;
DROP TRIGGER search_reworded ON accounts_searchentry;
DROP FUNCTION kariz_like, kariz_search_reworded, kariz_search_came, kariz_search_left, kariz_search_passed;
DROP FUNCTION kariz_search_owner, kariz_search_kept, kariz_searchable, kariz_unsearchable;
DROP FUNCTION kariz_words, kariz_weighed, kariz_spread;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0008_files"), ("timeline", "0007_told")]
    operations = [
        migrations.RunSQL("CREATE EXTENSION IF NOT EXISTS pg_trgm", migrations.RunSQL.noop),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(db_collation="C", max_length=10)),
                ("record_id", models.BigIntegerField()),
                ("holder", models.CharField(db_collation="C", default="", max_length=30)),
                ("owner_id", models.BigIntegerField()),
                ("is_closed", models.BooleanField(default=False)),
                ("title_key", models.TextField(default="")),
                ("digits", models.CharField(default="", max_length=16)),
                ("words", django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "record_id"), name="one_search_entry_a_record")
                ],
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["words"], gin_pending_list_limit=256, name="search_entry_words"
                    ),
                    models.Index(
                        condition=models.Q(("holder", ""), _negated=True), fields=["holder"], name="search_entry_holder"
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        condition=models.Q(("digits", ""), _negated=True),
                        fields=["digits"],
                        name="search_entry_digits",
                        opclasses=["gin_trgm_ops"],
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.TextField(db_collation="C")),
                ("uses", models.BigIntegerField(default=0)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["word"], name="search_word"),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["word"], name="search_word_like", opclasses=["gin_trgm_ops"]
                    ),
                ],
            },
        ),
        migrations.RunSQL(WORDS + SEARCHABLE + HELD + NOTES + PEOPLE, FORGET),
    ]
