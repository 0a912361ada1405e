"""The indexes of stays hold whose they are, too; what is asked of nearly every stay comes first in them, texts last."""

from django.db import migrations, models

ENDED = models.Q(("left_at__isnull", False), ("undone", False))
IS_OPEN = models.Q(("left_at", None), ("undone", False))
CHANGED = models.Q(("ended_at__isnull", False), ("is_late", True), _connector="OR")


class Migration(migrations.Migration):
    dependencies = [("pipeline", "0018_stays_told_whose")]
    operations = [
        migrations.AddIndex(
            "stagevisit",
            models.Index(
                fields=["stage", "entered_at"],
                include=["undone", "again", "owner_id", "deal", "left_at", "exit", "exit_to"],
                name="visit_entered_facts",
            ),
        ),
        migrations.AddIndex(
            "stagevisit",
            models.Index(
                fields=["stage", "left_at"],
                include=["entered_at", "owner_id", "deal", "exit"],
                condition=ENDED,
                name="visit_left_facts",
            ),
        ),
        migrations.AddConstraint(
            "stagevisit",
            models.UniqueConstraint(
                fields=["deal"],
                condition=IS_OPEN,
                include=["stage", "entered_at", "owner_id"],
                name="one_open_stay_per_deal",
            ),
        ),
        migrations.RemoveConstraint("stagevisit", "one_open_visit_per_deal"),
        migrations.RemoveIndex("stagevisit", "visit_stage_entered"),
        migrations.RemoveIndex("stagevisit", "visit_stage_left"),
        migrations.AddIndex(
            "deallabelstay", models.Index(fields=["deal"], condition=CHANGED, name="deal_label_changed")
        ),
    ]
