import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("pipeline", "0005_tallies")]

    operations = [
        migrations.AddField(
            model_name="boardsettings",
            name="folded_lanes",
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), default=list),
        ),
    ]
