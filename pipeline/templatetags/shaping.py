"""What the page of a pipeline's shape draws and says."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from kit import formats

register = template.Library()
START, LONG, LINE = 4, 364, 30  # where the ruler begins, how long it is, how deep its line lies
GAP, LETTER = 9, 6  # between a mark and its words, and what a letter takes


@register.simple_tag
def odds_ruler(observed, probability):
    """The set probability on a ruler, and beside it what was observed with its interval."""
    share = float(probability) / 100
    marks = [f'<rect class="track" x="{START}" y="{LINE - 2}" width="{LONG}" height="4" rx="2"/>']
    words = [(share, _("set %(percent)s") % {"percent": formats.percent(share, 2)}, "bold")]
    if observed and observed.closed:
        marks += seen_marks(observed)
        seen = _("observed %(percent)s") % {"percent": formats.percent(observed.share)}
        words.append((observed.share, seen, "small"))
    marks += set_marks(share) + side_by_side(sorted(words))
    marks += [scale_mark(share) for share in (0, 0.25, 0.5, 0.75, 1)]
    label = _("Set %(percent)s") % {"percent": formats.percent(float(probability) / 100, 2)}
    svg = f'<svg class="odds" viewBox="0 0 372 56" role="img" aria-label="{{}}">{"".join(marks)}</svg>'
    return format_html(svg.replace("{}", "\0").replace("{", "{{").replace("}", "}}").replace("\0", "{}"), label)


def at(share):
    return round(START + LONG * share, 1)


def seen_marks(observed):
    low, high, middle = at(observed.low), at(observed.high), at(observed.share)
    return [
        f'<rect class="band" x="{low}" y="{LINE - 6}" width="{round(high - low, 1)}" height="12" rx="6"/>',
        f'<circle class="spot" cx="{middle}" cy="{LINE}" r="5"/>',
    ]


def set_marks(share):
    x = at(share)
    return [
        f'<path class="mark" d="M{x} {LINE + 11}V{LINE - 10}"/><path class="head" d="M{x - 5} {LINE - 16}h10l-5 6z"/>',
    ]


def side_by_side(words):
    """The words of the lower mark before it, those of the higher one behind it; what has no room there goes behind or
    before its own mark, and where the marks are close, to the words on the other side."""
    (low, *_first), (high, *_last) = words[0], words[-1]
    wide = [LETTER * len(said) + GAP for _share, said, _css in words]
    is_wide_between = at(high) - at(low) >= max(wide) + GAP or len(words) == 1
    before, behind = at(low) - GAP, at(high) + GAP
    fits_before, fits_behind = before - wide[0] >= 0, behind + wide[-1] <= START + LONG + GAP
    lower = (before, "end") if fits_before else (at(low) + GAP, "start")
    higher = (behind, "start") if fits_behind else (at(high) - GAP, "end")
    if not is_wide_between and not fits_before:
        lower, higher = (behind, "start"), (behind + wide[0], "start")
    elif not is_wide_between and not fits_behind:
        lower, higher = (before - wide[-1], "end"), (before, "end")
    places = [lower, higher][-len(words) :]
    return [text_at(*place, said, css) for place, (_share, said, css) in zip(places, words, strict=True)]


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
