"""Time that goes by, nights in which what ended is written down, and counting as if nothing were."""

from contextlib import contextmanager
from datetime import timedelta

from django.db import connection
from django.db.models import F

from pipeline.models import Deal, StageVisit
from reports.ended.actions import write_ended_months
from reports.models import EndedMonth

SINCE = timedelta(days=200)


def grow_old(by=SINCE):
    """What happened until now happened so long ago."""
    StageVisit.objects.filter(left_at=None).update(entered_at=F("entered_at") - by)
    StageVisit.objects.exclude(left_at=None).update(entered_at=F("entered_at") - by, left_at=F("left_at") - by)
    Deal.objects.update(opened_at=F("opened_at") - by, closed_at=F("closed_at") - by)


def at_night():
    """Write down what is gone by; a test is one transaction, which says only once that it stirs a month."""
    written = write_ended_months()
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('kariz.stirred', '', true)")
    return written


@contextmanager
def nothing_written():
    held = list(EndedMonth.objects.all())
    EndedMonth.objects.all().delete()
    yield
    EndedMonth.objects.bulk_create(held)
