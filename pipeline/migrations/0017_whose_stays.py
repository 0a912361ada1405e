"""Each stay says whose its deal is, so that the stays of a team are counted without looking at a single deal.

And each stay under a label says whether the deal was there before it: the others, if they have not ended, say by
themselves what the deal carried as it began and as it closed.
"""

from django.db import migrations, models

KEEP = """
CREATE FUNCTION visit_owner() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    SELECT owner_id INTO NEW.owner_id FROM pipeline_deal WHERE id = NEW.deal_id;
    RETURN NEW;
END $$;
CREATE TRIGGER visit_owner BEFORE INSERT OR UPDATE OF deal_id ON pipeline_stagevisit
FOR EACH ROW EXECUTE FUNCTION visit_owner();

CREATE FUNCTION deal_given_away() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    UPDATE pipeline_stagevisit SET owner_id = NEW.owner_id WHERE deal_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER deal_given_away AFTER UPDATE OF owner_id ON pipeline_deal
FOR EACH ROW WHEN (OLD.owner_id <> NEW.owner_id) EXECUTE FUNCTION deal_given_away();
"""
LABELS = """
CREATE OR REPLACE FUNCTION deal_label_began() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO pipeline_deallabelstay (deal_id, label_id, began_at, is_late)
    SELECT id, label_id, opened_at, opened_at > created_at FROM fresh WHERE label_id IS NOT NULL;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION deal_label_changed() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    UPDATE pipeline_deallabelstay SET ended_at = greatest(began_at, now()) WHERE deal_id = NEW.id AND ended_at IS NULL;
    INSERT INTO pipeline_deallabelstay (deal_id, label_id, began_at, is_late)
    SELECT NEW.id, NEW.label_id, now(), true WHERE NEW.label_id IS NOT NULL;
    RETURN NULL;
END $$;
"""
LABELS_AS_BEFORE = LABELS.replace(", is_late)", ")").replace(", opened_at > created_at", "")
LABELS_AS_BEFORE = LABELS_AS_BEFORE.replace("now(), true", "now()")
FORGET = """
DROP TRIGGER deal_given_away ON pipeline_deal;
DROP TRIGGER visit_owner ON pipeline_stagevisit;
DROP FUNCTION deal_given_away, visit_owner;
"""


class Migration(migrations.Migration):
    dependencies = [("pipeline", "0016_stays_that_came_back")]
    operations = [
        migrations.AddField("stagevisit", "owner_id", models.BigIntegerField(editable=False, null=True)),
        migrations.AddField(
            "deallabelstay", "is_late", models.BooleanField(db_default=False, default=False, editable=False)
        ),
        migrations.RunSQL(KEEP, FORGET),
        migrations.RunSQL(LABELS, LABELS_AS_BEFORE),
    ]
