"""The charts of the time in stage."""

from django.utils.translation import gettext as _

from forecasting.queries import links
from kit import formats
from kit.charts import Column, Part, Row, Spell, columns, rows, spells


def spells_chart(found, base):
    """How long stays lasted, stage by stage."""
    label = _("Days of the stays that ended in each of %(count)s stages.") % {"count": formats.number(len(found))}
    return spells("stays", [spell_of(one) for one in found], label, formats.number)


def spell_of(one):
    return Spell(
        one.stage.name,
        one.quarter,
        one.median,
        one.three_quarters,
        one.ninety,
        one.likely if one.stays else one.waiting_median,
        figure=days(one.median),
        note=_("n %(count)s") % {"count": formats.number(one.stays)},
        title=_("%(stage)s: median %(median)s, nine in ten within %(ninety)s, likely %(likely)s")
        % {"stage": one.stage.name, "median": days(one.median), "ninety": days(one.ninety), "likely": days(one.likely)},
    )


def days(span):
    return formats.days(round(span)) if span is not None else "–"


def ages_chart(found, base):
    """The open deals of each stage by how long they wait, each part opening its deals."""
    stacks = [Column(one.stage.name, parts_of(one, base), formats.number(one.open)) for one in found]
    label = _("%(count)s open deals by stage and by how long they have waited there.") % {
        "count": formats.number(sum(one.open for one in found)),
    }
    return columns("ages", stacks, label, formats.number, width=1360)


def parts_of(one, base):
    if not one.knows:
        return [Part(one.open, "pale", _("%(count)s open") % {"count": formats.number(one.open)}, open_url(one, base))]
    usual, longer = one.waiting.between(0, one.usual - 1), one.waiting.between(one.usual, one.long - 1)
    return [
        Part(usual, "pale", within_words(usual, one), open_url(one, base, stage_days_max=one.usual - 1)),
        Part(
            longer,
            "hatched",
            longer_words(longer, one),
            open_url(one, base, stage_days_min=one.usual, stage_days_max=one.long - 1),
        ),
        Part(one.waits_long, "solid", long_words(one), long_url(one, base)),
    ]


def within_words(count, one):
    return _("%(count)s within %(days)s") % {"count": formats.number(count), "days": formats.days(one.usual)}


def longer_words(count, one):
    return _("%(count)s for %(usual)s to %(long)s") % {
        "count": formats.number(count),
        "usual": formats.days(one.usual),
        "long": formats.days(one.long),
    }


def long_words(one):
    return _("%(count)s for %(long)s or longer: longer than nine in ten") % {
        "count": formats.number(one.waits_long),
        "long": formats.days(one.long),
    }


def open_url(one, base, **more):
    return links.deals_url(status="open", stage=one.stage.pk, **base, **more)


def long_url(one, base):
    return open_url(one, base, stage_days_min=one.long) if one.knows else ""


def leaks_chart(found, period, base):
    """How many deals were lost from each stage, with their share of those that left."""
    bars = [
        Row(
            one.stage.name,
            one.lost,
            _("%(share)s leak") % {"share": formats.percent(one.leak)} if one.leak is not None else "",
            _("%(stage)s: %(count)s lost") % {"stage": one.stage.name, "count": formats.number(one.lost)},
            lost_url(one, period, base),
        )
        for one in found
    ]
    label = _("Deals lost from each of %(count)s stages.") % {"count": formats.number(len(found))}
    return rows("leaks", bars, label)


def lost_url(one, period, base):
    return links.lost_in(period, stage=one.stage.pk, **base)
