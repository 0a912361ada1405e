"""Days before now turned into moments: weekdays and office hours in the workspace's zone, never in the future."""

import zoneinfo
from datetime import date, datetime, time, timedelta

from config.sample.people import TIME_ZONE

ZONE = zoneinfo.ZoneInfo(TIME_ZONE)
OPENING, OFFICE_MINUTES = time(8, 10), 9 * 60
BREATH = timedelta(minutes=20)
LAST_CLOCK = time(20, 30)


class Calendar:
    """`now` is the moment the sample is made."""

    def __init__(self, now: datetime):
        self.now = now.astimezone(ZONE)

    @property
    def today(self):
        return self.now.date()

    def ago(self, days, after=None):
        """A weekday's office hour about so many days ago, later than `after` and not later than now."""
        moment = office_hour(self.now - timedelta(days=days), days)
        if after and moment <= after:
            moment = after + BREATH
        return min(moment, self.now)

    def exactly(self, days):
        """So many days ago to the minute."""
        return self.now - timedelta(days=days)

    def this_morning(self, minutes):
        """So many minutes after opening today; before opening, that long ago today at the most."""
        opened = clock(self.today, OPENING) + timedelta(minutes=minutes)
        midnight = clock(self.today, time.min)
        return opened if opened <= self.now else midnight + (self.now - midnight) / (2 + minutes / 25)

    def due(self, text):
        """What a card says (“-2”, “14:00”, “any”, “+5”) as `(moment, any time that day)`."""
        if ":" in text or text == "any":
            return self.later_today(text)
        days = int(text)
        day = self.today + timedelta(days=days)
        return clock(working_day(day) if days > 0 else day, time(9 + abs(days) % 7, 30)), False

    def later_today(self, text):
        """The hour it says, else an hour still to come, else any time that day."""
        if text != "any":
            wanted = clock(self.today, time.fromisoformat(text))
            for moment in (wanted, *(wanted + timedelta(hours=hours) for hours in (2, 4, 6, 8))):
                if self.now < moment <= clock(self.today, LAST_CLOCK):
                    return moment, False
        return clock(self.today + timedelta(days=1), time.min) - timedelta(seconds=1), True


def office_hour(moment, seed):
    day = moment.date()
    day -= timedelta(days=max(0, day.weekday() - 4))
    return clock(day, OPENING) + timedelta(minutes=int(seed * 971) % OFFICE_MINUTES)


def working_day(day: date):
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=(7 - day.weekday()) % 7 if day.weekday() > 4 else 0)


def clock(day, wall):
    return datetime.combine(day, wall, tzinfo=ZONE)
