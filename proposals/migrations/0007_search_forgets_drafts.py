"""A draft that is thrown away is not found by what it said: its proposal is found by the version before it again."""

from django.db import migrations

FORGET = """
CREATE FUNCTION kariz_search_version_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM kariz_again_proposal(ARRAY[OLD.proposal_id]);
    RETURN NULL;
END $$;
CREATE TRIGGER search_version_gone AFTER DELETE ON proposals_version
FOR EACH ROW EXECUTE FUNCTION kariz_search_version_gone();
"""
REMEMBER = "DROP TRIGGER search_version_gone ON proposals_version; DROP FUNCTION kariz_search_version_gone;"


class Migration(migrations.Migration):
    dependencies = [("proposals", "0006_search_without_a_version")]
    operations = [migrations.RunSQL(FORGET, REMEMBER)]
