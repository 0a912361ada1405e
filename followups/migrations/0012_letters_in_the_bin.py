"""What a mail answers is found in the bin too, by the address it came to and by the Message-ID it names."""

from django.db import migrations

FIND = """
CREATE INDEX bin_mail_address ON accounts_binnedrow ((row ->> 'token')) WHERE model = 'followups.mailaddress';
CREATE INDEX bin_letter ON accounts_binnedrow ((row ->> 'message_id')) WHERE model = 'followups.letter';
"""
FORGET = "DROP INDEX bin_mail_address; DROP INDEX bin_letter;"


class Migration(migrations.Migration):
    dependencies = [("followups", "0011_search"), ("accounts", "0015_bin_by_holder")]
    operations = [migrations.RunSQL(FIND, FORGET)]
