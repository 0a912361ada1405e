from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("leads", "0003_bounded_texts")]

    operations = [
        migrations.AddField(
            model_name="labelset",
            name="retired_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
