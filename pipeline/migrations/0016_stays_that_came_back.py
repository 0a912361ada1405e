"""Stays of deals that came back are marked and found at once, and the planner learns how long stays last.

A stay that ended its deal says what became of it, unless the deal was opened again: such deals are few and are looked
up by themselves.
"""

from django.db import migrations, models

CAME_BACK = """
CREATE OR REPLACE FUNCTION visit_again() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    NEW.again := EXISTS (
        SELECT FROM pipeline_stagevisit other JOIN pipeline_stage stage ON stage.id = other.stage_id
        WHERE other.deal_id = NEW.deal_id AND other.id <> NEW.id AND (
            other.stage_id = NEW.stage_id
            OR other.exit IN ('won', 'lost') AND (SELECT kind FROM pipeline_stage WHERE id = NEW.stage_id) = 'open'
            OR NEW.exit IN ('won', 'lost') AND stage.kind = 'open' AND other.entered_at >= NEW.left_at));
    RETURN NEW;
END $$;

UPDATE pipeline_stagevisit visit SET again = true
FROM pipeline_stage stage
WHERE stage.id = visit.stage_id AND stage.kind = 'open' AND NOT visit.again AND EXISTS (
    SELECT FROM pipeline_stagevisit ended
    WHERE ended.deal_id = visit.deal_id AND ended.exit IN ('won', 'lost') AND ended.id < visit.id);

CREATE STATISTICS visit_lengths (ndistinct)
ON stage_id, (floor(date_part('epoch', left_at - entered_at) / 3600)) FROM pipeline_stagevisit;
"""
AS_BEFORE = """
DROP STATISTICS visit_lengths;
CREATE OR REPLACE FUNCTION visit_again() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    NEW.again := EXISTS (SELECT FROM pipeline_stagevisit earlier
        WHERE earlier.deal_id = NEW.deal_id AND earlier.stage_id = NEW.stage_id AND earlier.id <> NEW.id);
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("pipeline", "0015_search")]

    operations = [
        migrations.RunSQL(CAME_BACK, AS_BEFORE),
        migrations.AddIndex(
            model_name="stagevisit",
            index=models.Index(condition=models.Q(("again", True)), fields=["deal"], name="visit_again"),
        ),
    ]
