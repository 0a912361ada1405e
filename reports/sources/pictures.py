"""The charts of the sources."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kit import formats
from kit.charts import Column, Dot, Part, Row, columns, dots, rows
from kit.shares import wilson

MOST_ROWS = 12


def inflow_chart(months):
    """Leads by month, those that are qualified dark."""
    stacks = [stack_of(*month) for month in months]
    label = _("Leads in each of %(count)s months, and how many of them are qualified.") % {
        "count": formats.number(len(months)),
    }
    return columns("inflow", stacks, label, formats.number, width=1360)


def stack_of(first, leads, qualified):
    parts = [
        Part(qualified, "solid", _("%(count)s qualified") % {"count": formats.number(qualified)}),
        Part(leads - qualified, "pale", _("%(count)s not qualified") % {"count": formats.number(leads - qualified)}),
    ]
    return Column(formats.month(first), parts, formats.number(leads))


def leads_chart(groups, naming):
    """How many leads each source brought, with the share that is qualified."""
    bars = [
        Row(
            naming(one),
            one.leads,
            _("%(share)s qualified") % {"share": formats.percent(one.share(one.qualified) or 0)},
            ngettext("%(name)s: %(n)s deal", "%(name)s: %(n)s deals", one.deals)
            % {"name": naming(one), "n": formats.number(one.deals)},
            one.url if one.deals else "",
        )
        for one in groups[:MOST_ROWS]
    ]
    return rows("leads", bars, _("Leads of %(count)s sources.") % {"count": formats.number(len(groups))})


def rates_chart(name, groups, whole, naming):
    """The share of leads that became a won deal, with its interval."""
    known = [one for one in groups if one.leads]
    shown = [dot_of(one, naming(one)) for one in known[:MOST_ROWS]]
    rule = min(whole.rate.won / whole.leads, 1) if whole.leads else None
    label = _("From lead to won with 95%% interval for %(count)s sources.") % {"count": formats.number(len(known))}
    return dots(name, shown, rule, label)


def dot_of(one, name):
    share = min(one.rate.won / one.leads, 1)
    low, high = wilson(share, one.leads)
    words = ngettext(
        "%(name)s: %(rate)s of %(n)s lead won, likely %(low)s to %(high)s",
        "%(name)s: %(rate)s of %(n)s leads won, likely %(low)s to %(high)s",
        one.leads,
    )
    title = words % {
        "name": name,
        "rate": formats.exact_percent(share),
        "n": formats.number(one.leads),
        "low": formats.percent(low),
        "high": formats.percent(high),
    }
    return Dot(name, share, low, high, one.leads, title, one.won_url)


def labels_chart(name, groups, rule, naming):
    """Win rates by label."""
    shown = [
        Dot(naming(one), one.rate.by_count, *one.rate.interval("count"), one.rate.closed, naming(one), one.url)
        for one in groups[:MOST_ROWS]
    ]
    return dots(name, shown, rule, _("Win rate of %(count)s labels.") % {"count": formats.number(len(groups))})
