"""How long stays last, told from counts of them: those that ended, and those that still go on."""

from collections import Counter, deque
from dataclasses import dataclass


@dataclass(frozen=True)
class Stays:
    """`count` stays watched from an age of `since` days on until they had lasted `until` days."""

    since: float
    until: float
    has_ended: bool
    count: int
    is_lost: bool = False


def percentile(stays, at):
    """The days below which the share `at` of the stays that ended lies, None where none did."""
    ended = sorted((one for one in stays if one.has_ended), key=lambda one: one.until)
    if not ended:
        return None
    place = at * (sum(one.count for one in ended) - 1)
    low, high = value_at(ended, int(place)), value_at(ended, int(place) + (place > int(place)))
    return low + (high - low) * (place - int(place))


def value_at(ended, place):
    for one in ended:
        if place < one.count:
            return one.until
        place -= one.count
    return ended[-1].until


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
    coming, going = tallied(stays, "since"), tallied(stays, "until")
    ended = tallied([one for one in stays if one.has_ended], "until")
    ages, come, gone = deque(sorted(coming)), 0, 0
    for until in sorted(going):
        while ages and ages[0] <= until:
            come += coming[ages.popleft()]
        if until in ended:
            yield until, ended[until], come - gone
        gone += going[until]


def tallied(stays, age):
    """{an age: how many stays}."""
    found = Counter()
    for one in stays:
        found[getattr(one, age)] += one.count
    return found
