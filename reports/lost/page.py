"""The lost deals as a report: why, from where, by whom, how old they were, and which deserve another call."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from forecasting.common import currency_of
from kit import formats
from reports.lost import pictures
from reports.lost.how import HOW
from reports.lost.queries import lost_of
from reports.panels import Callout, Column, Figure, Kind, Line, Panel, Report
from reports.rates import FEW

GREW = 3  # from so many deals more than before a reason is named


def lost_report(chosen):
    """The Report of the deals lost in a period."""
    found, currency = lost_of(chosen.scope, chosen.period_asked, chosen.period_compared), currency_of()
    if not found.count:
        return Report(how=HOW, blank=blank(), panels=calls_panel(found, currency))
    return Report(
        figures=figures_of(found, currency),
        callouts=grown(found),
        panels=panels_of(found, chosen, currency),
        how=HOW,
    )


def blank():
    return (
        _("No deal was lost in this period."),
        _("When one is, say why: the reasons gather here by stage, by person and by age, with what they cost."),
    )


# ── The figures at its head ──
def figures_of(found, currency):
    before, amount_before = found.before or (None, None)
    sums = {"kind": Kind.MONEY, "currency": currency}
    warning = _("few deals: read with care") if found.count < FEW else ""
    return [
        Figure("lost", _("Deals lost"), found.count, url=found.url, before=before, warning=warning),
        Figure("amount", _("Lost value"), found.amount, url=found.url, before=amount_before, **sums),
        Figure("mean", _("Mean lost value"), found.amount / found.count, url=found.url, **sums),
        Figure("age", _("Median age"), found.median_days, Kind.DAYS, found.url, _("from opened to lost")),
        unexplained_figure(found),
    ]


def unexplained_figure(found):
    count, url = (found.unexplained.count, found.unexplained.url) if found.unexplained else (0, "")
    share = _("%(share)s of all") % {"share": formats.percent(count / found.count)}
    return Figure("unexplained", _("No reason given"), count, url=url, note=share)


def grown(found):
    """The reason that came up more often than before, by the most."""
    named = [loss for loss in found.by_reason if loss.key and loss.before is not None]
    most = max(named, key=lambda loss: loss.count - loss.before, default=None)
    if most is None or most.count - most.before < GREW:
        return []
    words = _("%(deals)s in this period, %(before)s in the period before.") % {
        "deals": pictures.deals(most.count),
        "before": formats.number(most.before),
    }
    return [
        Callout(_("“%(reason)s” came up more often:") % {"reason": most.name}, words, most.url, _("See these deals"))
    ]


# ── The panels below ──
def panels_of(found, chosen, currency):
    measure = chosen.measure_asked
    parts = [
        ("reasons", _("By reason"), found.by_reason, reason_name),
        ("stages", _("By the stage they were lost from"), found.by_stage, name_of),
        ("ages", _("By how old they were"), found.by_age, age_name),
        ("reps", _("By rep"), found.by_rep, name_of),
    ]
    if any(loss.key for loss in found.by_competitor):
        parts.append(("competitors", _("To whom"), found.by_competitor, competitor_name))
    return [
        *(losses_panel(*part, measure, currency) for part in parts[:3]),
        cells_panel(found, measure, currency),
        *(losses_panel(*part, measure, currency) for part in parts[3:]),
        *calls_panel(found, currency),
    ]


def name_of(loss):
    return loss.name


def reason_name(loss):
    return loss.name or _("No reason given")


def competitor_name(loss):
    return loss.name or _("Nobody named")


def age_name(loss):
    first, last = loss.key
    if last is None:
        return _("%(days)s or more") % {"days": formats.days(first)}
    return _("%(first)s to %(last)s") % {"first": formats.number(first), "last": formats.days(last)}


def losses_panel(key, title, losses, naming, measure, currency):
    label = _("%(title)s: lost deals.") % {"title": title}
    chart = pictures.losses_chart(key, losses, label, measure, currency, naming)
    columns = [
        Column("name", title, Kind.TEXT),
        Column("lost", _("Deals lost")),
        Column("share", _("Share"), Kind.SHARE),
        Column("amount", _("Lost value"), Kind.MONEY),
        Column("before", _("Period before")),
    ]
    whole = sum(loss.count for loss in losses)
    lines = [
        Line(
            (naming(loss), loss.count, loss.count / whole, loss.amount, loss.before),
            {"lost": loss.url, "amount": loss.url},
            loss.person,
        )
        for loss in losses
    ]
    return Panel(key, title, columns, lines, chart=chart, currency=currency)


def cells_panel(found, measure, currency):
    nameless = _("No reason given")
    chart = pictures.cells_chart(found, measure, currency, nameless)
    columns = [Column("reason", _("Reason"), Kind.TEXT)]
    columns += [Column(f"stage-{stage.key}", stage.name) for stage in found.by_stage]
    lines = [cells_line(reason, found, nameless) for reason in found.by_reason]
    note = _("The stronger the colour, the more was lost")
    return Panel("cells", _("Reason by stage"), columns, lines, chart=chart, note=note, thirds=3, currency=currency)


def cells_line(reason, found, nameless):
    cells = [(stage, found.cells.get((reason.key, stage.key))) for stage in found.by_stage]
    urls = {f"stage-{stage.key}": cell.url for stage, cell in cells if cell}
    return Line((reason.name or nameless, *(cell.count if cell else 0 for _stage, cell in cells)), urls)


def calls_panel(found, currency):
    if not found.calls:
        return []
    columns = [
        Column("deal", _("Deal"), Kind.TEXT),
        Column("company", _("Company"), Kind.TEXT),
        Column("owner", _("Owner"), Kind.TEXT),
        Column("amount", _("Lost value"), Kind.MONEY),
        Column("reason", _("Reason"), Kind.TEXT),
        Column("day", _("Lost on"), Kind.DAY),
    ]
    lines = [call_line(deal) for deal in found.calls]
    return [
        Panel(
            "calls", _("Worth another call"), columns, lines, thirds=3, currency=currency,
            note=_("All deals lost three months to a year ago"), url=found.calls_url,
        )
    ]  # fmt: skip


def call_line(deal):
    values = (
        deal.title,
        deal.company.name if deal.company else "",
        deal.owner.name,
        deal.base_amount,
        deal.lost_reason.name if deal.lost_reason else _("No reason given"),
        timezone.localdate(deal.closed_at),
    )
    return Line(values, {"deal": reverse("pipeline:deal", args=[deal.pk])})
