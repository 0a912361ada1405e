"""A proposal is found by its number before its first version says anything."""

from django.db import migrations

KEEP = """
CREATE OR REPLACE FUNCTION kariz_search_proposal(ids bigint[]) RETURNS TABLE (record_id bigint, holder text,
    owner_id bigint, is_closed boolean, title text, about text, body text, digits text) LANGUAGE sql STABLE AS $$
    SELECT proposal.id, 'deal:' || proposal.deal_id, NULL::bigint, false,
        concat_ws(' ', newest.title, proposal.number), '', coalesce(newest.said, ''), ''
    FROM proposals_proposal proposal LEFT JOIN LATERAL (
        SELECT title, jsonb_path_query_array(sections, '$[*].text')::text AS said
        FROM proposals_version version WHERE version.proposal_id = proposal.id ORDER BY version.number DESC LIMIT 1
    ) AS newest ON true
    WHERE proposal.id = ANY(ids)
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("proposals", "0005_search")]
    operations = [migrations.RunSQL(KEEP, migrations.RunSQL.noop)]
