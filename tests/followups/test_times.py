"""Hours as people say them, in zones whose clocks jump."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from accounts.models import User
from followups.times import after_quiet_hours, end_of, moment, reminder_times, settled, start_of

BERLIN, TEHRAN, LORD_HOWE = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Tehran"), ZoneInfo("Australia/Lord_Howe")
NEW_YORK = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("day", "clock", "zone", "instant"),
    [
        (date(2026, 11, 24), time(15), BERLIN, datetime(2026, 11, 24, 14, tzinfo=UTC)),
        (date(2026, 7, 24), time(15), BERLIN, datetime(2026, 7, 24, 13, tzinfo=UTC)),
        (date(2026, 11, 24), time(15), TEHRAN, datetime(2026, 11, 24, 11, 30, tzinfo=UTC)),
        # 02:00 to 03:00 is skipped in Berlin on 29 March, 02:00 to 02:30 on Lord Howe on 4 October.
        (date(2026, 3, 29), time(2, 30), BERLIN, datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),
        (date(2026, 10, 4), time(2, 10), LORD_HOWE, datetime(2026, 10, 3, 15, 30, tzinfo=UTC)),
        # 01:30 comes twice in New York on 1 November: the first, still summer time.
        (date(2026, 11, 1), time(1, 30), NEW_YORK, datetime(2026, 11, 1, 5, 30, tzinfo=UTC)),
        # Tehran skipped midnight itself on 22 March 2022.
        (date(2022, 3, 22), time(0, 0), TEHRAN, datetime(2022, 3, 21, 20, 30, tzinfo=UTC)),
    ],
)
def test_a_clock_time_is_one_instant(day, clock, zone, instant):
    assert moment(day, clock, zone).astimezone(UTC) == instant


@pytest.mark.parametrize(
    ("day", "zone", "hours"),
    [
        (date(2026, 11, 24), BERLIN, 24),
        (date(2026, 3, 29), BERLIN, 23),
        (date(2026, 10, 25), BERLIN, 25),
        (date(2022, 3, 22), TEHRAN, 23),
        (date(2026, 4, 5), LORD_HOWE, 24.5),
    ],
)
def test_a_day_lasts_from_its_first_instant_to_its_last_second(day, zone, hours):
    length = end_of(day, zone).astimezone(UTC) - start_of(day, zone).astimezone(UTC)
    assert length == timedelta(hours=hours, seconds=-1)


def test_any_time_is_kept_as_the_end_of_the_owners_day():
    morning_in_tehran = datetime(2026, 11, 23, 22, tzinfo=UTC)
    assert settled(morning_in_tehran, True, User(time_zone="Asia/Tehran")) == datetime(
        2026, 11, 24, 20, 29, 59, tzinfo=UTC
    )
    assert settled(morning_in_tehran, False, User(time_zone="Asia/Tehran")) == morning_in_tehran


NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("due_at", "any_time", "reminders"),
    [
        (datetime(2026, 11, 24, 15, tzinfo=UTC), False, [datetime(2026, 11, 24, 14, 45, tzinfo=UTC)]),
        # Planned ten minutes ahead: the lead time has passed, so the word comes when it is due.
        (datetime(2026, 11, 24, 12, 10, tzinfo=UTC), False, [datetime(2026, 11, 24, 12, 10, tzinfo=UTC)]),
        (datetime(2026, 11, 24, 11, tzinfo=UTC), False, []),
        (datetime(2026, 11, 25, 22, 59, 59, tzinfo=UTC), True, [datetime(2026, 11, 25, 7, 30, tzinfo=UTC)]),
        (datetime(2026, 11, 24, 22, 59, 59, tzinfo=UTC), True, []),
    ],
)
def test_the_reminder_comes_a_quarter_before_or_in_the_morning(due_at, any_time, reminders):
    assert reminder_times(due_at, any_time, User(time_zone="Europe/Berlin"), NOON) == reminders


@pytest.mark.parametrize(
    ("quiet_from", "quiet_until", "when", "moved"),
    [
        (time(20), time(8), datetime(2026, 11, 24, 21, 30), datetime(2026, 11, 25, 8)),
        (time(20), time(8), datetime(2026, 11, 24, 6, 30), datetime(2026, 11, 24, 8)),
        (time(20), time(8), datetime(2026, 11, 24, 8), datetime(2026, 11, 24, 8)),
        (time(20), time(8), datetime(2026, 11, 24, 19, 59), datetime(2026, 11, 24, 19, 59)),
        (time(12), time(13), datetime(2026, 11, 24, 12, 15), datetime(2026, 11, 24, 13)),
        (time(12), time(12), datetime(2026, 11, 24, 12), datetime(2026, 11, 24, 12)),
        (None, None, datetime(2026, 11, 24, 3), datetime(2026, 11, 24, 3)),
    ],
)
def test_no_word_inside_quiet_hours(quiet_from, quiet_until, when, moved):
    user = User(time_zone="Europe/Berlin", quiet_from=quiet_from, quiet_until=quiet_until)
    assert after_quiet_hours(when.replace(tzinfo=BERLIN), user) == moved.replace(tzinfo=BERLIN)


def test_quiet_hours_that_end_in_a_skipped_hour_end_after_it():
    user = User(time_zone="Europe/Berlin", quiet_from=time(22), quiet_until=time(2, 30))
    night = datetime(2026, 3, 28, 23, tzinfo=BERLIN)
    assert after_quiet_hours(night, user).astimezone(UTC) == datetime(2026, 3, 29, 1, tzinfo=UTC)
