"""The figures at the head of the win rate, each beside what it was."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kit import formats
from reports.panels import Figure, Kind
from reports.rates import VALUE


def figures_of(found, measure, currency):
    rate, sums = found.rate, {"kind": Kind.MONEY, "currency": currency}
    cycle = found.cycle.median if found.cycle.count else None
    return [
        rate_figure(found, measure),
        Figure(
            "won", _("Won"), rate.won_amount, url=found.won_url, note=deals(rate.won), **sums,
            **beside(found, lambda before: before.rate.won_amount),
        ),
        Figure(
            "lost", _("Lost"), rate.lost_amount, url=found.lost_url, note=deals(rate.lost), **sums,
            **beside(found, lambda before: before.rate.lost_amount),
        ),
        Figure(
            "mean", _("Mean won value"), rate.mean_won, url=found.won_url, note=_("won value by deals won"), **sums,
            **beside(found, lambda before: before.rate.mean_won if before.rate.won else None),
        ),
        Figure(
            "cycle", _("Median cycle"), cycle, Kind.DAYS, found.won_url, _("from opened to won"),
            **beside(found, lambda before: before.cycle),
        ),
        *cohort_figure(found.cohort),
    ]  # fmt: skip


def rate_figure(found, measure):
    name = _("Win rate by value") if measure == VALUE else _("Win rate")
    if not found.rate.closed:
        return Figure("rate", name, None, Kind.SHARE, note=_("no deal closed"))
    low, high = found.rate.interval(measure)
    words = _("of %(n)s closed, likely %(low)s to %(high)s") % {
        "n": formats.number(found.rate.closed), "low": formats.percent(low), "high": formats.percent(high),
    }  # fmt: skip
    warning = _("few deals: read with care") if found.rate.is_small else ""
    return Figure(
        "rate", name, found.rate.of(measure), Kind.SHARE, found.url, words, warning,
        **beside(found, lambda before: before.rate.of(measure) if before.rate.closed else None),
    )  # fmt: skip


def cohort_figure(cohort):
    """Nothing where no deal was opened long enough ago."""
    if not cohort.opened:
        return []
    words = _("of %(n)s opened until %(day)s") % {
        "n": formats.number(cohort.opened), "day": formats.day(cohort.last),
    }  # fmt: skip
    name = _("Won within %(days)s days") % {"days": formats.number(cohort.days)}
    return [Figure("cohort", name, cohort.share, Kind.SHARE, cohort.url, words)]


def beside(found, value_of):
    """What a figure was in the period it is compared with, and how that is called."""
    return {"before": value_of(found.before), "than": found.before.name} if found.before else {}


def deals(count):
    return ngettext("%(n)s deal", "%(n)s deals", count) % {"n": formats.number(count)}
