"""Keys by which records are recognised, kept by triggers so that no action, import or merge can forget them, and since
when a lead carries which label. `leads/folding.py` says the same in Python; a test compares the two.

Triggers that look for one row never read a whole table: they keep the plan they made while it was still empty.
"""

from django.db import migrations

# Letters without case, accents, ties and the two ways of writing Arabic yeh and kaf; any digits as 0 to 9; signs as spaces.
FOLD = r"""
CREATE FUNCTION kariz_fold(said text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN btrim(regexp_replace(
    translate(
        regexp_replace(
            casefold(normalize(said, NFKD) COLLATE pg_unicode_fast) COLLATE "C",
            U&'[\0300-\036F\0610-\061A\0640\064B-\065F\0670\06D6-\06ED\200B-\200F]+', '', 'g'),
        U&'\064A\0649\0643\0629\06C0\00F8\0142\0111\0131\00F0' || '٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹',
        U&'\06CC\06CC\06A9\0647\0647' || 'oldid' || '01234567890123456789'),
    U&'[\0001-\002F\003A-\0040\005B-\0060\007B-\00BF\00D7\00F7\060C\061B\061F\066A-\066C\2000-\2BFF\3000-\3004\3008-\3020\30FB\FE00-\FE6F\FF00-\FF0F]+',
    ' ', 'g'));

CREATE FUNCTION kariz_company(said text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN coalesce(
    nullif(btrim(regexp_replace(
        kariz_fold(replace(said, '.', '')),
        '(^| )(ltd|limited|llc|llp|inc|incorporated|corp|corporation|co|company|gmbh|ag|kg|ug|se|sa|sas|sarl|srl|spa|sro'
        '|as|asa|ab|oy|oyj|aps|nv|bv|plc|pty|pte|pvt|sdn|bhd|kk|lda|ltda|شرکت)(?= |$)|(股份)?(有限)?公司$', '', 'g')), ''),
    kariz_fold(said));

CREATE FUNCTION kariz_email(said text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN regexp_replace(btrim(casefold(normalize(said, NFKC) COLLATE pg_unicode_fast) COLLATE "C"), '\+[^@]*@', '@');

CREATE FUNCTION kariz_domain(said text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN regexp_replace(regexp_replace(kariz_email(said), '^(.*@|[a-z]+://)?(www\.)?', ''), '[/?#:].*$', '');
"""

# What a row is recognised by, as the columns of a fingerprint.
LEAD = "'lead', id, kariz_fold(name), kariz_company(company_name), kariz_email(email), phone_key, kariz_domain(email)"
COMPANY = "'company', id, kariz_company(name), kariz_company(name), '', '', kariz_domain(domain)"
CONTACT = """'contact', id, kariz_fold(name),
    coalesce((SELECT kariz_company(name) FROM leads_company WHERE leads_company.id = {row}.company_id), ''),
    kariz_email(email), phone_key, kariz_domain(email)"""
KEPT = """
CREATE FUNCTION fingerprint_{record}_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO leads_fingerprint (record, record_id, name_key, company_key, email_key, phone_key, domain_key)
    SELECT {made} FROM fresh WHERE merged_into_id IS NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER fingerprint_insert AFTER INSERT ON leads_{record} REFERENCING NEW TABLE AS fresh
FOR EACH STATEMENT EXECUTE FUNCTION fingerprint_{record}_insert();

CREATE FUNCTION fingerprint_{record}_update() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    DELETE FROM leads_fingerprint WHERE record = '{record}' AND record_id = NEW.id;
    INSERT INTO leads_fingerprint (record, record_id, name_key, company_key, email_key, phone_key, domain_key)
    SELECT {changed} FROM (SELECT NEW.*) changed WHERE merged_into_id IS NULL;
    {also}
    RETURN NULL;
END $$;
CREATE TRIGGER fingerprint_update AFTER UPDATE OF {columns}, merged_into_id ON leads_{record}
FOR EACH ROW WHEN (({old}, OLD.merged_into_id) IS DISTINCT FROM ({new}, NEW.merged_into_id))
EXECUTE FUNCTION fingerprint_{record}_update();

CREATE FUNCTION fingerprint_{record}_delete() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    DELETE FROM leads_fingerprint USING gone WHERE record = '{record}' AND record_id = gone.id;
    RETURN NULL;
END $$;
CREATE TRIGGER fingerprint_delete AFTER DELETE ON leads_{record} REFERENCING OLD TABLE AS gone
FOR EACH STATEMENT EXECUTE FUNCTION fingerprint_{record}_delete();

INSERT INTO leads_fingerprint (record, record_id, name_key, company_key, email_key, phone_key, domain_key)
SELECT {all} FROM leads_{record};
"""
RENAMED = """UPDATE leads_fingerprint SET company_key = kariz_company(NEW.name)
    WHERE record = 'contact' AND record_id IN (SELECT id FROM leads_contact WHERE company_id = NEW.id);"""


def kept(record, columns, told, also=""):
    names = columns.split(", ")
    return KEPT.format(
        record=record,
        made=told.format(row="fresh"),
        changed=told.format(row="changed"),
        all=told.format(row=f"leads_{record}"),
        columns=columns,
        old=", ".join(f"OLD.{name}" for name in names),
        new=", ".join(f"NEW.{name}" for name in names),
        also=also,
    )


FINGERPRINTS = (
    kept("company", "name, domain", COMPANY, RENAMED)
    + kept("contact", "name, email, phone_key, company_id", CONTACT)
    + kept("lead", "name, email, phone_key, company_name", LEAD)
)
LABELS = """
CREATE FUNCTION lead_label_began() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO leads_leadlabelstay (lead_id, label_id, began_at)
    SELECT id, label_id, created_at FROM fresh WHERE label_id IS NOT NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER label_began AFTER INSERT ON leads_lead REFERENCING NEW TABLE AS fresh
FOR EACH STATEMENT EXECUTE FUNCTION lead_label_began();

CREATE FUNCTION lead_label_changed() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    UPDATE leads_leadlabelstay SET ended_at = greatest(began_at, now()) WHERE lead_id = NEW.id AND ended_at IS NULL;
    INSERT INTO leads_leadlabelstay (lead_id, label_id, began_at)
    SELECT NEW.id, NEW.label_id, now() WHERE NEW.label_id IS NOT NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER label_changed AFTER UPDATE OF label_id ON leads_lead
FOR EACH ROW WHEN (OLD.label_id IS DISTINCT FROM NEW.label_id) EXECUTE FUNCTION lead_label_changed();

INSERT INTO leads_leadlabelstay (lead_id, label_id, began_at)
SELECT id, label_id, created_at FROM leads_lead WHERE label_id IS NOT NULL;
"""
DROP = """
DROP TRIGGER label_changed ON leads_lead;
DROP TRIGGER label_began ON leads_lead;
DROP FUNCTION lead_label_changed, lead_label_began;
""" + "".join(
    f"""
DROP TRIGGER fingerprint_insert ON leads_{record};
DROP TRIGGER fingerprint_update ON leads_{record};
DROP TRIGGER fingerprint_delete ON leads_{record};
DROP FUNCTION fingerprint_{record}_insert, fingerprint_{record}_update, fingerprint_{record}_delete;
"""
    for record in ("lead", "contact", "company")
)
UNFOLD = "DROP FUNCTION kariz_domain, kariz_email, kariz_company, kariz_fold;"


class Migration(migrations.Migration):
    dependencies = [("leads", "0005_capture_scoring_likeness")]
    operations = [migrations.RunSQL(FOLD, UNFOLD), migrations.RunSQL(FINGERPRINTS + LABELS, DROP)]
