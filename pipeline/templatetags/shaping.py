"""What the page of a pipeline's shape draws and says."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from kit import formats

register = template.Library()
START, LONG, LINE = 4, 364, 30  # where the ruler begins, how long it is, how deep its line lies


@register.simple_tag
def odds_ruler(observed, probability):
    """The set probability on a ruler, and beside it what was observed with its interval."""
    seen = observed.share if observed and observed.closed else None
    marks = [f'<rect class="track" x="{START}" y="{LINE - 2}" width="{LONG}" height="4" rx="2"/>']
    if seen is not None:
        marks += seen_marks(observed)
    marks += set_marks(float(probability) / 100, seen)
    marks += [scale_mark(share) for share in (0, 0.25, 0.5, 0.75, 1)]
    label = _("Set %(percent)s") % {"percent": formats.percent(float(probability) / 100, 2)}
    svg = f'<svg class="odds" viewBox="0 0 372 56" role="img" aria-label="{{}}">{"".join(marks)}</svg>'
    return format_html(svg.replace("{}", "\0").replace("{", "{{").replace("}", "}}").replace("\0", "{}"), label)


def at(share):
    return round(START + LONG * share, 1)


def seen_marks(observed):
    low, high, middle = at(observed.low), at(observed.high), at(observed.share)
    words = _("observed %(percent)s") % {"percent": formats.percent(observed.share)}
    return [
        f'<rect class="band" x="{low}" y="{LINE - 6}" width="{round(high - low, 1)}" height="12" rx="6"/>',
        f'<circle class="spot" cx="{middle}" cy="{LINE}" r="5"/>',
        text_at(*((middle - 10, "end") if observed.share > 0.25 else (START, "start")), words, "small"),
    ]


def set_marks(share, seen):
    """A black mark with its words on the side where they fit and hide nothing."""
    x = at(share)
    is_left = share > 0.7 or (seen is not None and seen > share and share > 0.25)
    words = _("set %(percent)s") % {"percent": formats.percent(share, 2)}
    return [
        f'<path class="mark" d="M{x} {LINE + 11}V{LINE - 10}"/><path class="head" d="M{x - 5} {LINE - 16}h10l-5 6z"/>',
        text_at(*((x - 9, "end") if is_left else (x + 9, "start")), words, "bold"),
    ]


def text_at(x, anchor, words, css):
    return f'<text class="{css}" x="{round(x, 1)}" y="{LINE - 11}" text-anchor="{anchor}">{words}</text>'


def scale_mark(share):
    anchor = {0: "start", 1: "end"}.get(share, "middle")
    return f'<text class="small" x="{at(share)}" y="{LINE + 24}" text-anchor="{anchor}">{formats.percent(share)}</text>'


@register.simple_tag
def shift(amount, currency):
    """“rises €1.2k”, “falls €53.5k” or “stays as it is”."""
    if not amount:
        return _("stays as it is")
    words = _("rises %(amount)s") if amount > 0 else _("falls %(amount)s")
    worth = format_html("<b>{}</b>", formats.compact_money(abs(amount), currency))
    return mark_safe(words % {"amount": worth})  # noqa: S308 - escaped above
