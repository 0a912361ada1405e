"""How a promise comes back: a clear part of RRULE, counted in days; the hour is put on each day in its owner's zone.

A rule speaks of local days alone, so no change of a clock can move, double or lose one.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, time

from dateutil.rrule import rrulestr
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from followups.times import end_of, moment
from kit import formats

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LAST = -1
SHORTEST_MONTH = 28


class Every(models.TextChoices):
    DAY = "day", gettext_lazy("Every day")
    WORKING_DAY = "working_day", gettext_lazy("Every working day")
    WEEK = "week", gettext_lazy("Every week")
    MONTH = "month", gettext_lazy("Every month, on the same date")
    MONTH_BY_WEEKDAY = "month_by_weekday", gettext_lazy("Every month, on the same weekday")
    YEAR = "year", gettext_lazy("Every year")


@dataclass(frozen=True)
class Recurrence:
    """What a person chooses: every so many days, weeks, months or years, on which weekdays, and how it ends."""

    every: str
    interval: int = 1
    weekdays: tuple = ()  # Monday is 0; of a week or of working days
    until: date | None = None
    count: int | None = None

    def rule_from(self, day):
        """The RRULE of this, beginning on a day."""
        parts = PARTS[self.every](self, day)
        if self.interval > 1:
            parts["INTERVAL"] = self.interval
        if self.until:
            parts["UNTIL"] = f"{self.until:%Y%m%d}"
        elif self.count:
            parts["COUNT"] = self.count
        return ";".join(f"{name}={value}" for name, value in parts.items())


def weekly(recurrence, day):
    days = recurrence.weekdays or (day.weekday(),)
    return {"FREQ": "WEEKLY", "BYDAY": ",".join(DAYS[number] for number in sorted(days))}


def monthly(_recurrence, day):
    return {"FREQ": "MONTHLY"} | day_of_month(day)


def monthly_by_weekday(_recurrence, day):
    """The second Tuesday; a fifth one means the last, for not every month has five."""
    place = (day.day - 1) // 7 + 1
    return {"FREQ": "MONTHLY", "BYDAY": f"{place if place < 5 else LAST}{DAYS[day.weekday()]}"}


def yearly(_recurrence, day):
    return {"FREQ": "YEARLY", "BYMONTH": day.month} | day_of_month(day)


def day_of_month(day):
    """The same date, or the last day of a month too short for it."""
    if day.day <= SHORTEST_MONTH:
        return {"BYMONTHDAY": day.day}
    return {"BYMONTHDAY": ",".join(map(str, range(SHORTEST_MONTH, day.day + 1))), "BYSETPOS": LAST}


PARTS = {
    Every.DAY: lambda _recurrence, _day: {"FREQ": "DAILY"},
    Every.WORKING_DAY: weekly,
    Every.WEEK: weekly,
    Every.MONTH: monthly,
    Every.MONTH_BY_WEEKDAY: monthly_by_weekday,
    Every.YEAR: yearly,
}


def recurrence_of(series):
    """The Recurrence a series was made of."""
    parts = parts_of(series.rule)
    until = parts.get("UNTIL")
    return Recurrence(
        every=every_of(parts),
        interval=int(parts.get("INTERVAL", 1)),
        weekdays=tuple(DAYS.index(name) for name in parts.get("BYDAY", "").split(",") if name in DAYS),
        until=datetime.strptime(until, "%Y%m%d").date() if until else None,  # noqa: DTZ007 - a day has no zone
        count=int(parts["COUNT"]) if "COUNT" in parts else None,
    )


def left_from(series, day):
    """The Recurrence a series still has from one of its days on: of a counted one, what is left of the count."""
    whole = recurrence_of(series)
    if not whole.count:
        return whole
    return replace(whole, count=max(whole.count - len(days_of(series).between(midnight(date.min), midnight(day))), 1))


def parts_of(rule):
    return dict(part.split("=") for part in rule.split(";"))


def every_of(parts):
    match parts["FREQ"]:
        case "DAILY":
            return Every.DAY
        case "WEEKLY":
            return Every.WEEK
        case "MONTHLY":
            return Every.MONTH_BY_WEEKDAY if "BYDAY" in parts else Every.MONTH
        case _:
            return Every.YEAR


def day_after(series, day):
    """The first day of a series after this one, None when it is over."""
    found = days_of(series).after(midnight(day))
    return found and found.date()


def days_of(series):
    return rrulestr(series.rule, dtstart=midnight(series.starts_on))


def midnight(day):
    """A day as the rule counts it, without a zone."""
    return datetime.combine(day, time.min)


def due_on(series, day, zone):
    """When an occurrence is due: at the hour of the series by the clock of this zone, or at the end of the day."""
    return moment(day, series.at, zone) if series.at else end_of(day, zone)


def in_words(series):
    """How a series comes back, as people say it: “Every 2 weeks on Mon, Wed, until Fri 3 Jan 2031”."""
    recurrence = recurrence_of(series)
    words = [rhythm(recurrence, series.starts_on)]
    if recurrence.until:
        words.append(_("until %(day)s") % {"day": formats.day(recurrence.until)})
    if recurrence.count:
        words.append(
            ngettext("%(count)s time", "%(count)s times", recurrence.count)
            % {"count": formats.number(recurrence.count)}
        )
    return ", ".join(words)


def rhythm(recurrence, start):
    count = recurrence.interval
    facts = {"count": formats.number(count), "days": formats.weekdays(recurrence.weekdays), "date": start.day}
    match recurrence.every:
        case Every.DAY:
            return ngettext("Every day", "Every %(count)s days", count) % facts
        case Every.WEEK:
            return ngettext("Every week on %(days)s", "Every %(count)s weeks on %(days)s", count) % facts
        case Every.MONTH:
            return ngettext("Every month on the %(date)s.", "Every %(count)s months on the %(date)s.", count) % facts
        case Every.MONTH_BY_WEEKDAY:
            place = place_words(start) % {"day": formats.weekdays([start.weekday()])}
            return ngettext("Every month on %(place)s", "Every %(count)s months on %(place)s", count) % (
                facts | {"place": place}
            )
        case _:
            return ngettext("Every year", "Every %(count)s years", count) % facts


def place_words(day):
    places = (_("the first %(day)s"), _("the second %(day)s"), _("the third %(day)s"), _("the fourth %(day)s"))
    place = (day.day - 1) // 7
    return places[place] if place < len(places) else _("the last %(day)s")
