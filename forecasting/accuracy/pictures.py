"""Past forecasts as a picture: the range of each, what was expected, and where it ended."""

from django.utils.translation import gettext as _

from forecasting.periods import FiscalPeriod
from kit import formats
from kit.charts import Span, ranges


def past_chart(found, currency, start, *, width=520):
    """The chart of the periods an Accuracy looked at, None of none."""
    if not found.nights:
        return None
    spans = [span_of(night, currency, start) for night in found.nights]
    return ranges(
        "past",
        spans,
        _("%(inside)s of %(all)s periods ended inside of their range.")
        % {"inside": formats.number(found.inside), "all": formats.number(len(found.nights))},
        lambda tick: formats.axis_money(tick, currency),
        width=width,
        head=[_("Period"), _("From"), _("Expected"), _("To"), _("Came")],
        table=[row_of(night, currency, start) for night in found.nights],
    )


def span_of(night, currency, start):
    miss = float((night.actual - night.model) / night.actual) if night.actual else 0.0
    note = ("+" if miss > 0 else "") + formats.percent(miss)
    is_out = not night.low <= night.actual <= night.high
    return Span(
        name_of(night, start),
        *(float(part) for part in (night.low, night.model, night.high, night.actual)),
        note=_("%(miss)s, outside") % {"miss": note} if is_out else note,
        title=_("Expected %(said)s, came %(came)s")
        % {
            "said": formats.money(formats.whole(night.model), currency),
            "came": formats.money(formats.whole(night.actual), currency),
        },
    )


def name_of(night, start):
    """The period as it is called today; one of another fiscal year by its first day."""
    period = FiscalPeriod.of(night.period, night.first, start)
    return period.name if period.first == night.first else formats.day(night.first)


def row_of(night, currency, start):
    sums = (night.low, night.model, night.high, night.actual)
    return [name_of(night, start), *(formats.money(formats.whole(amount), currency) for amount in sums)]
