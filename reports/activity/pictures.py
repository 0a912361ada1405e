"""The charts of the activity."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kit import formats
from kit.charts import Row, Shade, rows, shades
from reports.activity.deeds import KINDS

FIRST_HOUR, LAST_HOUR = 8, 18  # always shown; earlier and later hours where somebody was at work


def hours_chart(deeds):
    """How often something was done, by weekday and hour."""
    hours = hours_of(deeds)
    lines = [
        (formats.weekdays([day]), [shade_of(deeds.by_hour.get((day, hour), 0), day, hour) for hour in hours])
        for day in range(7)
    ]
    label = _("When %(count)s things were done, by weekday and hour.") % {"count": formats.number(deeds.count)}
    return shades("hours", [formats.number(hour) for hour in hours], lines, label, width=1360)


def hours_of(deeds):
    known = [hour for _day, hour in deeds.by_hour]
    return range(min([*known, FIRST_HOUR]), max([*known, LAST_HOUR]) + 1)


def shade_of(times, day, hour):
    words = ngettext("%(day)s, %(hour)s o’clock: %(n)s deed", "%(day)s, %(hour)s o’clock: %(n)s deeds", times)
    title = words % {"day": formats.weekdays([day]), "hour": formats.number(hour), "n": formats.number(times)}
    return Shade(times, formats.number(times), title)


def kinds_chart(deeds):
    """How often each kind of thing was done."""
    bars = [Row(str(name), deeds.of_kind(kind)) for kind, name in KINDS.items()]
    return rows("kinds", bars, _("What was done, by kind."))
