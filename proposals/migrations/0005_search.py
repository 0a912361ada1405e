"""Proposals as the search reads them, by their number and what their newest version says; seen with their deal."""

from django.db import migrations

KEEP = """
CREATE FUNCTION kariz_search_proposal(ids bigint[]) RETURNS TABLE (record_id bigint, holder text, owner_id bigint,
    is_closed boolean, title text, about text, body text, digits text) LANGUAGE sql STABLE AS $$
    SELECT proposal.id, 'deal:' || proposal.deal_id, NULL::bigint, false,
        concat_ws(' ', newest.title, proposal.number), '', newest.said, ''
    FROM proposals_proposal proposal LEFT JOIN LATERAL (
        SELECT title, jsonb_path_query_array(sections, '$[*].text')::text AS said
        FROM proposals_version version WHERE version.proposal_id = proposal.id ORDER BY version.number DESC LIMIT 1
    ) AS newest ON true
    WHERE proposal.id = ANY(ids)
$$;
SELECT kariz_searchable('proposal', 'proposals_proposal', 'deal_id, number');
CREATE FUNCTION kariz_search_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM kariz_again_proposal(ARRAY[NEW.proposal_id]);
    RETURN NULL;
END $$;
CREATE TRIGGER search_version AFTER INSERT OR UPDATE OF title, sections ON proposals_version
FOR EACH ROW EXECUTE FUNCTION kariz_search_version();
"""
FORGET = """
DROP TRIGGER search_version ON proposals_version;
DROP FUNCTION kariz_search_version;
SELECT kariz_unsearchable('proposal', 'proposals_proposal');
"""


class Migration(migrations.Migration):
    dependencies = [("proposals", "0004_answers_stay"), ("pipeline", "0015_search")]
    operations = [migrations.RunSQL(KEEP, FORGET)]
