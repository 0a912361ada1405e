"""Indexes that hold all a report asks of closed deals and of stays, and a mark on second stays in the same stage.

A funnel counts a deal once for each stage. Only deals with such a stay need looking through for that.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

AGAIN = """
CREATE FUNCTION visit_again() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    NEW.again := EXISTS (SELECT FROM pipeline_stagevisit earlier
        WHERE earlier.deal_id = NEW.deal_id AND earlier.stage_id = NEW.stage_id AND earlier.id <> NEW.id);
    RETURN NEW;
END $$;

CREATE TRIGGER visit_again BEFORE INSERT OR UPDATE OF deal_id, stage_id ON pipeline_stagevisit
FOR EACH ROW EXECUTE FUNCTION visit_again();

UPDATE pipeline_stagevisit visit SET again = true WHERE EXISTS (
    SELECT FROM pipeline_stagevisit earlier
    WHERE earlier.deal_id = visit.deal_id AND earlier.stage_id = visit.stage_id AND earlier.id < visit.id);
"""
NOT_AGAIN = "DROP TRIGGER visit_again ON pipeline_stagevisit; DROP FUNCTION visit_again();"


class Migration(migrations.Migration):
    dependencies = [
        ("leads", "0008_tabs_counted_by_index"),
        ("pipeline", "0011_forecast_categories"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="stagevisit",
            name="visit_stage_entered",
        ),
        migrations.AddField(
            model_name="stagevisit",
            name="again",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.AlterField(
            model_name="stagevisit",
            name="stage",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="visits", to="pipeline.stage"
            ),
        ),
        migrations.AddIndex(
            model_name="deal",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", False)),
                fields=["closed_at"],
                include=(
                    "status",
                    "owner",
                    "pipeline",
                    "base_amount",
                    "label",
                    "source",
                    "product",
                    "company",
                    "lost_reason",
                    "opened_at",
                ),
                name="deal_closed_facts",
            ),
        ),
        migrations.AddIndex(
            model_name="deal",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", False)), fields=["source", "owner"], name="deal_sources"
            ),
        ),
        migrations.AddIndex(
            model_name="stagevisit",
            index=models.Index(
                fields=["stage", "entered_at"],
                include=("deal", "left_at", "exit", "exit_to", "undone", "again"),
                name="visit_stage_entered",
            ),
        ),
        migrations.AddIndex(
            model_name="stagevisit",
            index=models.Index(
                condition=models.Q(("left_at__isnull", False), ("undone", False)),
                fields=["stage", "left_at"],
                include=("deal", "entered_at", "exit"),
                name="visit_stage_left",
            ),
        ),
        migrations.AddIndex(
            model_name="stagevisit",
            index=models.Index(condition=models.Q(("exit", "reshaped")), fields=["deal"], name="visit_reshaped"),
        ),
        migrations.RunSQL(AGAIN, NOT_AGAIN),
    ]
