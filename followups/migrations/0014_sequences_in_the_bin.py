"""Sequences go into the recycle bin; those that were retired stand in the list again, switched off as they are."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("followups", "0013_webhooks_in_the_bin")]
    operations = [migrations.RemoveField("sequence", "retired_at")]
