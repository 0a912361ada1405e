"""What comes back: its rule in words, its days, and the hour kept on the owner’s clock across its changes."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followups.models import Series
from followups.recurring import Every, Recurrence, day_after, due_on, in_words, left_from, recurrence_of
from followups.times import is_shown

TUESDAY = date(2030, 11, 19)


def series(recurrence, start=TUESDAY, at=time(9)):
    return Series(rule=recurrence.rule_from(start), starts_on=start, at=at, zone="Europe/Berlin")


def days(recurrence, start=TUESDAY, count=4):
    """The first days of a series, its first one included."""
    of, found = series(recurrence, start), [start]
    while len(found) < count and (day := day_after(of, found[-1])):
        found.append(day)
    return [f"{day:%d %b %y}" for day in found]


@pytest.mark.parametrize(
    ("recurrence", "rule", "words"),
    [
        (Recurrence(Every.DAY), "FREQ=DAILY", "Every day"),
        (Recurrence(Every.DAY, interval=3), "FREQ=DAILY;INTERVAL=3", "Every 3 days"),
        (Recurrence(Every.WEEK), "FREQ=WEEKLY;BYDAY=TU", "Every week on Tue"),
        (
            Recurrence(Every.WEEK, interval=2, weekdays=(1, 3)),
            "FREQ=WEEKLY;BYDAY=TU,TH;INTERVAL=2",
            "Every 2 weeks on Tue, Thu",
        ),
        (Recurrence(Every.WORKING_DAY, weekdays=(0, 1)), "FREQ=WEEKLY;BYDAY=MO,TU", "Every week on Mon, Tue"),
        (Recurrence(Every.MONTH, count=5), "FREQ=MONTHLY;BYMONTHDAY=19;COUNT=5", "Every month on the 19., 5 times"),
        (Recurrence(Every.MONTH_BY_WEEKDAY), "FREQ=MONTHLY;BYDAY=3TU", "Every month on the third Tue"),
        (
            Recurrence(Every.YEAR, until=date(2040, 1, 1)),
            "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=19;UNTIL=20400101",
            "Every year, until Sun 1 Jan 2040",
        ),
    ],
)
def test_a_rule_is_made_read_back_and_said(recurrence, rule, words):
    of = series(recurrence)
    assert (of.rule, in_words(of)) == (rule, words)
    assert recurrence_of(of).rule_from(TUESDAY) == rule


@pytest.mark.parametrize(
    ("recurrence", "start", "expected"),
    [
        (Recurrence(Every.WEEK, weekdays=(1, 3)), TUESDAY, ["19 Nov 30", "21 Nov 30", "26 Nov 30", "28 Nov 30"]),
        # The last of a month too short for the 31st; the last Friday where it began on a fifth.
        (Recurrence(Every.MONTH), date(2030, 1, 31), ["31 Jan 30", "28 Feb 30", "31 Mar 30", "30 Apr 30"]),
        (Recurrence(Every.MONTH_BY_WEEKDAY), date(2030, 3, 29), ["29 Mar 30", "26 Apr 30", "31 May 30", "28 Jun 30"]),
        (Recurrence(Every.YEAR), date(2028, 2, 29), ["29 Feb 28", "28 Feb 29", "28 Feb 30", "28 Feb 31"]),
        (Recurrence(Every.DAY, count=3), TUESDAY, ["19 Nov 30", "20 Nov 30", "21 Nov 30"]),
        (Recurrence(Every.DAY, until=TUESDAY + timedelta(days=1)), TUESDAY, ["19 Nov 30", "20 Nov 30"]),
    ],
)
def test_the_days_of_a_rule(recurrence, start, expected):
    assert days(recurrence, start) == expected


def test_what_is_left_of_a_counted_series():
    of = series(Recurrence(Every.DAY, count=5))
    assert left_from(of, TUESDAY + timedelta(days=2)).count == 3
    assert left_from(series(Recurrence(Every.DAY)), TUESDAY).count is None


# Past years, in which each of these changed its clocks; Tehran until 2022, at midnight.
ZONES = [ZoneInfo(name) for name in ("Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Tehran")]
recurrences = st.builds(
    Recurrence,
    every=st.sampled_from([Every.DAY, Every.WEEK, Every.MONTH, Every.MONTH_BY_WEEKDAY, Every.YEAR]),
    interval=st.integers(1, 3),
)
begins = st.dates(date(2015, 1, 1), date(2021, 12, 31))
clocks = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))


@settings(max_examples=60, deadline=None)
@given(
    recurrence=recurrences, start=begins, at=clocks, homes=st.lists(st.sampled_from(ZONES), min_size=20, max_size=20)
)
def test_the_wall_clock_is_kept_and_each_day_comes_once_wherever_the_owner_lives(recurrence, start, at, homes):
    of, day, made = series(recurrence, start, at), start, []
    for zone in homes:
        made.append((day, due_on(of, day, zone), zone))
        day = day_after(of, day)
    assert [day for day, _due, _zone in made] == sorted({day for day, _due, _zone in made})
    for day, due_at, zone in made:
        shows(due_at, datetime.combine(day, at), zone)


def shows(due_at, wall, zone):
    """The clock shows the agreed time; where it skips that one, the first minute after; where twice, the first."""
    seen = due_at.astimezone(zone)
    if is_shown(wall, zone):
        assert (seen.replace(tzinfo=None, fold=0), seen.fold) == (wall, 0)
    else:
        assert wall < seen.replace(tzinfo=None) <= wall + timedelta(hours=1)
        assert not is_shown(seen.replace(tzinfo=None) - timedelta(minutes=1), zone)


@settings(max_examples=20, deadline=None)
@given(zone=st.sampled_from(ZONES), year=st.integers(2015, 2021), at=clocks)
def test_every_day_of_a_year_has_its_one_moment(zone, year, at):
    of = series(Recurrence(Every.DAY), date(year, 1, 1), at)
    day, moments = of.starts_on, []
    while day.year == year:
        moments.append(due_on(of, day, zone))
        day = day_after(of, day)
    assert moments == sorted(set(moments))
    assert {later - earlier for earlier, later in zip(moments, moments[1:], strict=False)} <= {
        timedelta(hours=hours) for hours in (23, 23.5, 24, 24.5, 25)
    } | {timedelta(hours=24) + timedelta(minutes=minutes) for minutes in range(-60, 61)}
    assert all(moment.tzinfo is UTC for moment in moments)
