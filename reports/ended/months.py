"""Which months are written down, and which stretches of time are not."""

from dataclasses import dataclass

from django.db.models import QuerySet

from reports.models import EndedMonth, StirredMonth
from reports.scopes import owner_ids

# What is between the months that hold, before the first and after the last.
GAP = """gap AS (
    SELECT * FROM (
        SELECT until AS start, lead(start, 1, 'infinity') OVER (ORDER BY start) AS until FROM held
        UNION ALL
        SELECT '-infinity', coalesce(min(start), 'infinity') FROM held
    ) AS stretch WHERE start < until
)"""
NARROWER = ("source", "label")


@dataclass(frozen=True)
class Written:
    """The months of a period of which what is written down holds, and whose deals are meant: None for everybody's, and
    for those of all pipelines."""

    held: QuerySet
    owners: list | None
    pipeline: int | None


def written_of(scope, period, zone):
    """What is Written down that says something of a scope in a period, None where every deal is better counted."""
    held = held_in(*period.bounds(zone), zone)
    if any(getattr(scope, name, None) for name in NARROWER) or not held.exists():
        return None
    return Written(held, owner_ids(scope), scope.pipeline and scope.pipeline.pk)


def held_in(start, end, zone):
    """The months from one moment until another, None for an open end, that nothing stirred since they were written."""
    held = EndedMonth.objects.filter(zone=zone).exclude(month__in=StirredMonth.objects.values("month"))
    held = held.filter(start__gte=start) if start else held
    return (held.filter(until__lte=end) if end else held).values("month", "start", "until")
