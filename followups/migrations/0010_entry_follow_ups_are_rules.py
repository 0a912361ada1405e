from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("followups", "0009_nudges_and_entry_rules"),
    ]

    operations = [
        migrations.DeleteModel(name="EntryFollowUp"),
        migrations.DeleteModel(name="NudgeRest"),
    ]
