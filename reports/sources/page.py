"""The sources as a report: who came from where, how soon somebody turned to them, and what became of them."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forecasting.common import currency_of
from kit import formats
from reports.panels import Column, Figure, Kind, Line, Panel, Report
from reports.rates import FEW
from reports.sources import pictures
from reports.sources.how import HOW
from reports.sources.queries import sources_of


def sources_report(chosen):
    """The Report of the leads that came in a period."""
    found = sources_of(chosen.scope, chosen.period_asked, chosen.period_compared, chosen.touch_asked)
    if not found.whole.leads:
        return Report(how=HOW, blank=blank())
    return Report(figures=figures_of(found), panels=panels_of(found, chosen, currency_of()), how=HOW)


def blank():
    return (
        _("No lead came in this period."),
        _("Import a list, put a form on your website or add a lead by hand, and say where each one comes from."),
    )


# ── The figures at its head ──
def figures_of(found):
    whole, before = found.whole, found.before
    few = _("few leads: read with care") if whole.leads < FEW else ""
    return [
        Figure("leads", _("Leads"), whole.leads, before=before and before.leads, warning=few),
        qualified_figure(whole, before),
        Figure(
            "deals", _("Deals of them"), whole.deals, url=whole.url,
            note=_("%(share)s of the leads were converted") % {
                "share": formats.percent(whole.share(whole.converted)),
            },
        ),
        Figure(
            "won", _("Won deals of them"), whole.rate.won, url=whole.won_url,
            note=_("win rate %(rate)s of %(n)s closed") % {
                "rate": formats.percent(whole.rate.by_count), "n": formats.number(whole.rate.closed),
            } if whole.rate.closed else _("none closed yet"),
        ),
        Figure(
            "wait", _("First response, hours"), whole.wait,
            note=waiting_words(whole),
        ),
    ]  # fmt: skip


def qualified_figure(whole, before):
    words = ngettext("%(n)s lead", "%(n)s leads", whole.qualified) % {"n": formats.number(whole.qualified)}
    share, earlier = whole.share(whole.qualified), before.share(before.qualified) if before else None
    return Figure("qualified", _("Qualified"), share, Kind.SHARE, note=words, before=earlier)


def waiting_words(whole):
    return ngettext("%(n)s nobody turned to yet", "%(n)s nobody turned to yet", whole.waiting) % {
        "n": formats.number(whole.waiting)
    }


# ── The panels below ──
def panels_of(found, chosen, currency):
    return [
        Panel(
            "inflow", _("Inflow of leads"), month_columns(), [Line(month_values(*row)) for row in found.by_month],
            chart=pictures.inflow_chart(found.by_month), thirds=3,
            note=_("Strong: qualified; pale: not, or not yet"),
        ),
        *sources_panels(found, chosen, currency),
        *campaigns_panels(found, chosen, currency),
        *labels_panels(found),
    ]  # fmt: skip


def sources_panels(found, chosen, currency):
    rates = pictures.rates_chart("rates", found.by_source, found.whole, source_name)
    table = origins_panel("sources", _("Sources"), _("Source"), found.by_source, found, source_name, chosen, currency)
    return [
        Panel("leads", _("Leads by source"), chart=pictures.leads_chart(found.by_source, source_name)),
        Panel("rates", _("From lead to won, by source"), chart=rates),
        *campaign_rates(found),
        table,
    ]


def campaign_rates(found):
    if not has_campaigns(found):
        return []
    chart = pictures.rates_chart("campaigns", found.by_campaign, found.whole, campaign_name)
    return [Panel("campaign-rates", _("From lead to won, by campaign"), chart=chart)]


def campaigns_panels(found, chosen, currency):
    if not has_campaigns(found):
        return []
    groups = found.by_campaign
    return [origins_panel("origins", _("Campaigns"), _("Campaign"), groups, found, campaign_name, chosen, currency)]


def has_campaigns(found):
    return any(one.name for one in found.by_campaign)


def month_columns():
    return [
        Column("month", _("Month"), Kind.TEXT),
        Column("leads", _("Leads")),
        Column("qualified", _("Qualified")),
        Column("share", _("Share"), Kind.SHARE),
    ]


def month_values(first, leads, qualified):
    return formats.month(first), leads, qualified, qualified / leads if leads else None


def source_name(one):
    return one.name or _("No source")


def campaign_name(one):
    return one.name or _("No campaign")


def label_name(one):
    return one.name or _("No label")


def origins_panel(key, title, name, groups, found, naming, chosen, currency):
    columns = [
        Column("name", name, Kind.TEXT),
        Column("leads", _("Leads")),
        Column("qualified", _("Qualified")),
        Column("qualified_share", _("Share"), Kind.SHARE),
        Column("converted", _("Converted"), Kind.SHARE),
        Column("deals", _("Deals")),
        Column("won", _("Won")),
        Column("rate", _("Win rate"), Kind.SHARE),
        Column("through", _("Lead to won"), Kind.SHARE),
        Column("amount", _("Won value"), Kind.MONEY),
        Column("wait", _("First response, hours")),
    ]
    lines = [origin_line(one, naming(one)) for one in groups]
    total = origin_line(found.whole, _("All"))
    return Panel(
        key, title, columns, lines, total, thirds=3, is_open=True, currency=currency, address=chosen.data
    )  # fmt: skip


def origin_line(one, name):
    rate = one.rate
    values = (
        name, one.leads, one.qualified, one.share(one.qualified), one.share(one.converted), one.deals, rate.won,
        rate.by_count if rate.closed else None, one.share(rate.won), rate.won_amount, one.wait,
    )  # fmt: skip
    urls = {"deals": one.url, "won": one.won_url, "amount": one.won_url}
    return Line(values, urls, warning=_("few leads") if one.leads < FEW else "")


def labels_panels(found):
    """The win rate by label when deals were created and when they closed, side by side."""
    parts = [
        ("labels-born", _("Win rate by label as deals began"), found.label_at_birth),
        ("labels-closed", _("Win rate by label as they closed"), found.label_at_close),
    ]
    return [labels_panel(*part) for part in parts if any(one.name for one in part[2])]


def labels_panel(key, title, groups):
    won, closed = sum(one.rate.won for one in groups), sum(one.rate.closed for one in groups)
    columns = [
        Column("label", _("Label"), Kind.TEXT),
        Column("won", _("Won")),
        Column("closed", _("Closed")),
        Column("rate", _("Win rate"), Kind.SHARE),
    ]
    lines = [
        Line(
            (label_name(one), one.rate.won, one.rate.closed, one.rate.by_count),
            {"won": one.won_url, "closed": one.url},
            warning=_("few deals") if one.rate.is_small else "",
        )
        for one in groups
    ]
    chart = pictures.labels_chart(key, groups, won / closed, label_name)
    return Panel(key, title, columns, lines, chart=chart)
