from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("timeline", "0004_find_bulk")]

    operations = [
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["verb", "happened_at"], name="event_verb_time"),
        ),
    ]
