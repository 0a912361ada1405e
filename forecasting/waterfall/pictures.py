"""The waterfall as a picture: from what was open to what is, each bar a door to its deals."""

from decimal import Decimal

from django.utils.translation import gettext as _

from forecasting.waterfall.between import NOTHING
from kit import formats
from kit.charts import Step, waterfall

WIDE = 1360  # the width of a panel across the page


def waterfall_chart(found, question, currency, address):
    """The chart, None where nothing was open nor moved; `address` makes the address of a kind's deals."""
    if not (found.bars or found.opening.count or found.closing.count):
        return None
    level, steps = found.opening.amount, [end(formats.day(question.since), found.opening, currency, address)]
    for bar in found.bars:
        steps.append(step(bar, level, currency, address))
        level += bar.amount
    steps.append(end(formats.day(question.until), found.closing, currency, address))
    return waterfall(
        "waterfall",
        steps,
        label_of(found, question, currency),
        lambda tick: formats.axis_money(tick, currency),
        width=WIDE,
        head=[_("Change"), _("Deals"), _("Value")],
        table=[row(bar, currency) for bar in (found.opening, *found.bars, found.closing)],
    )


def end(name, bar, currency, address):
    return Step(name, 0, float(bar.amount), "solid", formats.compact_money(bar.amount, currency), address(bar.kind))


def step(bar, level, currency, address):
    sign = "+" if bar.amount > NOTHING else ""
    words = sign + formats.compact_money(bar.amount, currency)
    css = "second" if bar.amount > Decimal(0) else "hatched"
    return Step(str(bar.kind.label), float(level), float(level + bar.amount), css, words, address(bar.kind))


def label_of(found, question, currency):
    words = _("Open deals of %(period)s: %(before)s on %(since)s, %(after)s on %(until)s.")
    return words % {
        "period": question.period.name,
        "before": formats.money(found.opening.amount, currency),
        "since": formats.day(question.since),
        "after": formats.money(found.closing.amount, currency),
        "until": formats.day(question.until),
    }


def row(bar, currency):
    return [str(bar.kind.label), formats.number(bar.count), formats.money(bar.amount, currency)]
