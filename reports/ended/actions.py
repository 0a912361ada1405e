"""Write down what ended in the months gone by."""

from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Q

from accounts.zones import midnight, workspace_zone
from forecasting.calendar import shift
from reports.ended.deals import write_deals
from reports.ended.stays import write_stays
from reports.keeping import has_many_stays
from reports.models import EndedDeals, EndedMonth, EndedStays, StirredMonth

# A transaction that began before a month was over may still write into it; none of ours lasts a day.
REST = timedelta(days=2)
# Months in which something ended, not written down yet or stirred since.
MISSING = """
SELECT month::date FROM generate_series(
    (SELECT date_trunc('month', least(
        (SELECT min(left_at) FROM pipeline_stagevisit WHERE NOT undone), (SELECT min(closed_at) FROM pipeline_deal)
    ), %(zone)s) AT TIME ZONE %(zone)s),
    date_trunc('month', now() AT TIME ZONE %(zone)s - %(rest)s) - interval '1 month', '1 month') AS gone (month)
WHERE month::date NOT IN (SELECT month FROM reports_endedmonth)
"""


def write_ended_months():
    """Write down the months gone by of a house with many stays; returns how many were written, or written again."""
    if not has_many_stays() and not EndedMonth.objects.exists():
        StirredMonth.objects.all().delete()
        return 0
    zone = workspace_zone()
    forget_stirred(zone)
    return sum(write_month(month, zone) for month in missing_months(zone))


@transaction.atomic
def forget_stirred(zone):
    """Sums that do not hold any more go, with the word that they do not: both as one moment sees them."""
    stirred = list(StirredMonth.objects.select_for_update().values_list("pk", "month"))
    over = Q(month__in={month for _pk, month in stirred}) | ~Q(zone=zone)
    months = list(EndedMonth.objects.filter(over).values_list("month", flat=True))
    for kept in (EndedStays, EndedDeals, EndedMonth):
        kept.objects.filter(month__in=months).delete()
    StirredMonth.objects.filter(pk__in=[pk for pk, _month in stirred]).delete()


def missing_months(zone):
    with connection.cursor() as cursor:
        cursor.execute(MISSING, {"rest": REST, "zone": str(zone)})
        return [month for (month,) in cursor.fetchall()]


@transaction.atomic
def write_month(first, zone):
    """What is counted and that it counts are one commit; a change meanwhile stirs the month, before or after it."""
    start, until = midnight(first, zone), midnight(shift(first, 1), zone)
    month = EndedMonth.objects.create(month=first, zone=zone, start=start, until=until)
    write_stays(month)
    write_deals(month, zone)
    return 1
