"""The charts of the seasons."""

from django.utils.translation import gettext as _

from kit import formats
from kit.charts import Knot, Row, Trend, lines, rows
from reports.rates import VALUE

MOST_YEARS = 4


def years_chart(found, measure, currency):
    """What each month won, a line a year."""
    trends = [
        Trend(str(year), [knot_of(month, measure, currency) for month in found.year(year)])
        for year in found.years[:MOST_YEARS]
    ]
    label = _("What was won in each month of %(count)s years.") % {"count": formats.number(len(trends))}
    say = (lambda tick: formats.axis_money(tick, currency)) if measure == VALUE else formats.number
    return lines("years", formats.months_of_the_year(), trends, label, say)


def knot_of(month, measure, currency):
    if month is None:
        return Knot(None)
    title = _("%(month)s: %(count)s won, %(sum)s") % {
        "month": formats.month(month.first),
        "count": formats.number(month.count),
        "sum": formats.compact_money(month.amount, currency),
    }
    return Knot(month.of(measure), title, month.url if month.count else "")


def seasons_chart(seasons):
    """The share of a year each month makes."""
    names = formats.months_of_the_year()
    bars = [
        Row(
            names[season.number - 1],
            season.share,
            _("%(low)s to %(high)s") % {"low": formats.percent(season.low), "high": formats.percent(season.high)},
            figure=formats.percent(season.share, 1),
        )
        for season in seasons
    ]
    return rows("seasons", bars, _("The share of a year that each month makes."))
