"""The win rate as a report: its figures, its pictures and the tables beside them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forecasting.common import currency_of
from kit import formats
from reports.panels import Column, Figure, Kind, Line, Panel, Report
from reports.win_rate import pictures
from reports.win_rate.callouts import callouts_of
from reports.win_rate.figures import deals, figures_of
from reports.win_rate.how import HOW
from reports.win_rate.queries import win_rate_of

TIMES = "times"
MOST_GROUPS, MOST_PERIODS = 8, 20
WIDTHS = (420, 890, 1360)  # one, two and three thirds of the page


def win_rate_report(chosen):
    """The Report of what became of the deals closed in a period."""
    found, currency = win_rate_of(chosen.scope, chosen.period_asked, chosen.period_compared), currency_of()
    return Report(
        figures=figures_of(found, chosen.measure_asked, currency),
        callouts=callouts_of(found, chosen.scope),
        panels=panels_of(found, chosen, currency),
        how=HOW,
        blank=None if found.rate.closed else blank(),
    )


def blank():
    return (
        _("No deal was won or lost in this period."),
        _("Choose another period, or close deals on the board: each win and loss counts here at once."),
    )


# ── The panels below ──
def panels_of(found, chosen, currency):
    whole = [funnel_panel(found, currency)] if found.funnel else []
    if not found.rate.closed:
        return whole
    cycle = [cycle_panel(found)] if found.cycle.count else []
    reasons = [reasons_panel(found, currency)] if found.reasons else []
    return [
        *whole,
        *breakdowns(found, chosen.measure_asked, currency),
        reps_panel(found, chosen, currency),
        velocity_panel(found, currency),
        *cycle,
        *reasons,
    ]


def funnel_panel(found, currency):
    chart = pictures.funnel_chart(found)
    columns = [
        Column("stage", _("Stage"), Kind.TEXT),
        Column("entered", _("Entered")),
        Column("went_on", _("Went on")),
        Column("lost", _("Lost")),
        Column("waiting", _("Waiting")),
        Column("share", _("Share that went on"), Kind.SHARE),
        Column("median", _("Median days"), Kind.DAYS),
        Column("ninety", _("9 in 10 within"), Kind.DAYS),
    ]
    lines = [
        Line(
            (
                pictures.name_of(reach.stage), reach.entered, reach.went_on, reach.lost, reach.waiting,
                reach.share, reach.median, reach.ninety,
            ),
            {"entered": pictures.entered_url(reach, found)},
        )
        for reach in found.funnel
    ]  # fmt: skip
    note = _("Thickness is the number of deals that entered the stage in this period")
    title = _("From first contact to won: %(pipeline)s") % {"pipeline": found.pipeline.name}
    return Panel("funnel", title, columns, lines, chart=chart, note=note, thirds=3, currency=currency)


def breakdowns(found, measure, currency):
    parts = [
        ("reps", _("By rep"), found.by_rep, ""),
        *teams_apart(found),
        ("sources", _("By source"), found.by_source, _("No source")),
        ("labels", _("By label"), found.by_label, _("No label")),
        *labels_then(found),
        ("products", _("By product"), found.by_product, _("No product")),
        ("industries", _("By industry"), found.by_industry, _("No industry")),
        ("sizes", _("By size of company"), found.by_size, _("Size unknown")),
        *own_fields(found),
        (TIMES, _("By period"), found.by_time, ""),
    ]
    named = [part for part in parts if any(group.name for group in part[2])]
    return [breakdown(*part, rest_of_row(part, named), found, measure, currency) for part in named]


def teams_apart(found):
    """Teams with their branches, where there is more than one to tell of."""
    return [("teams", _("By team"), found.by_team, "")] if len(found.by_team) > 1 else []


def own_fields(found):
    return [
        (f"own-{place}", _("By %(field)s") % {"field": name}, groups, _("Not filled in"))
        for place, (name, groups) in enumerate(found.by_field.items())
    ]


def labels_then(found):
    """The labels as deals began and as they closed, where some deal carried another one on its way."""
    if rates_by_name(found.by_label_at_birth) == rates_by_name(found.by_label_at_close):
        return []
    return [
        ("labels-born", _("By label as they began"), found.by_label_at_birth, _("No label")),
        ("labels-closed", _("By label as they closed"), found.by_label_at_close, _("No label")),
    ]


def rates_by_name(groups):
    return {group.name: group.rate for group in groups}


def rest_of_row(part, named):
    """How many thirds of the page a part takes: the periods come last and fill their row."""
    return 3 - (len(named) - 1) % 3 if part[0] == TIMES else 1


def breakdown(key, title, groups, nameless, thirds, found, measure, currency):
    shown = groups[-MOST_PERIODS:] if key == TIMES else groups[:MOST_GROUPS]
    chart = pictures.rates_chart(key, shown, found, measure, nameless, WIDTHS[thirds - 1])
    hidden = len(groups) - len(shown)
    more = ngettext("%(n)s more in the table", "%(n)s more in the table", hidden) % {"n": formats.number(hidden)}
    lines = [rate_line(group, nameless) for group in groups]
    return Panel(
        key, title, rate_columns(title), lines, chart=chart, note=more if hidden else "", thirds=thirds,
        currency=currency, template="reports/win_rate/_breakdown.html",
    )  # fmt: skip


def rate_columns(name):
    return [
        Column("name", name, Kind.TEXT),
        Column("won", _("Won")),
        Column("closed", _("Closed")),
        Column("rate", _("Win rate"), Kind.SHARE),
        Column("value_rate", _("Win rate by value"), Kind.SHARE),
        Column("amount", _("Won value"), Kind.MONEY),
        Column("mean", _("Mean won value"), Kind.MONEY),
    ]


def rate_line(group, nameless="", *more):
    rate = group.rate
    urls = {"won": group.won_url, "closed": group.url, "amount": group.won_url}
    values = (
        group.name or nameless, rate.won, rate.closed, rate.by_count, rate.by_value, rate.won_amount, rate.mean_won,
    )  # fmt: skip
    return Line((*values, *more), urls, group.person, _("few deals") if rate.is_small else "")


def reps_panel(found, chosen, currency):
    columns = [
        *rate_columns(_("Rep")),
        Column("low", _("Likely from"), Kind.SHARE),
        Column("high", _("Likely to"), Kind.SHARE),
        Column("leaning", _("Leaning"), Kind.SHARE),
    ]
    lines = [
        rate_line(group, "", *group.rate.interval("count"), group.rate.leaning(found.rate)) for group in found.by_rep
    ]
    whole = Whole(_("All"), found.rate, found.url, found.won_url)
    total = rate_line(whole, "", *found.rate.interval("count"), found.rate.by_count)
    note = _("Leaning: each rate pulled towards everybody’s by ten deals, so that few deals do not shout")
    return Panel(
        "people", _("Reps"), columns, lines, total, note=note, thirds=3, is_open=True, currency=currency,
        address=chosen.data,
    )  # fmt: skip


@dataclass(frozen=True)
class Whole:
    """All deals as one group."""

    name: str
    rate: object
    url: str
    won_url: str
    person: object = None


def velocity_panel(found, currency):
    velocity = found.velocity
    columns = [
        Column("open", _("Qualified open deals")),
        Column("mean", _("Mean won value"), Kind.MONEY),
        Column("rate", _("Win rate"), Kind.SHARE),
        Column("cycle", _("Median cycle"), Kind.DAYS),
        Column("a_day", _("Velocity a day"), Kind.MONEY),
    ]
    values = (velocity.open_deals, velocity.mean_won, velocity.win_rate, velocity.cycle, velocity.a_day)
    line = Line(values, {"open": velocity.open_url, "mean": found.won_url, "rate": found.url})
    return Panel(
        "velocity", _("Velocity"), columns, [line], currency=currency, about=VelocityWords(found, currency),
        chart=pictures.velocity_chart(velocity, currency), template="reports/win_rate/_velocity.html",
    )  # fmt: skip


@dataclass(frozen=True)
class VelocityWords:
    """What the panel of the velocity needs besides its line."""

    found: object
    currency: str

    @property
    def a_day(self):
        """The velocity as a figure beside what it was."""
        before = self.found.before
        return Figure(
            "velocity", "", self.found.velocity.a_day, Kind.MONEY, before=self.found.velocity.before,
            than=before.name if before else "", currency=self.currency,
        )  # fmt: skip


def cycle_panel(found):
    cycle = found.cycle
    columns = [Column("day", _("From day"), Kind.DAYS), Column("won", _("Won deals"))]
    words = _("Middle half %(low)s d to %(high)s d, nine in ten within %(ninety)s d.") % {
        "low": round(cycle.quarter), "high": round(cycle.three_quarters), "ninety": round(cycle.ninety),
    }  # fmt: skip
    lines = [Line(bin) for bin in cycle.bins]
    chart = pictures.cycle_chart(cycle)
    return Panel("cycle", _("Cycle length"), columns, lines, chart=chart, note=words, url=found.won_url)


def reasons_panel(found, currency):
    columns = [
        Column("reason", _("Reason"), Kind.TEXT),
        Column("lost", _("Deals lost")),
        Column("amount", _("Lost value"), Kind.MONEY),
    ]
    lines = [
        Line((reason.name or _("No reason given"), reason.count, reason.amount), {"lost": reason.url})
        for reason in found.reasons
    ]
    chart = pictures.reasons_chart(found, currency)
    return Panel(
        "lost", _("Why deals were lost"), columns, lines, chart=chart, url=found.lost_url, currency=currency,
        note=_("%(deals)s, %(sum)s") % {
            "deals": deals(found.rate.lost), "sum": formats.compact_money(found.rate.lost_amount, currency),
        },
    )  # fmt: skip
