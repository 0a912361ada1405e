"""Letters as the search reads them: whoever sees their deal or lead finds them; what is not filed yet is not found."""

from django.db import migrations

KEEP = """
CREATE FUNCTION kariz_search_letter(ids bigint[]) RETURNS TABLE (record_id bigint, holder text, owner_id bigint,
    is_closed boolean, title text, about text, body text, digits text) LANGUAGE sql STABLE AS $$
    SELECT id, coalesce('deal:' || deal_id, 'lead:' || lead_id), NULL::bigint, false, subject,
        concat_ws(' ', sender, array_to_string(recipients, ' ')), text, ''
    FROM followups_letter WHERE id = ANY(ids) AND withdrawn_at IS NULL AND coalesce(deal_id, lead_id) IS NOT NULL
$$;
SELECT kariz_searchable(
    'letter', 'followups_letter', 'subject, sender, recipients, text, deal_id, lead_id, withdrawn_at');
"""


class Migration(migrations.Migration):
    dependencies = [("followups", "0010_entry_follow_ups_are_rules"), ("pipeline", "0015_search")]
    operations = [migrations.RunSQL(KEEP, "SELECT kariz_unsearchable('letter', 'followups_letter')")]
