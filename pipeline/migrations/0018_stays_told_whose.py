"""The stays there were learn whose their deals are: some at a time, so that nobody who moves a deal waits for long."""

from django.db import migrations

AT_ONCE = 50_000
TELL = """
UPDATE pipeline_stagevisit visit SET owner_id = deal.owner_id FROM pipeline_deal deal
WHERE deal.id = visit.deal_id AND visit.id BETWEEN %s AND %s AND visit.owner_id IS DISTINCT FROM deal.owner_id
"""
TELL_LATE = """
UPDATE pipeline_deallabelstay stay SET is_late = true FROM pipeline_deal deal
WHERE deal.id = stay.deal_id AND stay.id BETWEEN %s AND %s AND NOT stay.is_late AND stay.began_at > deal.created_at
"""


def tell(apps, editor):
    with editor.connection.cursor() as cursor:
        for table, statement in (("pipeline_stagevisit", TELL), ("pipeline_deallabelstay", TELL_LATE)):
            cursor.execute(f"SELECT coalesce(min(id), 0), coalesce(max(id), -1) FROM {table}")
            lowest, highest = cursor.fetchone()
            for first in range(lowest, highest + 1, AT_ONCE):
                cursor.execute(statement, [first, first + AT_ONCE - 1])


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("pipeline", "0017_whose_stays")]
    operations = [migrations.RunPython(tell, migrations.RunPython.noop)]
