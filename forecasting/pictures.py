"""The charts of the forecast page."""

from django.utils.translation import gettext as _

from forecasting.calendar import Period, last_of, month_of
from forecasting.periods import FiscalPeriod
from forecasting.queries import links
from kit import formats
from kit.charts import Column, Part, Spot, columns, meter, ruler

WIDE = 1360  # the width of a panel across the page


def ruler_of(forecast, quota, currency, base):
    """Closed, commit and best case, with the range the period may end in and the quota; None of nothing."""
    if not (forecast.total.won or forecast.total.open_amount or forecast.high):
        return None
    say = in_money(currency)
    parts = parts_of(forecast.total, say, forecast.quarter, forecast.this_day, base)
    words = [_("Closed %(sum)s"), _("Commit +%(sum)s"), _("Best case +%(sum)s")]
    shown = [(part, word % {"sum": say(part.size)}) for part, word in zip(parts, words, strict=True)]
    spot = None if is_past(forecast) else spot_of(forecast, say)
    mark = (float(quota), _("Quota %(sum)s") % {"sum": say(quota)}) if quota else None
    return ruler("quarter", shown, spot, label_of(forecast, say), on_axis(currency), mark=mark)


def spot_of(forecast, say):
    low, high = f"P10 {say(forecast.low)}", f"P90 {say(forecast.high)}"
    return Spot(
        forecast.expected,
        forecast.low,
        forecast.high,
        _("Expected %(sum)s") % {"sum": say(forecast.expected)},
        low,
        high,
    )


def label_of(forecast, say):
    return _("Closed %(won)s; expected %(expected)s, in 8 of 10 cases between %(low)s and %(high)s.") % {
        "won": say(forecast.total.won),
        "expected": say(forecast.expected),
        "low": say(forecast.low),
        "high": say(forecast.high),
    }


def is_past(forecast):
    return forecast.quarter.last < forecast.this_day


def months_of(forecast, quotas, currency, base):
    """Closed, commit and best case by month, with the quota where there is one: the period and what lies around it."""
    say = in_money(currency)
    stacks = [
        month_column(month, totals, quotas.get(month, 0), forecast, say, base)
        for month, totals in forecast.months.items()
    ]
    exact = lambda amount: formats.money(formats.whole(amount), currency)  # noqa: E731 (a word of the table below)
    table = [
        [formats.month(month), *(exact(sum_) for sum_ in (sums.won, sums.commit, sums.best, sums.open_amount)),
         exact(quotas[month]) if month in quotas else "–"]
        for month, sums in forecast.months.items()
    ]  # fmt: skip
    head = [_("Month"), _("Closed"), _("Commit"), _("Best case"), _("Open"), _("Quota")]
    label = _("Closed, commit and best case by month.")
    return columns("months", stacks, label, on_axis(currency), width=WIDE, head=head, table=table)


def month_column(month, totals, quota, forecast, say, base):
    period = Period(month, last_of(month))
    parts = parts_of(totals, say, period, forecast.this_day, base)
    total = sum(part.size for part in parts)
    return Column(
        name=formats.month(month).split(" ")[0],
        parts=parts,
        total=say(total) if total else "",
        group=FiscalPeriod.of("quarter", month, forecast.quarter.start).name,
        is_now=month == month_of(forecast.this_day),
        mark=quota,
    )


def parts_of(totals, say, period, this_day, base):
    """What happened, what is promised, and what may come besides."""
    doors = [links.open_in(period, this_day, category=category, **base) for category in ("commit", "best")]
    return [
        Part(totals.won, "solid", _("Closed %(sum)s") % {"sum": say(totals.won)}, links.won_in(period, **base)),
        Part(totals.commit, "hatched", _("Commit %(sum)s") % {"sum": say(totals.commit)}, doors[0]),
        Part(totals.best, "pale", _("Best case %(sum)s") % {"sum": say(totals.best)}, doors[1]),
    ]


def meter_of(person, totals, quota, forecast, largest, currency):
    """One rep's closed and weighted with their quota, on one scale with the others’."""
    say, weighted = in_money(currency), totals.weighted(forecast.by)
    parts = [Part(totals.won, "solid"), Part(weighted, "hatched")]
    label = _("%(name)s: closed %(won)s, weighted %(weighted)s.") % {
        "name": person.name,
        "won": say(totals.won),
        "weighted": say(weighted),
    }
    return meter(f"rep-{person.pk}", parts, largest, label, mark=quota)


def on_axis(currency):
    return lambda amount: formats.axis_money(amount, currency)


def in_money(currency):
    return lambda amount: formats.compact_money(round(amount), currency)
