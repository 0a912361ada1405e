"""Why a score is what it is: the reasons of leads with the points they give today, which add up to the score."""

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone

from kit import formats
from leads.models import ScoreReason, ScoringRule
from leads.scoring.signals import words_of


@dataclass(frozen=True)
class Reason:
    """One reason of a score: its points of today, the points at the time, and how often a deed counted."""

    name: str
    points: int
    first_points: int
    times: int
    since: datetime
    signal: str = ""
    half_life: int | None = None

    @property
    def is_deed(self):
        return bool(self.signal)

    @property
    def faded(self):
        return self.points != self.first_points

    @property
    def said(self):
        """“+35” or “−12”."""
        return signed(self.points)

    @property
    def first_said(self):
        return signed(self.first_points)

    @property
    def when(self):
        """“answered”, in the words of the signal."""
        return words_of(self.signal)


def reasons_of(ids):
    """{lead id: its Reasons}, the highest points first, in one query; what gives nothing today is left out."""
    found = {}
    reasons = ScoreReason.objects.filter(lead__in=ids, rule__retired_at=None).select_related("rule")
    for one in reasons.order_by("lead_id", "rule__position", "rule_id"):
        if points := points_now(one):
            found.setdefault(one.lead_id, []).append(reason_of(one, points))
    return {pk: sorted(those, key=lambda reason: -reason.points) for pk, those in found.items()}


def reason_of(one, points):
    rule = one.rule
    return Reason(rule.name, points, whole(one.points), one.times, one.earned_at, rule.signal, rule.half_life)


def points_now(reason):
    """What is left of the points today; they fade by whole days of UTC, as the engine says it in SQL."""
    half_life = reason.rule.half_life
    if reason.rule.kind == ScoringRule.Kind.FIT or not half_life:
        return whole(reason.points)
    days = (timezone.now().astimezone(UTC).date() - reason.earned_at.astimezone(UTC).date()).days
    return whole(float(reason.points) * 0.5 ** (days / half_life))


def signed(points):
    """Points as people write them, with the sign of a minus."""
    return f"{'+' if points > 0 else '−'}{formats.number(abs(points))}"


def whole(points):
    return int(Decimal(repr(points) if isinstance(points, float) else points).quantize(Decimal(1), ROUND_HALF_UP))
