"""How long stays last, told from counts of them by age: those that ended, and those that still go on."""

from collections import Counter, deque
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Watched:
    """How many stays came to be watched at each age in days, were watched until each, and how many ended there."""

    since: Counter = field(default_factory=Counter)
    until: Counter = field(default_factory=Counter)
    ended: Counter = field(default_factory=Counter)


def kaplan_meier(stays):
    """The age in days by which half have gone on or been lost, open stays counted too; None while fewer than half.

    A stay that began before it was watched is at risk only from the age it had then.
    """
    staying = 1.0
    for until, ended, at_risk in deaths(stays):
        staying *= 1 - ended / at_risk
        if staying <= 0.5 + 1e-12:
            return until
    return None


def deaths(stays):
    """(age, ended there, at risk there) for each age at which some stay ended, the youngest first."""
    ages, come, gone = deque(sorted(stays.since)), 0, 0
    for until in sorted(stays.until):
        while ages and ages[0] <= until:
            come += stays.since[ages.popleft()]
        if ended := stays.ended[until]:
            yield until, ended, come - gone
        gone += stays.until[until]
