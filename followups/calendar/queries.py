"""What stands in somebody's calendar, and how often each of it has changed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Q
from django.utils import timezone

from followups.models import FollowUp
from timeline.models import Event

BACK, AHEAD = timedelta(days=90), timedelta(days=366)
MOST = 5000


@dataclass(frozen=True)
class Entry:
    """A follow-up and what the log knows of it: how often it was changed, and when last."""

    follow_up: FollowUp
    changes: int
    changed_at: datetime


def entries_of(user):
    """The Entries of a user's own follow-ups around today, as far as they may see them, by when they are due."""
    now = timezone.now()
    mine = FollowUp.objects.visible_to(user).filter(owner=user, due_at__gte=now - BACK, due_at__lt=now + AHEAD)
    over = Q(done_at__isnull=False) | Q(cancelled_at__isnull=False)
    shown = mine.filter(over | Q(pk__in=FollowUp.objects.worth_doing().filter(owner=user)))
    rows = list(shown.select_related("kind", "deal__company", "lead", "booking").order_by("due_at", "pk")[:MOST])
    known = changes_of(rows)
    return [Entry(one, *known.get(f"followup:{one.pk}", (0, one.created_at))) for one in rows]


def changes_of(follow_ups):
    """{name in the log: (number of changes after the first, time of the last)}."""
    names = [f"followup:{one.pk}" for one in follow_ups]
    told = Event.objects.filter(subject__in=names).values_list("subject").order_by()
    return {name: (count - 1, last) for name, count, last in told.annotate(Count("pk"), Max("happened_at"))}
