"""The folded titles of deals, kept by triggers so that no action, import or undo can forget them."""

import django.contrib.postgres.indexes
from django.db import migrations, models

KEEP = """
CREATE FUNCTION deal_title_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO pipeline_dealtitle (deal_id, title_key) SELECT id, kariz_fold(title) FROM fresh;
    RETURN NULL;
END $$;
CREATE TRIGGER deal_title_insert AFTER INSERT ON pipeline_deal REFERENCING NEW TABLE AS fresh
FOR EACH STATEMENT EXECUTE FUNCTION deal_title_insert();

CREATE FUNCTION deal_title_update() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    UPDATE pipeline_dealtitle SET title_key = kariz_fold(NEW.title) WHERE deal_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER deal_title_update AFTER UPDATE OF title ON pipeline_deal
FOR EACH ROW WHEN (OLD.title IS DISTINCT FROM NEW.title) EXECUTE FUNCTION deal_title_update();

CREATE FUNCTION deal_title_delete() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    DELETE FROM pipeline_dealtitle USING gone WHERE deal_id = gone.id;
    RETURN NULL;
END $$;
CREATE TRIGGER deal_title_delete AFTER DELETE ON pipeline_deal REFERENCING OLD TABLE AS gone
FOR EACH STATEMENT EXECUTE FUNCTION deal_title_delete();

INSERT INTO pipeline_dealtitle (deal_id, title_key) SELECT id, kariz_fold(title) FROM pipeline_deal;
"""
FORGET = """
DROP TRIGGER deal_title_insert ON pipeline_deal;
DROP TRIGGER deal_title_update ON pipeline_deal;
DROP TRIGGER deal_title_delete ON pipeline_deal;
DROP FUNCTION deal_title_insert, deal_title_update, deal_title_delete;
"""


class Migration(migrations.Migration):
    dependencies = [("pipeline", "0009_products"), ("leads", "0006_fingerprints")]
    operations = [
        migrations.CreateModel(
            name="DealTitle",
            fields=[
                ("deal_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("title_key", models.TextField(default="")),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["title_key"], name="deal_title_like", opclasses=["gin_trgm_ops"]
                    )
                ],
            },
        ),
        migrations.RunSQL(KEEP, FORGET),
    ]
