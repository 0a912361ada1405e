"""Which leads the rules in force have not scored yet, and bringing them up to date bunch by bunch."""

import time

from django.db.models import Q
from django.utils.dateparse import parse_datetime

from leads.models import ScoreReason, ScoringRule
from leads.scoring.engine import BUNCH, fade, rescore, scored
from timeline.models import Event

CHANGES = ("scoring.added", "scoring.edited", "scoring.retired", "scoring.returned", "scoring.thresholds")
SECONDS = 60


def behind():
    """The leads scored before the rules last changed, or never; none where nobody has written a rule."""
    latest = Event.objects.filter(verb__in=CHANGES).order_by("-happened_at", "-pk").first()
    if latest is None and not ScoringRule.objects.standing().exists():
        return scored().none()
    never = Q(scored_at=None)
    return scored().filter(never | Q(scored_at__lt=parse_datetime(latest.details["at"])) if latest else never)


def score_those_behind(seconds=SECONDS):
    """Score them for so long; returns whether some are left."""
    until, last = time.monotonic() + seconds, 0
    while time.monotonic() < until:
        ids = list(behind().filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BUNCH])
        if ids:
            rescore(ids, because="rules")
        elif not last:
            return False
        last = ids[-1] if ids else 0  # who was scored is not passed over again; at the end, once more from the start
    return True


def fade_all():
    """Bring down every score that stands on something that fades; returns how many changed."""
    fading = ScoreReason.objects.filter(rule__half_life__isnull=False, lead__in=scored())
    ids = list(fading.order_by("lead_id").values_list("lead_id", flat=True).distinct())
    return sum(fade(ids[start : start + BUNCH]) for start in range(0, len(ids), BUNCH))
