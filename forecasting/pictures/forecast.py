"""The charts of the forecast page."""

from django.utils.translation import gettext as _

from forecasting.calendar import Period, Quarter, last_of, month_of, quarter_name
from forecasting.queries import links
from kit import formats
from kit.charts import Column, Part, Spot, columns, meter, ruler

WIDE = 1360  # the width of a panel across the page


def ruler_of(forecast, currency, base):
    """Closed, weighted and the rest of the open pipeline, with the range the quarter may end in; None of nothing."""
    if not (forecast.total.won or forecast.total.open_amount or forecast.high):
        return None
    say = in_money(currency)
    parts = parts_of(forecast.total, forecast.by, say, forecast.quarter, forecast.this_day, base)
    words = [_("Closed %(sum)s"), _("Weighted %(sum)s"), _("Rest of open %(sum)s")]
    shown = [(part, word % {"sum": say(part.size)}) for part, word in zip(parts, words, strict=True)]
    low, high = f"P10 {say(forecast.low)}", f"P90 {say(forecast.high)}"
    words_of_spot = _("Expected %(sum)s") % {"sum": say(forecast.expected)}
    spot = Spot(forecast.expected, forecast.low, forecast.high, words_of_spot, low, high)
    label = _("Closed %(won)s; expected %(expected)s, in 8 of 10 cases between %(low)s and %(high)s.") % {
        "won": say(forecast.total.won),
        "expected": say(forecast.expected),
        "low": say(forecast.low),
        "high": say(forecast.high),
    }
    return ruler("quarter", shown, None if is_past(forecast) else spot, label, on_axis(currency))


def is_past(forecast):
    return forecast.quarter.last < forecast.this_day


def months_of(forecast, currency, base):
    """Closed, weighted and the rest of open by month: the quarter, the one before and the one after."""
    say = in_money(currency)
    stacks = [month_column(month, totals, forecast, say, base) for month, totals in forecast.months.items()]
    exact = lambda amount: formats.money(round(amount), currency)  # noqa: E731 (a word of the table below)
    table = [
        [formats.month(month), exact(sums.won), exact(sums.weighted(forecast.by)), exact(sums.open_amount)]
        for month, sums in forecast.months.items()
    ]
    head = [_("Month"), _("Closed"), _("Weighted"), _("Open")]
    return columns(
        "months",
        stacks,
        _("Closed, weighted and open value by month."),
        on_axis(currency),
        width=WIDE,
        head=head,
        table=table,
    )


def month_column(month, totals, forecast, say, base):
    period = Period(month, last_of(month))
    parts = parts_of(totals, forecast.by, say, period, forecast.this_day, base)
    total = sum(part.size for part in parts)
    return Column(
        name=formats.month(month).split(" ")[0],
        parts=parts,
        total=say(total) if total else "",
        group=quarter_name(Quarter.of(month)),
        is_now=month == month_of(forecast.this_day),
    )


def parts_of(totals, by, say, period, this_day, base):
    """What happened, what is expected, what is merely open."""
    weighted = totals.weighted(by)
    rest = max(totals.open_amount - weighted, 0)
    doors = links.won_in(period, **base), links.open_in(period, this_day, **base)
    return [
        Part(totals.won, "solid", _("Closed %(sum)s") % {"sum": say(totals.won)}, doors[0]),
        Part(weighted, "hatched", _("Weighted %(sum)s") % {"sum": say(weighted)}, doors[1]),
        Part(rest, "pale", _("Open %(sum)s") % {"sum": say(totals.open_amount)}, doors[1]),
    ]


def meter_of(person, totals, forecast, largest, currency):
    """One rep's closed and weighted on one scale with the others'."""
    say, weighted = in_money(currency), totals.weighted(forecast.by)
    parts = [Part(totals.won, "solid"), Part(weighted, "hatched")]
    label = _("%(name)s: closed %(won)s, weighted %(weighted)s.") % {
        "name": person.name,
        "won": say(totals.won),
        "weighted": say(weighted),
    }
    return meter(f"rep-{person.pk}", parts, largest, label)


def on_axis(currency):
    return lambda amount: formats.axis_money(amount, currency)


def in_money(currency):
    return lambda amount: formats.compact_money(round(amount), currency)
