import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

# Written by the database, so that no action, import or undo can forget it.
LABELS = """
CREATE FUNCTION deal_label_began() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO pipeline_deallabelstay (deal_id, label_id, began_at)
    SELECT id, label_id, opened_at FROM fresh WHERE label_id IS NOT NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER label_began AFTER INSERT ON pipeline_deal REFERENCING NEW TABLE AS fresh
FOR EACH STATEMENT EXECUTE FUNCTION deal_label_began();

CREATE FUNCTION deal_label_changed() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    UPDATE pipeline_deallabelstay SET ended_at = greatest(began_at, now()) WHERE deal_id = NEW.id AND ended_at IS NULL;
    INSERT INTO pipeline_deallabelstay (deal_id, label_id, began_at)
    SELECT NEW.id, NEW.label_id, now() WHERE NEW.label_id IS NOT NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER label_changed AFTER UPDATE OF label_id ON pipeline_deal
FOR EACH ROW WHEN (OLD.label_id IS DISTINCT FROM NEW.label_id) EXECUTE FUNCTION deal_label_changed();

INSERT INTO pipeline_deallabelstay (deal_id, label_id, began_at)
SELECT id, label_id, opened_at FROM pipeline_deal WHERE label_id IS NOT NULL;
"""
NO_LABELS = """
DROP TRIGGER label_changed ON pipeline_deal;
DROP TRIGGER label_began ON pipeline_deal;
DROP FUNCTION deal_label_changed, deal_label_began;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("leads", "0006_fingerprints"),
        ("pipeline", "0007_fewer_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Conversion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("makes_company", models.BooleanField(default=False)),
                ("makes_contact", models.BooleanField(default=False)),
                ("before", models.JSONField(default=dict)),
                ("moved", models.JSONField(default=list)),
                ("made_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("undone_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="DealLabelStay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("began_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["began_at", "id"],
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="deal",
            name="custom",
            field=models.JSONField(blank=True, db_default=models.Value({}, models.JSONField()), default=dict),
        ),
        migrations.AddIndex(
            model_name="deal",
            index=django.contrib.postgres.indexes.GinIndex(
                condition=models.Q(("custom", {}), _negated=True),
                fields=["custom"],
                name="deal_custom",
                opclasses=["jsonb_path_ops"],
            ),
        ),
        migrations.AddConstraint(
            model_name="deal",
            constraint=models.CheckConstraint(
                condition=models.Q(("custom__contains", {})), name="deal_custom_is_a_sheet"
            ),
        ),
        migrations.AddField(
            model_name="conversion",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="conversion",
            name="company",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="leads.company"
            ),
        ),
        migrations.AddField(
            model_name="conversion",
            name="contact",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="leads.contact"
            ),
        ),
        migrations.AddField(
            model_name="conversion",
            name="deal",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="conversion", to="pipeline.deal"
            ),
        ),
        migrations.AddField(
            model_name="conversion",
            name="lead",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="conversions", to="leads.lead"
            ),
        ),
        migrations.AddField(
            model_name="conversion",
            name="undone_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="deallabelstay",
            name="deal",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="label_stays", to="pipeline.deal"
            ),
        ),
        migrations.AddField(
            model_name="deallabelstay",
            name="label",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="leads.label"),
        ),
        migrations.AddConstraint(
            model_name="conversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("undone_at", None)), fields=("lead",), name="converted_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="conversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("undone_at", None), ("undone_by", None)),
                    models.Q(("undone_at__isnull", False), ("undone_by__isnull", False)),
                    _connector="OR",
                ),
                name="conversion_undone_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="deallabelstay",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)), fields=("deal",), name="one_deal_label_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="deallabelstay",
            constraint=models.CheckConstraint(
                condition=models.Q(("ended_at", None), ("ended_at__gte", models.F("began_at")), _connector="OR"),
                name="deal_label_stay_ends",
            ),
        ),
        migrations.RunSQL(LABELS, NO_LABELS),
    ]
