import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("leads", "0004_retired_label_sets"),
        ("pipeline", "0006_lanes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="deal",
            name="deal_next_step",
        ),
        migrations.AlterField(
            model_name="deal",
            name="batch",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="deals",
                to="leads.importbatch",
            ),
        ),
        migrations.AlterField(
            model_name="deal",
            name="lost_reason",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="deals",
                to="pipeline.lostreason",
            ),
        ),
        migrations.AlterField(
            model_name="deal",
            name="lost_to",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="deals",
                to="pipeline.competitor",
            ),
        ),
        migrations.AlterField(
            model_name="deal",
            name="owner",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="deals",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="deal",
            name="pipeline",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="deals",
                to="pipeline.pipeline",
            ),
        ),
        migrations.AlterField(
            model_name="deal",
            name="stage",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="deals", to="pipeline.stage"
            ),
        ),
        migrations.AddIndex(
            model_name="deal",
            index=models.Index(
                condition=models.Q(("parked_until", None), ("status", "open")),
                fields=["stage", "next_step_at"],
                include=("owner",),
                name="deal_next_step",
            ),
        ),
        migrations.AddIndex(
            model_name="deal",
            index=models.Index(
                condition=models.Q(("lost_reason__isnull", False)), fields=["lost_reason"], name="deal_lost_reason"
            ),
        ),
        migrations.AddIndex(
            model_name="deal",
            index=models.Index(condition=models.Q(("lost_to__isnull", False)), fields=["lost_to"], name="deal_lost_to"),
        ),
        migrations.AddIndex(
            model_name="deal",
            index=models.Index(condition=models.Q(("batch__isnull", False)), fields=["batch"], name="deal_batch"),
        ),
    ]
