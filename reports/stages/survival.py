"""How long stays last, told from counts of them: those that ended, and those that still go on."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Stays:
    """`count` stays watched from an age of `since` days on until they had lasted `until` days, `mean` on average."""

    since: float
    until: float
    has_ended: bool
    count: int
    mean: float
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
            return one.mean
        place -= one.count
    return ended[-1].mean


def kaplan_meier(stays):
    """The age in days by which half have gone on or been lost, open stays counted too; None while fewer than half.

    A stay that began before it was watched is at risk only from the age it had then.
    """
    staying = 1.0
    for mean, ended, at_risk in deaths(stays):
        staying *= 1 - ended / at_risk
        if staying <= 0.5 + 1e-12:
            return mean
    return None


def deaths(stays):
    """(mean age, ended there, at risk there) for each age at which some stay ended, the youngest first."""
    coming = sorted(stays, key=lambda one: one.since)
    going = sorted(stays, key=lambda one: one.until)
    found, come, gone = [], 0, 0
    arrived = left = 0
    while left < len(going):
        until, here = going[left].until, []
        while arrived < len(coming) and coming[arrived].since <= until:
            come += coming[arrived].count
            arrived += 1
        while left < len(going) and going[left].until == until:
            here.append(going[left])
            left += 1
        ended = [one for one in here if one.has_ended]
        if count := sum(one.count for one in ended):
            found.append((sum(one.mean * one.count for one in ended) / count, count, come - gone))
        gone += sum(one.count for one in here)
    return found
