"""The difference between two days as a picture: from the total then, by each kind of change, to the total after."""

from django.utils.translation import gettext as _

from kit import formats
from kit.charts import Step, waterfall
from pipeline.rates import workspace_currency


def waterfall_of(difference, first, last):
    """The chart, or None where nothing of worth was open on either day."""
    moved = [group for group in difference.groups if group.effect.total]
    if not (moved or difference.before.total or difference.after.total):
        return None
    currency = workspace_currency()
    ends = [(formats.day(first), difference.before.total), (formats.day(last), difference.after.total)]
    steps, level = [sum_step(*ends[0], currency)], difference.before.total
    for group in moved:
        steps.append(kind_step(group, level, currency))
        level += group.effect.total
    steps.append(sum_step(*ends[1], currency))
    return waterfall(
        "changes",
        steps,
        _("Open deals from %(first)s to %(last)s")
        % {"first": said(*ends[0], currency), "last": said(*ends[1], currency)},
        lambda tick: formats.axis_money(tick, currency),
    )


def sum_step(name, total, currency):
    return Step(name, 0, float(total), "solid", formats.compact_money(total, currency))


def kind_step(group, level, currency):
    by = group.effect.total
    words = ("+" if by > 0 else "") + formats.compact_money(by, currency)
    css = "second" if by > 0 else "hatched"
    return Step(str(group.kind.label), float(level), float(level + by), css, words, f"#{group.kind.value}")


def said(name, total, currency):
    return f"{name}: {formats.money(total, currency)}"
