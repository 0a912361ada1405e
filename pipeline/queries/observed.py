"""How often deals that came through a stage were won in the end: what its set probability is held against."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q
from django.utils import timezone

from kit.shares import wilson
from pipeline.models import Deal

LOOKS_BACK = timedelta(days=365)
FEW = 30


@dataclass(frozen=True)
class Observed:
    """Of `closed` deals that stood in a stage and closed within a year, `won` were won."""

    won: int
    closed: int

    @property
    def share(self):
        """0 to 1."""
        return self.won / self.closed if self.closed else 0

    @property
    def percent(self):
        """The share as a stage's probability is written: whole percents."""
        return round(100 * self.share)

    @property
    def interval(self):
        """Where the true share likely lies (95%)."""
        return wilson(self.share, self.closed)

    @property
    def low(self):
        return self.interval[0]

    @property
    def low_percent(self):
        return round(100 * self.low)

    @property
    def high(self):
        return self.interval[1]

    @property
    def is_small(self):
        return self.closed < FEW

    def contradicts(self, probability):
        """Whether a set probability (in percent) lies outside of what was likely, on enough deals to say so."""
        return not self.is_small and not 100 * self.low <= float(probability) <= 100 * self.high


def observed_rates(pipeline):
    """{stage id: Observed} for the stages of a pipeline that closed deals came through."""
    closed = Q(status__in=(Deal.Status.WON, Deal.Status.LOST), closed_at__gte=timezone.now() - LOOKS_BACK)
    deals = Deal.objects.filter(closed, pipeline=pipeline, visits__undone=False).order_by()
    counts = {
        "won": Count("pk", distinct=True, filter=Q(status=Deal.Status.WON)),
        "closed": Count("pk", distinct=True),
    }
    rows = deals.values("visits__stage").annotate(**counts).values_list("visits__stage", "won", "closed")
    return {stage: Observed(won, count) for stage, won, count in rows}
