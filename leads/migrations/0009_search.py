"""Leads, companies and contacts as the search reads them; what was merged away is not found."""

from django.db import migrations

COLUMNS = """RETURNS TABLE (record_id bigint, holder text, owner_id bigint, is_closed boolean, title text, about text,
    body text, digits text) LANGUAGE sql STABLE"""
KEEP = f"""
CREATE FUNCTION kariz_search_lead(ids bigint[]) {COLUMNS} AS $$
    SELECT id, '', owner_id::bigint, status NOT IN ('new', 'working', 'qualified'), name, company_name,
        concat_ws(' ', email, job_title, notes), phone_key
    FROM leads_lead WHERE id = ANY(ids) AND merged_into_id IS NULL
$$;
CREATE FUNCTION kariz_search_company(ids bigint[]) {COLUMNS} AS $$
    SELECT id, '', owner_id::bigint, false, name, '', concat_ws(' ', domain, industry, city, country), ''
    FROM leads_company WHERE id = ANY(ids) AND merged_into_id IS NULL
$$;
CREATE FUNCTION kariz_search_contact(ids bigint[]) {COLUMNS} AS $$
    SELECT id, '', owner_id::bigint, false, name,
        coalesce((SELECT company.name FROM leads_company company WHERE company.id = contact.company_id), ''),
        concat_ws(' ', email, job_title), phone_key
    FROM leads_contact contact WHERE id = ANY(ids) AND merged_into_id IS NULL
$$;
SELECT kariz_searchable(
    'lead', 'leads_lead', 'name, company_name, email, job_title, notes, phone_key, owner_id, status, merged_into_id');
SELECT kariz_searchable(
    'company', 'leads_company', 'name, domain, industry, city, country, owner_id, merged_into_id');
SELECT kariz_searchable(
    'contact', 'leads_contact', 'name, company_id, email, job_title, phone_key, owner_id, merged_into_id');

CREATE FUNCTION kariz_search_contacts_of() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    PERFORM kariz_again_contact(array_agg(id)) FROM leads_contact WHERE company_id = NEW.id HAVING count(*) > 0;
    RETURN NULL;
END $$;
CREATE TRIGGER search_contacts_of AFTER UPDATE OF name ON leads_company FOR EACH ROW
WHEN (OLD.name <> NEW.name) EXECUTE FUNCTION kariz_search_contacts_of();
"""
FORGET = """
DROP TRIGGER search_contacts_of ON leads_company;
DROP FUNCTION kariz_search_contacts_of;
SELECT kariz_unsearchable('contact', 'leads_contact');
SELECT kariz_unsearchable('company', 'leads_company');
SELECT kariz_unsearchable('lead', 'leads_lead');
"""


class Migration(migrations.Migration):
    dependencies = [("leads", "0008_tabs_counted_by_index"), ("accounts", "0009_search")]
    operations = [migrations.RunSQL(KEEP, FORGET)]
