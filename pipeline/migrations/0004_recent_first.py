from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("pipeline", "0003_board_for_a_day")]

    operations = [
        migrations.AddIndex(
            model_name="deal",
            index=models.Index(
                condition=models.Q(("status", "won")),
                fields=["stage", "-entered_stage_at", "-id"],
                name="deal_recent",
            ),
        ),
    ]
