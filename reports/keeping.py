"""Reports that took long are kept for a while, for whoever asked and with their rights; quick ones are told anew."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from time import monotonic

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.models import Count, Max
from django.utils import timezone
from django.utils.translation import get_language

from accounts.models import BinnedRecord
from accounts.visibility import visible_owner_ids
from accounts.zones import today
from reports.panels import Report

FRESH_PER_SECOND, FRESHEST = 60, timedelta(minutes=15)  # a report that took 5 s counts as fresh for 5 minutes
KEPT = timedelta(days=1)
MANY_STAYS = 300_000  # with so many, a report nobody asked for yet is taken to be a long one
ROUGHLY = "SELECT reltuples FROM pg_class WHERE oid = 'pipeline_stagevisit'::regclass"


@dataclass(frozen=True)
class Kept:
    """A report, when it was told, and how many seconds that took."""

    report: Report
    told_at: datetime
    seconds: float

    @property
    def is_fresh(self):
        return timezone.now() - self.told_at < min(timedelta(seconds=self.seconds * FRESH_PER_SECOND), FRESHEST)

    @property
    def was_long(self):
        return self.seconds >= settings.REPORTS_KEPT_FROM_SECONDS

    @property
    def is_old(self):
        return not self.is_fresh


def report_of(dashboard, chosen):
    """The report a filter asks for: one kept that is fresh, else told anew."""
    kept = at_hand(dashboard, chosen)
    return (kept if kept and kept.is_fresh else tell_anew(dashboard, chosen)).report


def at_hand(dashboard, chosen):
    """What is Kept of the report a filter asks for, fresh or not, or None."""
    return cache.get(name_of(dashboard, chosen))


def tell_anew(dashboard, chosen):
    """The report as it is now; Kept for the next time if it took long."""
    begun = monotonic()
    told = Kept(dashboard.build(chosen), timezone.now(), monotonic() - begun)
    cache.set(pace_name(dashboard, chosen), told.seconds, KEPT.total_seconds())
    if told.was_long:
        cache.set(name_of(dashboard, chosen), told, KEPT.total_seconds())
    return told


def takes_long(dashboard, chosen):
    """Whether whoever asks had better see a page first, and the report as soon as it is counted."""
    seconds = cache.get(pace_name(dashboard, chosen))
    return has_many_stays() if seconds is None else seconds >= settings.REPORTS_KEPT_FROM_SECONDS


def has_many_stays():
    with connection.cursor() as cursor:
        cursor.execute(ROUGHLY)
        return cursor.fetchone()[0] > MANY_STAYS


def name_of(dashboard, chosen):
    """What a report is kept under: everything it depends on but the deals themselves.

    What was thrown away since it was told stands in no report, however fresh.
    """
    user = chosen.request.user
    asked = sorted((name, values) for name, values in chosen.data.lists() if name != "anew")
    facts = (user.pk, visible_owner_ids(user), get_language(), str(timezone.get_current_timezone()))
    facts += (today(), dashboard.name, asked, bin_of_deals(user))
    return f"report:{sha256(repr(facts).encode()).hexdigest()}"


def bin_of_deals(user):
    """What tells apart how the bin of this person stood from how it stands: its last deal, and how many there are."""
    binned = BinnedRecord.objects.visible_to(user).filter(kind="deal")
    return tuple(binned.aggregate(last=Max("pk"), count=Count("pk")).values())


def pace_name(dashboard, chosen):
    return f"report-pace:{chosen.request.user.pk}:{dashboard.name}:{chosen.data.get('period', '')[:20]}"
