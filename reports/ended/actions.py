"""Write down how stays ended in the months gone by."""

from datetime import timedelta

from django.db import connection, transaction

from reports.keeping import has_many_stays
from reports.models import EndedMonth, EndedStays, StirredMonth

# A transaction that began before a month was over may still write into it; none of ours lasts a day.
REST = timedelta(days=2)
# Months with stays that are over, not written down yet or stirred since.
MISSING = """
SELECT month FROM generate_series(
    (SELECT date_trunc('month', min(left_at), 'UTC') AT TIME ZONE 'UTC' FROM pipeline_stagevisit WHERE NOT undone),
    date_trunc('month', now() AT TIME ZONE 'UTC' - %(rest)s) - interval '1 month', '1 month') AS gone (month)
WHERE month::date NOT IN (SELECT month FROM reports_endedmonth)
"""
COUNT = """
INSERT INTO reports_endedstays (month, stage_id, exit, exit_to_id, hours, count)
SELECT %(month)s, stage_id, exit, exit_to_id, floor(date_part('epoch', left_at - entered_at) / 3600), count(*)
FROM pipeline_stagevisit
WHERE NOT undone AND left_at >= %(month)s::timestamp AT TIME ZONE 'UTC'
  AND left_at < (%(month)s::timestamp + interval '1 month') AT TIME ZONE 'UTC'
GROUP BY 2, 3, 4, 5
"""


def write_ended_months():
    """Write down the months gone by of a house with many stays; returns how many were written, or written again."""
    if not has_many_stays() and not EndedMonth.objects.exists():
        StirredMonth.objects.all().delete()
        return 0
    forget_stirred()
    return sum(map(write_month, missing_months()))


@transaction.atomic
def forget_stirred():
    """Sums that do not hold any more go, with the word that they do not: both as one moment sees them."""
    stirred = list(StirredMonth.objects.select_for_update().values_list("pk", "month"))
    months = {month for _pk, month in stirred}
    EndedStays.objects.filter(month__in=months).delete()
    EndedMonth.objects.filter(month__in=months).delete()
    StirredMonth.objects.filter(pk__in=[pk for pk, _month in stirred]).delete()


def missing_months():
    with connection.cursor() as cursor:
        cursor.execute(MISSING, {"rest": REST})
        return [moment.date() for (moment,) in cursor.fetchall()]


@transaction.atomic
def write_month(month):
    """What is counted and that it counts are one commit; a change meanwhile stirs the month, before or after it."""
    EndedMonth.objects.create(month=month)
    with connection.cursor() as cursor:
        cursor.execute(COUNT, {"month": month})
    return 1
