"""The time in stage as a report: where deals wait, where they leak, and which ones wait now."""

from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forecasting.queries import links
from kit import formats
from pipeline.models import Pipeline
from reports.panels import Callout, Column, Figure, Kind, Line, Panel, Report
from reports.rates import FEW
from reports.stages import pictures
from reports.stages.how import HOW
from reports.stages.queries import dwellings_of

ENOUGH_LOST = 5


def stages_report(chosen):
    """The Report of how long deals stay in the stages of a pipeline."""
    scope = chosen.scope
    pipeline = scope.pipeline or Pipeline.objects.standing().first()
    if pipeline is None:
        return Report(how=HOW, blank=blank())
    scope = replace(scope, pipeline=pipeline)
    found = dwellings_of(scope, chosen.period_asked)
    if not any(one.stays or one.open or one.lost for one in found):
        return Report(how=HOW, blank=blank())
    base = scope.link
    return Report(
        figures=figures_of(found, chosen.period_asked, base),
        callouts=[*slowest(found, base), *leakiest(found, chosen.period_asked, base)],
        panels=panels_of(found, chosen, pipeline, base),
        how=HOW,
    )


def blank():
    return (
        _("No deal has stood in a stage in this period."),
        _("Add deals to the board and move them on: how long they stay in each stage is written down by itself."),
    )


# ── The figures at its head ──
def figures_of(found, period, base):
    stages = [one.stage.pk for one in found]
    lost, waiting = sum(one.lost for one in found), sum(one.waits_long or 0 for one in found)
    left = sum(one.stays - one.ended_by_loss + one.lost for one in found)
    return [
        Figure("open", _("Open now"), sum(one.open for one in found), url=open_in(stages, base)),
        Figure("long", _("Wait longer than nine in ten"), waiting, note=_("by stage in the table below")),
        Figure("stale", _("Stale"), sum(one.stale for one in found), url=open_in(stages, base, stale="1")),
        Figure(
            "lost", _("Lost from these stages"), lost, url=links.lost_in(period, stage=stages, **base),
            note=_("%(share)s of %(left)s that left") % {
                "share": formats.percent(lost / left), "left": formats.number(left),
            } if left else "",
            warning=_("few deals: read with care") if left < FEW else "",
        ),
    ]  # fmt: skip


def open_in(stages, base, **more):
    return links.deals_url(status="open", stage=stages, **base, **more)


def slowest(found, base):
    """The stage that holds deals longest, with those that wait there too long."""
    known = [one for one in found if one.knows]
    if not known:
        return []
    one = max(known, key=lambda one: one.likely)
    words = _("half leave within %(likely)s, nine in ten of %(stays)s stays within %(ninety)s.") % {
        "likely": formats.days(round(one.likely)),
        "stays": formats.number(one.stays),
        "ninety": formats.days(round(one.ninety)),
    }
    act = ngettext("See %(n)s deal waiting longer", "See %(n)s deals waiting longer", one.waits_long)
    return [
        Callout(
            _("%(stage)s takes most days:") % {"stage": one.stage.name},
            words,
            pictures.long_url(one, base) if one.waits_long else "",
            act % {"n": formats.number(one.waits_long)},
        )
    ]


def leakiest(found, period, base):
    """The stage most deals are lost from, by the share of those that left."""
    known = [one for one in found if one.lost >= ENOUGH_LOST]
    if not known:
        return []
    one = max(known, key=lambda one: one.leak)
    words = _("%(share)s of those that left it in this period were lost, %(lost)s in all.")
    return [
        Callout(
            _("Most deals leak from %(stage)s:") % {"stage": one.stage.name},
            words % {"share": formats.percent(one.leak), "lost": deals(one.lost)},
            pictures.lost_url(one, period, base),
            _("See what was lost"),
        )
    ]


def deals(count):
    return ngettext("%(n)s deal", "%(n)s deals", count) % {"n": formats.number(count)}


# ── The panels below ──
def panels_of(found, chosen, pipeline, base):
    period = chosen.period_asked
    return [
        Panel(
            "stays", _("Days in each stage: %(pipeline)s") % {"pipeline": pipeline.name}, thirds=2,
            chart=pictures.spells_chart(found, base),
            note=_("Bar: the middle half; line: nine in ten; diamond: with open deals counted"),
        ),
        Panel(
            "leaks", _("Lost from each stage"), chart=pictures.leaks_chart(found, period, base),
            url=links.lost_in(period, stage=[one.stage.pk for one in found], **base),
            note=deals(sum(one.lost for one in found)),
        ),
        Panel(
            "ages", _("Open now, by how long they wait"), thirds=3, chart=pictures.ages_chart(found, base),
            note=_("Pale: within the median; hatched: longer; strong: longer than nine in ten"),
        ),
        stages_panel(found, chosen, base),
    ]  # fmt: skip


def stages_panel(found, chosen, base):
    columns = [
        Column("stage", _("Stage"), Kind.TEXT),
        Column("stays", _("Stays that ended")),
        Column("median", _("Median days"), Kind.DAYS),
        Column("ninety", _("9 in 10 within"), Kind.DAYS),
        Column("likely", _("Likely, with open deals"), Kind.DAYS),
        Column("open", _("Open now")),
        Column("long", _("Waiting longer than 9 in 10")),
        Column("stale", _("Stale")),
        Column("lost", _("Lost")),
        Column("leak", _("Leak"), Kind.SHARE),
    ]
    lines = [line_of(one, chosen.period_asked, base) for one in found]
    return Panel("table", _("Stages"), columns, lines, thirds=3, is_open=True, address=chosen.data)


def line_of(one, period, base):
    values = (
        one.stage.name, one.stays, one.median, one.ninety, one.waiting_median, one.open, one.waits_long,
        one.stale, one.lost, one.leak,
    )  # fmt: skip
    urls = {
        "open": pictures.open_url(one, base),
        "long": pictures.long_url(one, base),
        "stale": pictures.open_url(one, base, stale="1"),
        "lost": pictures.lost_url(one, period, base),
    }
    return Line(values, urls, warning="" if one.knows else _("few stays"))
