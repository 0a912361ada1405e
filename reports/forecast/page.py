"""The forecast as a report: its figures, its months, its people and its currencies as tables, to be taken and sent."""

from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.zones import today
from forecasting.common import currency_of
from forecasting.currencies.split import split_of
from forecasting.goals.standing import quotas_by_month, standing_of
from forecasting.models import Weight
from forecasting.page import doors, months_as_periods
from forecasting.pictures import months_of, ruler_of
from forecasting.queries import links
from forecasting.queries.forecast import forecast_of
from kit import formats
from reports.forecast.how import HOW
from reports.panels import Column, Figure, Kind, Line, Panel, Report

MARKS = [
    ("won", gettext_lazy("Closed")),
    ("commit", gettext_lazy("Commit")),
    ("best", gettext_lazy("Best case")),
    ("expected", gettext_lazy("Expected")),
    ("low", gettext_lazy("P10")),
    ("high", gettext_lazy("P90")),
    ("quota", gettext_lazy("Quota")),
]


def forecast_report(chosen):
    """The Report of what a period has brought and may bring, in the workspace's currency."""
    scope, currency = chosen.scope, currency_of()
    found = forecast_of(scope, chosen.period_asked, chosen.by_asked)
    whole, of_reps = standing_of(found, scope, chosen.period_asked)
    return Report(
        figures=figures_of(found, whole, scope, currency),
        panels=[
            ruler_panel(found, whole, scope, currency),
            months_panel(found, scope, currency),
            reps_panel(found, whole, of_reps, chosen, currency),
            *currencies_panel(found, scope, currency),
        ],
        how=HOW,
    )


# ── The figures at its head ──
def figures_of(found, whole, scope, currency):
    urls, sums = doors(found, scope.link), {"kind": Kind.MONEY, "currency": currency}
    said = [
        Figure("won", _("Closed"), found.total.won, url=urls["won_url"], note=won_words(found), **sums),
        Figure("commit", _("Commit"), found.commit, url=urls["commit_url"], note=_("closed included"), **sums),
        Figure("best", _("Best case"), found.best, url=urls["best_url"], note=_("commit included"), **sums),
        Figure("weighted", weight_name(found), found.weighted, url=urls["weighted_url"], **sums),
        Figure("quota", _("Quota"), whole.quota, note=quota_words(whole), **sums),
    ]
    return said + (figures_ahead(found, sums) if found.arrivals else [])


def figures_ahead(found, sums):
    """What only a period that has not ended has."""
    return [
        Figure("new", _("New business"), found.new_business, **sums),
        Figure("expected", _("Expected"), found.expected, note=range_words(found, sums["currency"]), **sums),
    ]


def range_words(found, currency):
    low, high = (formats.compact_money(amount, currency) for amount in (found.low, found.high))
    return _("8 in 10 chance: %(low)s to %(high)s") % {"low": low, "high": high}


def won_words(found):
    count = found.total.won_count
    return ngettext("%(n)s deal won", "%(n)s deals won", count) % {"n": formats.number(count)}


def weight_name(found):
    return _("Weighted by stage") if found.by == Weight.STAGE else _("Weighted by your history")


def quota_words(whole):
    if not whole.quota:
        return _("none is set")
    closed = _("%(share)s closed") % {"share": formats.percent(whole.attainment)}
    return " · ".join(words for words in (closed, whole.asked.source) if words)


# ── The panels below ──
def ruler_panel(found, whole, scope, currency):
    columns = [Column(key, name, Kind.MONEY) for key, name in MARKS]
    ahead = (found.expected, found.low, found.high) if found.arrivals else (None, None, None)
    line = Line((found.total.won, found.commit, found.best, *ahead, whole.quota))
    chart = ruler_of(found, whole.quota, currency, scope.link)
    return Panel(
        "ruler", _("Where the period stands"), columns, [line], chart=chart, thirds=3, currency=currency
    )  # fmt: skip


def months_panel(found, scope, currency):
    quotas = quotas_by_month(scope, months_as_periods(found), found.this_day)
    columns = [
        Column("month", _("Month"), Kind.TEXT),
        *sum_columns(),
        Column("quota", _("Quota"), Kind.MONEY),
    ]
    lines = [
        Line((formats.month(month), *sums_of(totals), quotas.get(month))) for month, totals in found.months.items()
    ]
    chart = replace(months_of(found, quotas, currency, scope.link), head=[], table=[])  # the panel has the table
    return Panel("months", _("By month"), columns, lines, chart=chart, thirds=3, currency=currency)


def sum_columns():
    return [
        Column("won", _("Closed"), Kind.MONEY),
        Column("commit", _("Commit deals"), Kind.MONEY),
        Column("best", _("Best-case deals"), Kind.MONEY),
        Column("open", _("Open"), Kind.MONEY),
        Column("by_stage", _("Weighted by stage"), Kind.MONEY),
        Column("learned", _("Weighted by your history"), Kind.MONEY),
    ]


def sums_of(totals):
    return totals.won, totals.commit, totals.best, totals.open_amount, totals.by_stage, totals.learned


def reps_panel(found, whole, of_reps, chosen, currency):
    columns = [Column("rep", _("Rep"), Kind.TEXT), *sum_columns(), *quota_columns()]
    lines = [rep_line(person, totals, of_reps[person.pk], whole, found, chosen.scope) for person, totals in found.reps]
    total = Line((_("All"), *sums_of(found.total), whole.quota, whole.attainment), deals_of(found, chosen.scope.link))
    return Panel(
        "reps", _("By rep"), columns, lines, total, thirds=3, is_open=True, currency=currency, address=chosen.data,
    )  # fmt: skip


def quota_columns():
    return [Column("quota", _("Quota"), Kind.MONEY), Column("attained", _("Attained"), Kind.SHARE)]


def rep_line(person, totals, standing, whole, found, scope):
    urls = deals_of(found, scope.link | {"owner": person.pk})
    figures = (person.name, *sums_of(totals), standing.quota, standing.attainment)
    return Line(figures, urls, person, source_of_rep(standing, whole))


def source_of_rep(standing, whole):
    """Where the quota of a rep comes from, if from elsewhere than that of all."""
    if standing.quota is None or standing.asked.source == whole.asked.source:
        return ""
    return standing.asked.source or _("quota set for the period itself")


def deals_of(found, base):
    """What the sums of a person or of all open."""
    whole = links.open_in(found.quarter, found.this_day, **base)
    parts = {name: links.open_in(found.quarter, found.this_day, category=name, **base) for name in ("commit", "best")}
    learned = links.deals_url(status="open", **base)
    return {"won": links.won_in(found.quarter, **base), "open": whole, "by_stage": whole, "learned": learned} | parts


def currencies_panel(found, scope, currency):
    rows = split_of(scope, found.quarter, today(), currency)
    if len(rows) < 2:
        return []
    columns = [
        Column("currency", _("Currency"), Kind.TEXT),
        Column("deals", _("Deals")),
        Column("won", _("Closed, worth"), Kind.MONEY),
        Column("open", _("Open, worth"), Kind.MONEY),
    ]
    lines = [Line((row.currency, row.count, row.won_base, row.open_base)) for row in rows]
    return [Panel("currencies", _("By currency"), columns, lines, thirds=3, is_open=True, currency=currency)]
