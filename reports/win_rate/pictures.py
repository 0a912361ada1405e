"""The charts of the win-rate page."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forecasting.queries import links
from kit import formats
from kit.charts import Bin, Dot, Row, Shaft, dots, histogram, ribbon, rows, spark

MOST_ROWS = 12


def funnel_chart(found):
    """The channel, as thick at each stage as the deals that entered it."""
    shafts = [shaft_of(reach, found) for reach in found.funnel]
    last = Shaft(
        _("Won"), found.won_here, formats.number(found.won_here), 7, href=found.won_here_url,
        share=_("%(share)s of closed deals") % {"share": formats.percent(found.rate.by_count)},
        note=_("%(days)s median from start") % {"days": days_of(found.cycle.median)} if found.cycle.count else "",
    )  # fmt: skip
    label = _("From %(first)s deals that entered the first stage to %(won)s won.") % {
        "first": shafts[0].figure if shafts else "0",
        "won": last.figure,
    }
    return ribbon("funnel", [*shafts, last], label)


def entered_url(reach, found):
    return links.deals_url(entered=reach.stage.pk, **found.entered_filters)


def name_of(stage):
    """“Demo”, or “Demo (removed)”."""
    return _("%(stage)s (removed)") % {"stage": stage.name} if stage.retired_at else stage.name


def shaft_of(reach, found):
    is_narrow = found.bottleneck is not None and reach.stage == found.bottleneck.reach.stage
    parts = [_("%(days)s median") % {"days": days_of(reach.median)}] if reach.median is not None else []
    parts += [_("%(count)s lost") % {"count": formats.number(reach.lost)}] if reach.lost else []
    return Shaft(
        name=name_of(reach.stage),
        size=reach.entered,
        figure=formats.number(reach.entered),
        colour=reach.stage.colour,
        share=_("%(share)s go on") % {"share": formats.percent(reach.share)} if reach.share is not None else "",
        note=", ".join(parts),
        is_narrow=is_narrow,
        href=entered_url(reach, found),
        title=ngettext("%(name)s: %(n)s deal entered", "%(name)s: %(n)s deals entered", reach.entered)
        % {"name": reach.stage.name, "n": formats.number(reach.entered)},
    )


def rates_chart(name, groups, found, measure, nameless, width):
    """Rates with their intervals, the whole as a dashed line."""
    shown = [dot_of(group, measure, nameless) for group in groups]
    label = _("Win rate with 95%% interval in %(count)s groups; all together %(rate)s.") % {
        "count": formats.number(len(groups)),
        "rate": formats.percent(found.rate.of(measure)),
    }
    return dots(name, shown, found.rate.of(measure), label, width=width)


def dot_of(group, measure, nameless):
    low, high = group.rate.interval(measure)
    name = group.name or nameless
    title = _("%(name)s: %(rate)s of %(n)s closed, likely %(low)s to %(high)s") % {
        "name": name,
        "rate": exact_percent(group.rate.of(measure)),
        "n": formats.number(group.rate.closed),
        "low": formats.percent(low),
        "high": formats.percent(high),
    }
    return Dot(name, group.rate.of(measure), low, high, group.rate.closed, title, group.url)


def cycle_chart(cycle):
    """How long won deals took, the middle half darker."""
    core = range(int(cycle.quarter // cycle.width), int(cycle.three_quarters // cycle.width) + 1)
    bins = [
        Bin(formats.days(start), count, place in core, bin_words(start, cycle.width, count))
        for place, (start, count) in enumerate(cycle.bins)
    ]
    words = _("median %(days)s d") % {"days": formats.number(round(cycle.median))}
    median = min(cycle.median / cycle.width, len(bins))
    label = _("%(count)s won deals took %(median)s days at the median; the middle half %(low)s to %(high)s.") % {
        "count": formats.number(cycle.count),
        "median": formats.number(round(cycle.median)),
        "low": formats.number(round(cycle.quarter)),
        "high": formats.number(round(cycle.three_quarters)),
    }
    return histogram("cycle", bins, median, words, label)


def bin_words(start, width, count):
    words = ngettext("%(n)s deal from day %(start)s to %(end)s", "%(n)s deals from day %(start)s to %(end)s", count)
    return words % {
        "n": formats.number(count),
        "start": formats.number(start),
        "end": formats.number(start + width),
    }


def reasons_chart(found, currency):
    """Why deals were lost, by count, with the value behind."""
    bars = [
        Row(
            reason.name or _("No reason given"),
            reason.count,
            formats.compact_money(reason.amount, currency),
            reason_title(reason),
            reason.url,
        )
        for reason in found.reasons[:MOST_ROWS]
    ]
    label = _("Reasons for %(count)s lost deals.") % {"count": formats.number(found.rate.lost)}
    return rows("lost", bars, label)


def reason_title(reason):
    words = ngettext("%(reason)s: %(n)s deal lost", "%(reason)s: %(n)s deals lost", reason.count)
    return words % {"reason": reason.name or _("No reason given"), "n": formats.number(reason.count)}


def velocity_chart(velocity, currency):
    """The velocity of each month, None for fewer than three."""
    if len(velocity.by_month) < 3:
        return None
    (first, began), (last, ended) = velocity.by_month[0], velocity.by_month[-1]
    label = _("Velocity month by month: from %(began)s a day in %(first)s to %(ended)s in %(last)s.") % {
        "began": formats.money(formats.whole(began), currency),
        "first": formats.month(first),
        "ended": formats.money(formats.whole(ended), currency),
        "last": formats.month(last),
    }
    return spark("velocity", [value for _month, value in velocity.by_month], label)


def exact_percent(share):
    return "" if share is None else formats.exact_percent(share)


def days_of(span):
    return "" if span is None else formats.days(round(span))
