"""Who could use a hand, by three plain rules, and who wins most."""

from dataclasses import dataclass
from statistics import median

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kit import formats

ENOUGH_CLOSED, ENOUGH_OPEN, ENOUGH_LATE = 10, 6, 3
TOP = 3


@dataclass(frozen=True)
class Hand:
    """Somebody who could use a hand: why, in a sentence, and the deals to look at together."""

    person: object
    why: str
    hint: str
    url: str


def hands_wanted(people, whole):
    """A Hand for each rule that speaks of a person, in order of name."""
    usual = median([one.late for one in people]) if people else 0
    rules = (rarely_wins(whole), has_no_next_step, is_late(usual))
    return [hand for one in sorted(people, key=lambda one: one.name) for rule in rules if (hand := rule(one))]


def rarely_wins(whole):
    """The whole interval of the win rate lies below what everybody wins."""

    def rule(one):
        low, high = one.rate.interval("count")
        if one.rate.closed < ENOUGH_CLOSED or high >= whole.by_count:
            return None
        words = _("won %(rate)s of %(n)s closed deals, likely %(low)s to %(high)s; everybody together %(all)s.") % {
            "rate": formats.percent(one.rate.by_count),
            "n": formats.number(one.rate.closed),
            "low": formats.percent(low),
            "high": formats.percent(high),
            "all": formats.percent(whole.by_count),
        }
        return Hand(one.person, words, _("Going through two of the lost deals together may show why."), one.lost_url)

    return rule


def has_no_next_step(one):
    """More than a third of the open deals have no next step."""
    if one.open < ENOUGH_OPEN or one.unplanned * 3 <= one.open:
        return None
    words = ngettext(
        "has no next step for %(n)s of %(open)s open deal.",
        "has no next step for %(n)s of %(open)s open deals.",
        one.open,
    ) % {"n": formats.number(one.unplanned), "open": formats.number(one.open)}
    return Hand(one.person, words, _("An hour of planning together clears most of them."), one.unplanned_url)


def is_late(usual):
    """More follow-ups are overdue than twice the median of all."""

    def rule(one):
        if one.late < ENOUGH_LATE or one.late <= 2 * usual:
            return None
        words = _("has %(n)s overdue follow-ups; the median of all is %(usual)s.") % {
            "n": formats.number(one.late),
            "usual": formats.number(usual, 1),
        }
        return Hand(one.person, words, _("Ask what can wait, and what somebody else could take."), one.late_url)

    return rule


def top_performers(people, whole):
    """Who wins most by the rate that leans on everybody's with ten deals, above everybody's, the highest first."""
    above = [one for one in people if one.rate.closed and one.rate.leaning(whole) > whole.by_count]
    return sorted(above, key=lambda one: (-one.rate.leaning(whole), one.name))[:TOP]
