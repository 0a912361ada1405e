"""The charts of the lost deals."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kit import formats
from kit.charts import Row, Shade, rows, shades
from reports.rates import VALUE

MOST_ROWS = 12


def losses_chart(name, losses, label, measure, currency, name_of):
    """One bar a sort of losses, by count with the value behind, or the other way round."""
    bars = [bar_of(loss, name_of(loss), measure, currency) for loss in losses[:MOST_ROWS]]
    return rows(name, bars, label)


def bar_of(loss, name, measure, currency):
    count, sum = formats.number(loss.count), formats.compact_money(loss.amount, currency)
    title = _("%(name)s: %(deals)s, %(sum)s") % {"name": name, "deals": deals(loss.count), "sum": sum}
    if measure == VALUE:
        return Row(name, loss.amount, count, title, loss.url, figure=sum)
    return Row(name, loss.count, sum, title, loss.url)


def deals(count):
    return ngettext("%(n)s deal", "%(n)s deals", count) % {"n": formats.number(count)}


def cells_chart(found, measure, currency, nameless):
    """Why deals were lost, by the stage they were lost from."""
    stages = found.by_stage[:MOST_ROWS]
    lines = [
        (
            reason.name or nameless,
            [shade_of(found.cells.get((reason.key, stage.key)), measure, currency) for stage in stages],
        )
        for reason in found.by_reason[:MOST_ROWS]
    ]
    label = _("%(deals)s lost by reason and by the stage they were lost from.") % {"deals": deals(found.count)}
    return shades("cells", [stage.name for stage in stages], lines, label, width=1360)


def shade_of(loss, measure, currency):
    if loss is None:
        return Shade(0)
    sum = formats.compact_money(loss.amount, currency)
    title = _("%(deals)s, %(sum)s") % {"deals": deals(loss.count), "sum": sum}
    if measure == VALUE:
        return Shade(loss.amount, sum, title, loss.url)
    return Shade(loss.count, formats.number(loss.count), title, loss.url)
