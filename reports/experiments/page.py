"""A marked change as a report: one sentence, a picture of the win rates, and the figures on both sides."""

from django.utils.translation import gettext as _

from forecasting.common import currency_of
from kit import formats
from reports.experiments.cohorts import comparison_of
from reports.experiments.how import HOW
from reports.experiments.intervals import Estimate, newcombe, share_of, welch
from reports.experiments.pictures import rates_chart, steps_chart
from reports.experiments.words import deals, difference_of, is_early, still_open, verdict
from reports.pace import with_room
from reports.panels import Column, Figure, Kind, Line, Panel, Report


def experiment_report(experiment, user):
    """The Report of the deals opened before and after a change that a user may see."""
    with with_room():
        found, currency = comparison_of(experiment, user), currency_of()
    if not found:
        words = _("It begins on %(day)s. From then on the deals opened after it stand here beside those before.")
        return Report(blank=(_("The change has not begun."), words % {"day": formats.day(experiment.began_on)}))
    if not found.after.opened and not found.before.opened:
        return Report(blank=(_("No deal was opened in these days."), _("Deals count here from the day they open.")))
    callouts = [callout for callout in (verdict(found), still_open(found)) if callout]
    return Report(figures_of(found, currency), panels_of(found, currency), callouts, HOW)


def figures_of(found, currency):
    before, after = found.before, found.after
    than, open_note = _("the deals before"), _("%(open)s still open") % {"open": formats.number(after.open)}
    return [
        Figure("opened", _("Deals opened"), after.opened, url=after.url, note=open_note, before=before.opened,
               than=than),
        Figure("rate", _("Win rate"), after.rate.value, Kind.SHARE, after.closed_url("won", "lost"),
               _("of %(n)s closed") % {"n": formats.number(after.closed)},
               _("too early to tell") if is_early(found) else "", before.rate.value, than=than),
        Figure("decision", _("Half are decided within"), after.decision.value, Kind.DAYS, before=before.decision.value,
               than=than),
        Figure("mean", _("Mean won value"), after.mean.value, Kind.MONEY, after.closed_url("won"), deals(after.won),
               before=before.mean.value, currency=currency, than=than),
    ]  # fmt: skip


def panels_of(found, currency):
    panels = [rate_panel(found), decision_panel(found), cycle_panel(found), mean_panel(found, currency)]
    return [*panels, steps_panel(found)] if found.stages else panels


def columns_of(name, kind, *more):
    return [
        Column("side", _("Deals opened"), Kind.TEXT),
        *more,
        Column("value", name, kind),
        Column("low", _("Likely from"), kind),
        Column("high", _("Likely to"), kind),
    ]


def line_of(name, estimate, *more, urls=None):
    return Line((name, *more, estimate.value, estimate.low, estimate.high), urls or {})


def sides(found):
    return [(_("Before the change"), found.before), (_("After the change"), found.after)]


def rate_panel(found):
    columns = columns_of(_("Win rate"), Kind.SHARE, Column("won", _("Won")), Column("closed", _("Closed")))
    lines = [
        line_of(name, side.rate, side.won, side.closed,
                urls={"won": side.closed_url("won"), "closed": side.closed_url("won", "lost")})
        for name, side in sides(found)
    ]  # fmt: skip
    total = line_of(_("Difference in points"), difference_of(found), None, None)
    return Panel(
        "rate", _("Win rate"), columns, lines, total, rates_chart(found), thirds=3, is_open=True,
        template="reports/experiments/_panel.html",
    )  # fmt: skip


def decision_panel(found):
    columns = columns_of(_("Half decided"), Kind.DAYS, Column("closed", _("Decided")), Column("open", _("Still open")))
    lines = [line_of(name, side.decision, side.closed, side.open) for name, side in sides(found)]
    note = _("won or lost; open deals count as waiting")
    return Panel("decision", _("Days until decided"), columns, lines, note=note, thirds=3, is_open=True)


def cycle_panel(found):
    columns = columns_of(_("Median cycle"), Kind.DAYS, Column("won", _("Won")))
    lines = [
        line_of(name, side.cycle, side.won, urls={"won": side.closed_url("won")}) for name, side in sides(found)
    ]  # fmt: skip
    return Panel("cycle", _("Cycle of won deals"), columns, lines, note=_("from opened to won"), thirds=3, is_open=True)


def mean_panel(found, currency):
    columns = columns_of(_("Mean won value"), Kind.MONEY, Column("won", _("Won")))
    lines = [
        line_of(name, side.mean, side.won, urls={"won": side.closed_url("won")}) for name, side in sides(found)
    ]  # fmt: skip
    total = line_of(_("Difference"), welch(found.after.amounts, found.before.amounts), None)
    return Panel("mean", _("Mean won value"), columns, lines, total, thirds=3, is_open=True, currency=currency)


def steps_panel(found):
    columns = [
        Column("stage", _("Stage"), Kind.TEXT),
        Column("judged_before", _("Judged before")),
        Column("before", _("Went on before"), Kind.SHARE),
        Column("judged_after", _("Judged after")),
        Column("after", _("Went on after"), Kind.SHARE),
        Column("difference", _("Difference"), Kind.SHARE),
        Column("low", _("Likely from"), Kind.SHARE),
        Column("high", _("Likely to"), Kind.SHARE),
    ]
    title = _("From stage to stage: %(pipeline)s") % {"pipeline": found.pipeline.name}
    lines, note = [step_line(found, stage) for stage in found.stages], _("share that went on: before, then after")
    return Panel(
        "steps", title, columns, lines, chart=steps_chart(found), note=note, thirds=3, is_open=True,
        template="reports/experiments/_panel.html",
    )  # fmt: skip


def step_line(found, stage):
    (on_before, lost_before), (on, lost) = (side.steps.get(stage.pk, (0, 0)) for side in (found.before, found.after))
    judged_before, judged = on_before + lost_before, on + lost
    difference: Estimate = newcombe(on, judged, on_before, judged_before)
    return Line((
        stage.name, judged_before, share_of(on_before, judged_before).value, judged, share_of(on, judged).value,
        difference.value, difference.low, difference.high,
    ))  # fmt: skip
