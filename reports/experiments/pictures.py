"""The pictures of an experiment: rates before and after, with how far each may be from what was counted."""

from django.utils.translation import gettext as _

from kit import formats
from kit.charts import Dot, dots
from reports.experiments.intervals import share_of

WIDTH = 1360


def rates_chart(found):
    """The win rates of both sides, None while one of them has none."""
    if not found.before.closed or not found.after.closed:
        return None
    shown = [
        dot_of(_("Before the change"), found.before.won, found.before.closed, found.before.closed_url("won", "lost")),
        dot_of(_("After the change"), found.after.won, found.after.closed, found.after.closed_url("won", "lost")),
    ]
    label = _("Win rate before the change %(before)s, after it %(after)s, each with its 95%% interval.") % {
        "before": formats.percent(found.before.rate.value), "after": formats.percent(found.after.rate.value),
    }  # fmt: skip
    return dots("rates", shown, None, label, width=WIDTH)


def steps_chart(found):
    """For each stage with deals judged on both sides the share that went on, before and after."""
    shown = [
        dot_of(name, *judged(side, stage))
        for stage in found.stages
        if judged(found.before, stage)[1] and judged(found.after, stage)[1]
        for name, side in ((stage.name, found.before), (_("after the change"), found.after))
    ]
    label = _("Share of deals that went on from each stage, before and after the change, with 95% intervals.")
    return dots("steps", shown, None, label, width=WIDTH) if shown else None


def judged(side, stage):
    on, lost = side.steps.get(stage.pk, (0, 0))
    return on, on + lost


def dot_of(name, won, cases, url=""):
    rate = share_of(won, cases)
    title = _("%(name)s: %(rate)s of %(n)s, likely %(low)s to %(high)s") % {
        "name": name,
        "rate": formats.exact_percent(rate.value),
        "n": formats.number(cases),
        "low": formats.percent(rate.low),
        "high": formats.percent(rate.high),
    }
    return Dot(name, rate.value, rate.low, rate.high, cases, title, url)
