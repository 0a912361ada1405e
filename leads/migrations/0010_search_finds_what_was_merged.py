"""The search finds a record by what was merged into it, and what was written on that where it went to."""

from django.db import migrations

COLUMNS = """RETURNS TABLE (record_id bigint, holder text, owner_id bigint, is_closed boolean, title text, about text,
    body text, digits text) LANGUAGE sql STABLE"""
KEPT = """
CREATE OR REPLACE FUNCTION kariz_kept(name text) RETURNS text LANGUAGE plpgsql STABLE STRICT
SET enable_seqscan = off AS $$
DECLARE
    kind text := split_part(name, ':', 1);
    kept bigint := split_part(name, ':', 2);
    next bigint := kept;
BEGIN
    WHILE next IS NOT NULL AND kind IN ('lead', 'company', 'contact') LOOP
        kept := next;
        next := CASE kind WHEN 'lead' THEN (SELECT merged_into_id FROM leads_lead WHERE id = kept)
            WHEN 'company' THEN (SELECT merged_into_id FROM leads_company WHERE id = kept)
            ELSE (SELECT merged_into_id FROM leads_contact WHERE id = kept) END;
    END LOOP;
    RETURN kind || ':' || kept;
END $$;
"""
# How everything that was merged into a record, directly or by another, was called.
MERGED = """
CREATE FUNCTION kariz_merged_{kind}(kept bigint) RETURNS text LANGUAGE plpgsql STABLE SET enable_seqscan = off AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM leads_{kind} WHERE merged_into_id = kept) THEN RETURN NULL; END IF;
    RETURN (
        WITH RECURSIVE gone AS (
            SELECT * FROM leads_{kind} WHERE merged_into_id = kept
            UNION ALL SELECT further.* FROM leads_{kind} further JOIN gone ON further.merged_into_id = gone.id)
        SELECT string_agg(concat_ws(' ', {words}), ' ' ORDER BY id) FROM gone);
END $$;

CREATE FUNCTION kariz_search_merged_{kind}() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    PERFORM kariz_again_note(array_agg(record_id)) FROM accounts_searchentry
    WHERE kind = 'note' AND holder = ANY(ARRAY['{kind}:' || NEW.id, kariz_kept('{kind}:' || OLD.merged_into_id)])
    HAVING count(*) > 0;
    PERFORM kariz_again_{kind}(array_agg(split_part(kariz_kept('{kind}:' || id), ':', 2)::bigint))
    FROM unnest(ARRAY[OLD.merged_into_id, NEW.merged_into_id]::bigint[]) AS id WHERE id IS NOT NULL HAVING count(*) > 0;
    RETURN NULL;
END $$;
CREATE TRIGGER search_merged AFTER UPDATE OF merged_into_id ON leads_{kind} FOR EACH ROW
WHEN (OLD.merged_into_id IS DISTINCT FROM NEW.merged_into_id) EXECUTE FUNCTION kariz_search_merged_{kind}();
"""
WORDS = {"lead": "name, company_name, email", "company": "name, domain", "contact": "name, email"}
FOUND = """
CREATE OR REPLACE FUNCTION kariz_search_lead(ids bigint[]) {columns} AS $$
    SELECT id, '', owner_id::bigint, status NOT IN ('new', 'working', 'qualified'), name, company_name,
        concat_ws(' ', email, job_title, {lead} notes), phone_key
    FROM leads_lead WHERE id = ANY(ids) AND merged_into_id IS NULL
$$;
CREATE OR REPLACE FUNCTION kariz_search_company(ids bigint[]) {columns} AS $$
    SELECT id, '', owner_id::bigint, false, name, '', concat_ws(' ', {company} domain, industry, city, country), ''
    FROM leads_company WHERE id = ANY(ids) AND merged_into_id IS NULL
$$;
CREATE OR REPLACE FUNCTION kariz_search_contact(ids bigint[]) {columns} AS $$
    SELECT id, '', owner_id::bigint, false, name,
        coalesce((SELECT company.name FROM leads_company company WHERE company.id = contact.company_id), ''),
        concat_ws(' ', {contact} email, job_title), phone_key
    FROM leads_contact contact WHERE id = ANY(ids) AND merged_into_id IS NULL
$$;
"""
# Entries of what was merged until now: those it went into, and what was written there.
AGAIN = """
SELECT kariz_again_{kind}(array_agg(id)) FROM (
    SELECT DISTINCT merged_into_id::bigint AS id FROM leads_{kind} WHERE merged_into_id IS NOT NULL) AS kept
HAVING count(*) > 0;
SELECT kariz_again_note(array_agg(record_id)) FROM accounts_searchentry entry JOIN leads_{kind} gone
    ON holder = '{kind}:' || gone.id WHERE entry.kind = 'note' AND merged_into_id IS NOT NULL HAVING count(*) > 0;
"""
BACK = """
DROP TRIGGER search_merged ON leads_{kind};
DROP FUNCTION kariz_search_merged_{kind}, kariz_merged_{kind};
"""
UNKEPT = """
CREATE OR REPLACE FUNCTION kariz_kept(name text) RETURNS text LANGUAGE plpgsql STABLE STRICT AS $$
BEGIN
    RETURN name;
END $$;
"""


def each(said):
    return "".join(said.format(kind=kind, words=words) for kind, words in WORDS.items())


NEW = KEPT + each(MERGED) + FOUND.format(columns=COLUMNS, **{kind: f"kariz_merged_{kind}(id)," for kind in WORDS})
OLD = FOUND.format(columns=COLUMNS, **dict.fromkeys(WORDS, "")) + UNKEPT + each(BACK)


class Migration(migrations.Migration):
    dependencies = [("leads", "0009_search"), ("accounts", "0013_entries_in_one_script")]
    operations = [migrations.RunSQL(NEW + each(AGAIN), OLD)]
