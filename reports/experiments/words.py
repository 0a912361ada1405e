"""What can be said of a change in a sentence, without claiming more than its deals show."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kit import formats
from reports.experiments.intervals import newcombe
from reports.panels import Callout

ENOUGH = 20  # deals won or lost on each side, before anything is said of a difference


def difference_of(found):
    return newcombe(found.after.won, found.after.closed, found.before.won, found.before.closed)


def is_early(found):
    return min(found.before.closed, found.after.closed) < ENOUGH


def verdict(found):
    """One sentence on the win rate: too early, more, less, or no clear difference."""
    if is_early(found):
        return early(found)
    difference = difference_of(found)
    if difference.low > 0:
        return Callout(_("More was won after the change:"), larger(found, difference.low, difference.high))
    if difference.high < 0:
        return Callout(_("Less was won after the change:"), larger(found, -difference.high, -difference.low))
    words = _("%(rates)s. By chance alone it could be anything from %(down)s points less to %(up)s points more.")
    said = {"rates": rates(found), "down": points(-difference.low), "up": points(difference.high)}
    return Callout(_("No clear difference:"), words % said)


def early(found):
    words = _("%(after)s won or lost of those opened after the change, %(before)s before it. From %(enough)s on each "
              "side this page says whether they differ.")  # fmt: skip
    said = {"after": deals(found.after.closed), "before": deals(found.before.closed), "enough": formats.number(ENOUGH)}
    return Callout(_("Too early to tell:"), words % said)


def larger(found, low, high):
    words = _("%(rates)s, likely a difference of %(low)s to %(high)s points. Whatever else changed in these days is in "
              "it too: it is a hint, not a proof.")  # fmt: skip
    return words % {"rates": rates(found), "low": points(low), "high": points(high)}


def rates(found):
    words = _("%(after)s of %(n)s against %(before)s of %(m)s before")
    return words % {
        "after": formats.percent(found.after.rate.value),
        "n": formats.number(found.after.closed),
        "before": formats.percent(found.before.rate.value),
        "m": formats.number(found.before.closed),
    }


def points(share):
    """A difference of shares in points: 0.086 is 8.6."""
    return formats.number(round(share * 100, 1), 1)


def still_open(found):
    """How many deals are not judged yet, None where all are."""
    if not found.after.open:
        return None
    words = ngettext(
        "%(open)s of %(all)s deals opened after the change is still open; it is judged when it closes. "
        "Those opened before are shown as they stood at the same age.",
        "%(open)s of %(all)s deals opened after the change are still open; they are judged when they close. "
        "Those opened before are shown as they stood at the same age.",
        found.after.open,
    )
    said = {"open": formats.number(found.after.open), "all": formats.number(found.after.opened)}
    return Callout(_("Not all is decided:"), words % said)


def deals(count):
    return ngettext("%(n)s deal", "%(n)s deals", count) % {"n": formats.number(count)}
