"""Addresses that are told go into the recycle bin; those that were out of use for good are gone."""

from django.db import migrations

FORGET = "DELETE FROM followups_webhookendpoint WHERE retired_at IS NOT NULL"


class Migration(migrations.Migration):
    dependencies = [("followups", "0012_letters_in_the_bin")]
    operations = [
        migrations.RunSQL(FORGET, migrations.RunSQL.noop),
        migrations.RemoveField("webhookendpoint", "retired_at"),
    ]
