"""The seasons as a report: the months of all years side by side, and the share of a year each makes."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forecasting.calendar import Period, last_of, shift
from forecasting.common import currency_of
from forecasting.queries import links
from kit import formats
from reports.panels import Column, Figure, Kind, Line, Panel, Report
from reports.rates import VALUE
from reports.seasons import pictures
from reports.seasons.how import HOW
from reports.seasons.queries import seasons_of

MONTHS_TOLD = 24
ENOUGH_YEARS = 3


def seasons_report(chosen):
    """The Report of what each month won, over all years."""
    found, currency, measure = seasons_of(chosen.scope), currency_of(), chosen.measure_asked
    if not found.months:
        return Report(how=HOW, blank=blank())
    return Report(
        figures=figures_of(found, measure, currency, chosen.scope.link),
        panels=panels_of(found, measure, currency, chosen),
        how=HOW,
    )


def blank():
    return (
        _("No deal was won yet."),
        _("From the first win on each month stands here beside the same month of other years."),
    )


# ── The figures at its head ──
def figures_of(found, measure, currency, base):
    this_year = [month for month in found.year(found.this_month.year) if month]
    past = [month for month in found.months.values() if month.first < found.this_month]
    best = max(past, key=lambda month: month.of(measure), default=None)
    year = Period(found.this_month.replace(month=1), last_of(found.this_month))
    last = Period(shift(year.first, -12), last_of(shift(found.this_month, -13))) if found.this_month.month > 1 else None
    return [
        Figure(
            "year", _("Won this year"), sum(month.amount for month in this_year), Kind.MONEY,
            links.won_in(year, **base), deals(sum(month.count for month in this_year)), currency=currency,
        ),
        *whole_months_figures(found, last, currency, base),
        *best_figures(best, currency),
    ]  # fmt: skip


def whole_months_figures(found, last, currency, base):
    """The months of this year that are over, beside the same ones a year before."""
    if last is None:
        return []
    now = [found.months.get(shift(month, 12)) for month in last.months]
    then = [found.months.get(month) for month in last.months]
    sums = [sum(month.amount for month in months if month) for months in (now, then)]
    over = Period(shift(last.first, 12), last_of(shift(last.last.replace(day=1), 12)))
    return [
        Figure(
            "over", _("Months that are over"), sums[0], Kind.MONEY, links.won_in(over, **base),
            _("this year until the end of %(month)s") % {"month": formats.month(over.last)},
            before=sums[1] if any(then) else None, currency=currency,
        )
    ]  # fmt: skip


def best_figures(best, currency):
    if best is None:
        return []
    note = _("%(month)s, %(deals)s") % {"month": formats.month(best.first), "deals": deals(best.count)}
    return [Figure("best", _("Best month"), best.amount, Kind.MONEY, best.url, note, currency=currency)]


def deals(count):
    return ngettext("%(n)s deal", "%(n)s deals", count) % {"n": formats.number(count)}


# ── The panels below ──
def panels_of(found, measure, currency, chosen):
    seasons = seasons_panel(found.seasons(measure))
    beside = 3 - seasons.thirds or 3
    return [years_panel(found, measure, currency), seasons, history_panel(found, currency, chosen, beside)]


def years_panel(found, measure, currency):
    years = found.years[: pictures.MOST_YEARS]
    kind = Kind.MONEY if measure == VALUE else Kind.NUMBER
    columns = [Column("month", _("Month"), Kind.TEXT), *(Column(f"year-{year}", str(year), kind) for year in years)]
    lines = [
        year_line(name, years, [found.year(year)[place] for year in years], measure)
        for place, name in enumerate(formats.months_of_the_year())
    ]
    title = _("Won value by month") if measure == VALUE else _("Deals won by month")
    chart = pictures.years_chart(found, measure, currency)
    note = _("All years, whatever period is chosen; each dot opens its deals")
    return Panel("years", title, columns, lines, chart=chart, note=note, thirds=3, currency=currency)


def year_line(name, years, months, measure):
    urls = {f"year-{year}": month.url for year, month in zip(years, months, strict=True) if month}
    return Line((name, *(month and month.of(measure) for month in months)), urls)


def seasons_panel(seasons):
    if not seasons:
        note = _("From the first whole year on, the share of a year each month makes stands here.")
        return Panel("seasons", _("Share of a year"), note=note, thirds=3)
    columns = [
        Column("month", _("Month"), Kind.TEXT),
        Column("share", _("Share"), Kind.SHARE),
        Column("low", _("Lowest"), Kind.SHARE),
        Column("high", _("Highest"), Kind.SHARE),
        Column("years", _("Years")),
    ]
    names, years = formats.months_of_the_year(), seasons[0].years
    lines = [
        Line((names[season.number - 1], season.share, season.low, season.high, season.years)) for season in seasons
    ]
    words = ngettext("n %(n)s year", "n %(n)s years", years) % {"n": formats.number(years)}
    if years < ENOUGH_YEARS:
        words = _("%(years)s: read with care") % {"years": words}
    return Panel("seasons", _("Share of a year"), columns, lines, chart=pictures.seasons_chart(seasons), note=words)


def history_panel(found, currency, chosen, thirds):
    columns = [
        Column("month", _("Month"), Kind.TEXT),
        Column("count", _("Won")),
        Column("count_before", _("Won a year before")),
        Column("amount", _("Won value"), Kind.MONEY),
        Column("amount_before", _("Value a year before"), Kind.MONEY),
        Column("change", _("Change"), Kind.SHARE),
    ]
    latest = sorted(found.months.values(), key=lambda month: month.first, reverse=True)[:MONTHS_TOLD]
    lines = [history_line(month, found.a_year_before(month)) for month in latest]
    return Panel(
        "history",
        _("Month by month"),
        columns,
        lines,
        thirds=thirds,
        is_open=True,
        currency=currency,
        address=chosen.data,
    )


def history_line(month, before):
    values = (
        formats.month(month.first),
        month.count,
        before and before.count,
        month.amount,
        before and before.amount,
        float(month.amount / before.amount) - 1 if before and before.amount else None,
    )
    urls = {"count": month.url, "amount": month.url}
    urls |= {"count_before": before.url, "amount_before": before.url} if before else {}
    return Line(values, urls)
