"""Whether a period is ahead of itself: what was closed by this day in those before it, as a share of the whole."""

from django.db.models import Q, Sum

from accounts.zones import midnight, midnight_after, workspace_zone
from pipeline.models import Deal

PERIODS = 4


def share_by_now(scope, period, this_day):
    """The mean share of the last four periods' wins that was closed by as many days into them; None without wins."""
    sums, before, gone = {}, period.before, (this_day - period.first).days + 1
    for number in range(PERIODS):
        until = min(gone / period.days, 1) * before.days
        sums |= closed_in(number, before, round(until))
        before = before.before
    found = scope.of(Deal.objects).won().aggregate(**sums)
    parts = [(found[f"by{number}"], found[f"all{number}"]) for number in range(PERIODS)]
    shares = [float(by / whole) for by, whole in parts if whole and by is not None]
    return sum(shares) / len(shares) if shares else None


def closed_in(number, period, days):
    """The sums of one period up to a day of it, and of the whole."""
    zone = workspace_zone()
    start, end = midnight(period.first, zone), midnight_after(period.last, zone)
    reached = midnight_after(period.first, zone) + (end - start) * ((days - 1) / period.days)
    inside = Q(closed_at__gte=start)
    return {
        f"by{number}": Sum("base_amount", filter=inside & Q(closed_at__lt=reached), default=0),
        f"all{number}": Sum("base_amount", filter=inside & Q(closed_at__lt=end), default=0),
    }


def pace_of(won, goal, share):
    """What is closed against what usually is by now on the way to the goal: 1 is on the way."""
    return float(won) / (float(goal) * share) if goal and share else None
