"""What hangs on a record lies in the bin by the owner of that, whoever it is by then."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0014_notes_hold_nothing")]
    operations = [
        migrations.AddField("binnedrecord", "holder", models.CharField(blank=True, default="", max_length=30)),
        migrations.AddIndex(
            "binnedrecord",
            models.Index(condition=models.Q(("holder", ""), _negated=True), fields=["holder"], name="bin_holder"),
        ),
    ]
