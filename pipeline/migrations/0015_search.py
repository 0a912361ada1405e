"""Deals and products as the search reads them; a deal is found by its company and its contact, too."""

from django.db import migrations

COLUMNS = """RETURNS TABLE (record_id bigint, holder text, owner_id bigint, is_closed boolean, title text, about text,
    body text, digits text) LANGUAGE sql STABLE"""
KEEP = f"""
CREATE FUNCTION kariz_search_deal(ids bigint[]) {COLUMNS} AS $$
    SELECT id, '', owner_id::bigint, status <> 'open', title, concat_ws(' ',
        (SELECT name FROM leads_company WHERE leads_company.id = deal.company_id),
        (SELECT name FROM leads_contact WHERE leads_contact.id = deal.contact_id)),
        concat_ws(' ', product, lost_note), ''
    FROM pipeline_deal deal WHERE id = ANY(ids)
$$;
CREATE FUNCTION kariz_search_product(ids bigint[]) {COLUMNS} AS $$
    SELECT id, '', NULL::bigint, retired_at IS NOT NULL, name, code, description, ''
    FROM pipeline_product WHERE id = ANY(ids)
$$;
SELECT kariz_searchable(
    'deal', 'pipeline_deal', 'title, company_id, contact_id, product, lost_note, owner_id, status');
SELECT kariz_searchable('product', 'pipeline_product', 'name, code, description, retired_at');

CREATE FUNCTION kariz_search_deals_of_company() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    PERFORM kariz_again_deal(array_agg(id)) FROM pipeline_deal WHERE company_id = NEW.id HAVING count(*) > 0;
    RETURN NULL;
END $$;
CREATE TRIGGER search_deals_of AFTER UPDATE OF name ON leads_company FOR EACH ROW
WHEN (OLD.name <> NEW.name) EXECUTE FUNCTION kariz_search_deals_of_company();
CREATE FUNCTION kariz_search_deals_of_contact() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    PERFORM kariz_again_deal(array_agg(id)) FROM pipeline_deal WHERE contact_id = NEW.id HAVING count(*) > 0;
    RETURN NULL;
END $$;
CREATE TRIGGER search_deals_of AFTER UPDATE OF name ON leads_contact FOR EACH ROW
WHEN (OLD.name <> NEW.name) EXECUTE FUNCTION kariz_search_deals_of_contact();

SELECT kariz_enter_note(array_agg(id)) FROM timeline_event WHERE details ? 'text' HAVING count(*) > 0;
"""
FORGET = """
DROP TRIGGER search_deals_of ON leads_company;
DROP TRIGGER search_deals_of ON leads_contact;
DROP FUNCTION kariz_search_deals_of_company, kariz_search_deals_of_contact;
SELECT kariz_unsearchable('product', 'pipeline_product');
SELECT kariz_unsearchable('deal', 'pipeline_deal');
"""


class Migration(migrations.Migration):
    dependencies = [("pipeline", "0014_line_items"), ("accounts", "0009_search"), ("leads", "0009_search")]
    operations = [migrations.RunSQL(KEEP, FORGET)]
