"""What fills the gaps of a proposal's texts is kept with it as it is sent: who is renamed later reads what was sent."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("proposals", "0007_search_forgets_drafts")]
    operations = [
        migrations.AddField("versionrecipient", "words", models.JSONField(editable=False, null=True)),
    ]
