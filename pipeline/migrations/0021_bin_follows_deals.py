"""A deal that changes hands takes along who sees what of it lies in the bin by itself."""

from django.db import migrations

FOLLOW = """
CREATE FUNCTION bin_follows_deal() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    UPDATE accounts_binnedrecord SET owner_id = NEW.owner_id WHERE holder <> '' AND holder = 'deal:' || NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER bin_follows_deal AFTER UPDATE OF owner_id ON pipeline_deal
FOR EACH ROW WHEN (OLD.owner_id IS DISTINCT FROM NEW.owner_id) EXECUTE FUNCTION bin_follows_deal();
"""
STAY = """
DROP TRIGGER bin_follows_deal ON pipeline_deal;
DROP FUNCTION bin_follows_deal;
"""


class Migration(migrations.Migration):
    dependencies = [("pipeline", "0020_facts_of_open_deals"), ("accounts", "0015_bin_by_holder")]
    operations = [migrations.RunSQL(FOLLOW, STAY)]
