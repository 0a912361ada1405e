"""The indexes of deals hold all that a report asks, of the open ones, too."""

from django.db import migrations, models

CLOSED_ODDLY = models.Q(
    ("closed_at__lt", models.F("opened_at")),
    models.Q(models.Q(("status", "open"), _negated=True), ("closed_at", None)),
    _connector="OR",
)
OF_OPEN = ["owner", "pipeline", "stage", "entered_stage_at", "opened_at", "base_amount", "label", "source"]
OF_CLOSED = ["id", "status", "owner", "pipeline", "stage", "base_amount", "label", "source", "product"]
OF_CLOSED += ["company", "lost_reason", "opened_at", "created_at"]


class Migration(migrations.Migration):
    dependencies = [("pipeline", "0019_whose_stays_by_index")]
    operations = [
        migrations.AddIndex(
            "deal",
            models.Index(
                fields=["closed_at"],
                include=OF_CLOSED,
                condition=models.Q(("closed_at__isnull", False)),
                name="deal_closed_whole",
            ),
        ),
        migrations.AddIndex(
            "deal",
            models.Index(
                fields=["expected_close"],
                include=OF_OPEN,
                condition=models.Q(("status", "open")),
                name="deal_open_facts",
            ),
        ),
        migrations.AddIndex(
            "deal", models.Index(fields=["opened_at"], condition=CLOSED_ODDLY, name="deal_closed_oddly")
        ),
        migrations.RemoveIndex("deal", "deal_closing"),
        migrations.RemoveIndex("deal", "deal_closed_facts"),
    ]
