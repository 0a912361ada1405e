"""Which stage holds deals up, by plain rules: they wait long there, longer than before, or fewer go on from it."""

from dataclasses import dataclass

from reports.win_rate.funnel import ENOUGH_STAYS, Reach

SLOWER_DAYS, SLOWER_SHARE = 1, 0.1
LEAK = 0.05


@dataclass(frozen=True)
class Bottleneck:
    """A stage, the median days there in the period before, and the share that goes on from the other stages."""

    reach: Reach
    before: float | None
    elsewhere: float | None

    @property
    def is_slower(self):
        """Deals wait longer there than before: a day and a tenth at least."""
        if self.before is None:
            return False
        return self.reach.median - self.before >= max(SLOWER_DAYS, SLOWER_SHARE * self.before)

    @property
    def leaks(self):
        """Fewer go on from there than from the other stages: five in a hundred at least."""
        if self.reach.share is None or self.elsewhere is None:
            return False
        return self.elsewhere - self.reach.share >= LEAK

    @property
    def is_one(self):
        return self.is_slower or self.leaks


def bottleneck_of(funnel, medians):
    """Of the stages in use with enough stays that ended: the one deals wait longest in, first of those that became
    slower or leak."""
    known = [reach for reach in funnel if reach.stays >= ENOUGH_STAYS and not reach.stage.retired_at]
    found = [Bottleneck(reach, medians.get(reach.stage.pk), elsewhere_of(reach, funnel)) for reach in known]
    return max(found, key=lambda one: (one.is_one, one.reach.median), default=None)


def elsewhere_of(reach, funnel):
    others = [other for other in funnel if other.stage != reach.stage]
    judged = sum(other.judged for other in others)
    return sum(other.went_on for other in others) / judged if judged else None
