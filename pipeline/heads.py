"""What stands above the cards of a stage, written by hand as the cards are: every change of a deal writes it anew."""

from django.utils.html import escape
from django.utils.translation import gettext as _

from kit import formats
from kit.templatetags.kit import gauge, icon

CHANNEL = 'viewBox="0 0 100 14" preserveAspectRatio="none"'  # the box of kit/channel.py


def head(column, count, currency):
    """The head of one of `count` columns: name, number of deals, what they are worth, its piece of the channel."""
    stage = column.stage
    return (
        f'<header id="head-{stage.pk}">\n<div class="h1">{gauge(stage.colour, stage.probability)}'
        f'<h2 class="clip" id="name-{stage.pk}">{escape(stage.name)}</h2>{number(column)}</div>\n{fold(column)}\n'
        f'<div class="h2"><b>{worth(column.total, currency)}</b>{odds(column, currency)}'
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


def worth(amount, currency):
    return f"<bdi>{escape(formats.compact_money(amount, currency))}</bdi>"


def odds(column, currency):
    """What becomes of its worth: won, renewed, or weighted by the odds."""
    match column.stage.kind:
        case "won":
            return f"<span>{escape(_('won'))}</span>"
        case "retained":
            return f"<span>{escape(_('renews at %(share)s') % {'share': formats.percent(column.share)})}</span>"
    if not column.total:
        return f"<span>× {formats.percent(column.share)}</span>"
    weighted = worth(column.weighted, currency)
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
