"""What stands above the cards, written by hand as the cards are: every change of a deal writes it anew."""

from dataclasses import fields
from html import escape
from operator import attrgetter

from django.utils.http import urlencode
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from kit import formats
from kit.templatetags.kit import compact, gauge, icon, money
from pipeline.models import Stage
from pipeline.queries.board import Column

CHANNEL = 'viewBox="0 0 100 14" preserveAspectRatio="none"'  # the box of kit/channel.py
MOST_KEPT = 2000
facts_of = attrgetter(*(field.name for field in fields(Column) if field.name not in ("stage", "cards", "cells")))
facts_of_stage = attrgetter(*(field.attname for field in Stage._meta.concrete_fields))
kept = {}


def everything_above(columns, summary, sight, currency):
    """Heads, sums and the strip, as an answer brings them."""
    return heads(columns, currency) + summed(summary, sight.kept, currency) + strip(columns, sight.face)


def heads(columns, currency):
    """The heads of all columns."""
    return "".join([head(column, len(columns), currency) for column in columns])


def head(column, count, currency):
    """The head of one of `count` columns, kept for as long as nothing in it changes: a move changes two or three."""
    key = facts_of(column), facts_of_stage(column.stage), count, currency, get_language()
    written = kept.get(key)
    if written is None:
        if len(kept) >= MOST_KEPT:
            kept.clear()
        written = kept[key] = write_head(column, count, currency)
    return written


def write_head(column, count, currency):
    """Name, number of deals, what they are worth, and the column's piece of the channel."""
    stage = column.stage
    return (
        f'<header id="head-{stage.pk}">\n<div class="h1">{gauge(stage.colour, stage.probability)}'
        f'<h2 class="clip" id="name-{stage.pk}">{escape(stage.name)}</h2>{number(column)}</div>\n{fold(column)}\n'
        f'<div class="h2"><b>{compact(column.total, currency)}</b>{odds(column, currency)}'
        f'<span class="nth">{nth(column.place, count)}</span></div>\n{flow(column)}\n</header>\n'
    )


def number(column):
    """How many deals it holds, or that these are more than it should."""
    if not column.is_over_limit:
        return f'<span class="count">{formats.number(column.count)}</span>'
    words = _("%(count)s of %(limit)s") % {
        "count": formats.number(column.count),
        "limit": formats.number(column.stage.soft_limit),
    }
    why = escape(_("More deals than this stage is meant to hold"))
    return f'<span class="over" title="{why}">{icon("alert", "s12")}{escape(words)}</span>'


def fold(column):
    """The button that folds the column, or opens it again."""
    if column.is_folded:
        name, words, sign = "open", _("Open %(stage)s"), "plus"
    else:
        name, words, sign = "fold", _("Fold %(stage)s"), "minus"
    label = escape(words % {"stage": column.stage.name})
    return (
        f'<button class="fold" form="fold" name="{name}" value="{column.stage.pk}" aria-label="{label}">'
        f"{icon(sign, 's14')}</button>"
    )


def odds(column, currency):
    """What becomes of its worth: won, renewed, or weighted by the odds."""
    match column.stage.kind:
        case "won":
            return f"<span>{escape(_('won'))}</span>"
        case "retained":
            return f"<span>{escape(_('renews at %(share)s') % {'share': formats.percent(column.share)})}</span>"
    if not column.total:
        return f"<span>× {formats.percent(column.share)}</span>"
    weighted = compact(column.weighted, currency)
    return f'<span>× {formats.percent(column.share)} =</span><span class="w">{weighted}</span>'


def nth(place, count):
    return escape(_("%(place)s of %(count)s") % {"place": formats.number(place), "count": formats.number(count)})


def flow(column):
    """Its piece of the channel, running into the colours of its neighbours."""
    if not column.path:
        return '<div class="dry"></div>'
    name = f"flow-{column.stage.pk}"
    return (
        f'<svg class="flow" {CHANNEL} aria-hidden="true"><linearGradient id="{name}">'
        f'<stop class="near-{column.before}"/><stop offset=".5"/><stop class="near-{column.after}" offset="1"/>'
        f'</linearGradient><path d="{column.path}" fill="url(#{name})"/></svg>'
    )


def strip(columns, face):
    """The strip a phone shows instead of all columns: the stops of the board, or months, and the channel."""
    if face == "months":
        return strip_of(_("Months"), [month_stop(month) for month in columns])
    channel = f'<svg class="channel" aria-hidden="true">{"".join([reach(column) for column in columns])}</svg>\n'
    return strip_of(_("Stages"), [stop(column) for column in columns], channel)


def strip_of(label, stops, channel=""):
    nav = f'<nav aria-label="{escape(label)}">{"".join(stops)}</nav>'
    return f'<div class="strip" id="strip">\n{nav}\n{channel}</div>\n'


def month_stop(month):
    return f'<a href="#col-{month.key}">{escape(month.name)}<span class="n">{formats.number(month.count)}</span></a>'


def stop(column):
    """The stage as a stop of the strip that a phone shows."""
    stage = column.stage
    return (
        f'<a href="#col-{stage.pk}">{gauge(stage.colour, stage.probability)}{escape(stage.name)}'
        f'<span class="n">{formats.number(column.count)}</span></a>'
    )


def reach(column):
    """The stage's piece of the channel in the strip."""
    return (
        f'<svg class="stage-{column.stage.colour}" x="{column.start}%" width="{column.width}%" height="14" {CHANNEL}>'
        f'<path d="{column.path}"/></svg>'
    )


def summed(summary, kept, currency):
    """What the open deals of all columns are worth together, and how many of them want somebody, each with its way."""
    opened = narrowed(kept, status="open")
    return (
        f'<div class="summary" id="summary">\n<a href="{opened}">{escape(_("Open"))}'
        f"<b>{money(summary.open_total, currency)}</b></a>\n"
        f'<a href="{opened}">{escape(_("Weighted"))}<b>{money(summary.open_weighted, currency)}</b></a>\n'
        f"{resting(summary, kept, currency)}{wanting(summary, kept)}</div>\n"
    )


def resting(summary, kept, currency):
    """How many are parked, and their worth."""
    if not summary.parked:
        return ""
    words = escape(_("%(shown)s parked") % {"shown": formats.number(summary.parked)})
    return f'<a href="{narrowed(kept, parked=1)}">{words}<b>{money(summary.parked_total, currency)}</b></a>\n'


def wanting(summary, kept):
    """How many need attention."""
    if not summary.attention:
        return ""
    words = ngettext("%(shown)s needs attention", "%(shown)s need attention", summary.attention)
    shown = escape(words % {"shown": formats.number(summary.attention)})
    return f'<a class="att" href="{narrowed(kept, attention=1)}">{icon("overdue", "s14")}{shown}</a>\n'


def narrowed(kept, **wanted):
    """The address of the same face with one thing more that narrows it."""
    query = dict(kept.lists()) | wanted
    return escape(f"?{urlencode(query, doseq=True)}")
