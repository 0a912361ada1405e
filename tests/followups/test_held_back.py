"""Several reminders before one promise, and what holds a reminder back: days off, absences, quiet hours."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from accounts.hours.queries import Hours
from accounts.models import Absence, Holiday
from followups.actions import claim_due_reminders, deliver_reminder, plan_follow_up
from followups.models import Habit, Notification, Reminder
from followups.times import Listener, after_working_days, held_back, words_before

BERLIN = ZoneInfo("Europe/Berlin")
ALICE = Listener(BERLIN, Hours())
MONDAY = date(2030, 11, 18)
FRIDAY, SATURDAY, NEXT_MONDAY = (MONDAY + timedelta(days=days) for days in (4, 5, 7))


def at(day, hour, minute=0):
    return datetime.combine(day, time(hour, minute), tzinfo=BERLIN)


def said(words):
    return [word.due_at.astimezone(BERLIN).strftime("%a %H:%M") for word in words]


@pytest.mark.parametrize(
    ("leads", "any_time", "expected"),
    [
        (["15"], False, ["Wed 14:45"]),
        (["0", "60", "1440"], False, ["Tue 15:00", "Wed 14:00", "Wed 15:00"]),
        (["morning", "60"], False, ["Wed 08:30", "Wed 14:00"]),
        ([], False, []),
        (["15"], True, ["Wed 08:30"]),
        (["15", "60", "morning"], True, ["Wed 08:30"]),
        (["morning", "1440"], True, ["Tue 08:30", "Wed 08:30"]),
    ],
)
def test_each_lead_time_is_a_reminder_and_each_moment_comes_once(leads, any_time, expected):
    due_at = at(MONDAY + timedelta(days=2), 15)
    assert said(words_before(due_at, any_time, ALICE, at(MONDAY, 9), leads)) == expected


def test_what_is_too_late_is_left_out_and_with_nothing_left_the_hour_itself_is_said():
    due_at = at(MONDAY, 15)
    assert said(words_before(due_at, False, ALICE, at(MONDAY, 14, 30), ["60", "15"])) == ["Mon 14:45"]
    assert said(words_before(due_at, False, ALICE, at(MONDAY, 14, 50), ["60", "15"])) == ["Mon 15:00"]
    assert said(words_before(due_at, False, ALICE, at(MONDAY, 15, 10), ["60", "15"])) == []


def test_a_day_before_keeps_the_hour_of_the_clock_across_its_change():
    monday = date(2030, 4, 1)  # the clock sprang forward on Sunday
    works_always = Listener(BERLIN, Hours(working_days=frozenset(range(7))))
    assert said(words_before(at(monday, 9), False, works_always, at(date(2030, 3, 29), 9), ["2880"])) == ["Sat 09:00"]


@pytest.mark.parametrize(
    ("when", "due_at", "expected", "why"),
    [
        (at(FRIDAY, 9), None, "Fri 09:00", ""),
        (at(SATURDAY, 9), None, "Mon 08:30", "day off"),
        # A day before Monday at nine is Sunday: the word still comes before it is due.
        (at(SATURDAY, 9), at(NEXT_MONDAY, 9), "Mon 08:30", "day off"),
        # Who promised a call on Saturday afternoon is reminded on Saturday.
        (at(SATURDAY, 14, 45), at(SATURDAY, 15), "Sat 14:45", ""),
        (at(MONDAY, 21), None, "Tue 07:00", "quiet"),
    ],
)
def test_days_off_and_quiet_hours_hold_a_reminder_back(when, due_at, expected, why):
    listener = Listener(BERLIN, Hours(quiet=(time(20), time(7))))
    later, reason = held_back(when, listener, due_at)
    assert (later.astimezone(BERLIN).strftime("%a %H:%M"), str(reason)) == (expected, why)


def test_who_is_away_hears_of_it_when_back_even_of_what_had_an_hour():
    away = Listener(BERLIN, Hours(absences=((MONDAY, MONDAY + timedelta(days=1)),)))
    later, why = held_back(at(MONDAY, 14, 45), away, at(MONDAY, 15))
    assert (later.astimezone(BERLIN).strftime("%a %H:%M"), str(why)) == ("Wed 08:30", "away")


def test_working_days_pass_over_holidays_and_the_days_a_team_does_not_work():
    sunday_to_thursday = Hours(working_days=frozenset([6, 0, 1, 2, 3]), holidays={NEXT_MONDAY: "Nowruz"})
    assert after_working_days(MONDAY, 3, sunday_to_thursday) == MONDAY + timedelta(days=3)
    assert after_working_days(MONDAY, 4, sunday_to_thursday) == MONDAY + timedelta(days=6)
    assert after_working_days(MONDAY, 5, sunday_to_thursday) == NEXT_MONDAY + timedelta(days=1)
    assert after_working_days(SATURDAY, 0) == NEXT_MONDAY


@pytest.fixture
def alice(cast):
    cast.alice.time_zone = "Europe/Berlin"
    cast.alice.save()
    return cast.alice


def test_a_follow_up_has_its_own_lead_times_or_those_of_its_owner(alice, deal, kinds):
    facts = {"about": deal, "kind": kinds["Call"], "due_at": at(MONDAY, 15).astimezone(UTC), "by": alice}
    Habit.objects.create(user=alice, remind_before=["60", "5"])
    usual = plan_follow_up(title="Call Kari", **facts)
    own = plan_follow_up(title="Call Aoife", remind_before=["30"], **facts)
    assert said(usual.reminders.order_by("due_at")) == ["Mon 14:00", "Mon 14:55"]
    assert [(one.lead, one.wanted_at == one.due_at) for one in own.reminders.all()] == [("30", True)]


def test_a_reminder_keeps_why_it_was_moved(alice, deal, kinds):
    Holiday.objects.create(day=MONDAY, name="Founders’ day")
    follow_up = plan_follow_up(
        about=deal, kind=kinds["Call"], title="Call", due_at=at(MONDAY, 12), any_time=True, by=alice
    )
    reminder = follow_up.reminders.get()
    assert said([reminder]) == ["Tue 08:30"]
    assert (reminder.wanted_at, reminder.held_because) == (at(MONDAY, 8, 30), "day off")


def test_who_fell_ill_meanwhile_is_told_when_back(alice, deal, kinds):
    due_at = timezone.now() + timedelta(hours=2)
    reminder = plan_follow_up(
        about=deal, kind=kinds["Call"], title="Call", due_at=due_at, by=alice, remind_before=["60"]
    ).reminders.get()
    today = timezone.localdate(timezone=BERLIN)
    Absence.objects.create(user=alice, first_day=today, last_day=today + timedelta(days=1))
    Reminder.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    claim_due_reminders()
    deliver_reminder(reminder.pk)
    reminder.refresh_from_db()
    assert (reminder.state, reminder.held_because, Notification.objects.count()) == ("pending", "away", 0)
    assert reminder.held_until == reminder.lease_until
    assert reminder.lease_until.astimezone(BERLIN).date() > today + timedelta(days=1)
