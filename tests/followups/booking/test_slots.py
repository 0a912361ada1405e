"""Which times are free: the hours of the link by its owner's clock, less what is taken, off, away or too soon."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from accounts.absences.actions import add_absence
from accounts.models import Holiday
from followups.actions import cancel_follow_up, plan_follow_up
from followups.booking.slots import free_slots
from tests.followups.booking.conftest import at


def clocks(link, day):
    """The free times of a day of November as UTC clocks."""
    return [f"{slot:%H:%M}" for slot in free_slots(link) if slot.date() == date(2026, 11, day)]


MORNING = ["08:00", "08:30", "09:00", "09:30", "10:00", "10:30"]


def test_the_hours_are_those_of_the_owners_clock(link):
    assert clocks(link, 24) == MORNING
    assert clocks(link, 28) == []


@pytest.mark.parametrize(
    ("minutes", "free"),
    [
        (15, ["08:00", "08:15", "08:30", "08:45", "09:00", "09:15"]),
        (45, ["08:00", "08:30", "09:00", "09:30", "10:00"]),
        (180, ["08:00"]),
        (240, []),
    ],
)
def test_a_time_fits_whole_into_the_hours(link, minutes, free):
    link.minutes = minutes
    assert clocks(link, 24)[:6] == free


def test_notice_and_days_ahead_bound_them(link):
    link.notice_hours, link.days_ahead = 25, 2
    free = ["24 10:00", "24 10:30", *(f"25 {clock}" for clock in MORNING)]
    assert [f"{slot:%d %H:%M}" for slot in free_slots(link)] == free


@pytest.mark.parametrize(
    ("buffer", "free"),
    [
        (0, ["08:00", "08:30", "09:30", "10:00", "10:30"]),
        (10, ["08:00", "10:00", "10:30"]),
        (45, ["10:30"]),
    ],
)
def test_what_is_promised_for_an_hour_is_taken_with_the_pause_around_it(link, deal, cast, kinds, buffer, free):
    link.buffer_minutes = buffer
    plan_follow_up(about=deal, kind=kinds["Call"], title="Call", due_at=at(24, "09:00"), by=cast.alice)
    assert clocks(link, 24) == free


def test_what_has_no_hour_or_was_given_up_takes_no_time(link, deal, cast, kinds):
    facts = {"about": deal, "kind": kinds["Call"], "title": "Call", "due_at": at(24, "09:00")}
    plan_follow_up(**facts, by=cast.alice, any_time=True)
    cancel_follow_up(plan_follow_up(**facts, by=cast.alice), by=cast.alice)
    plan_follow_up(**facts, by=cast.bob)
    assert clocks(link, 24) == MORNING


def test_days_off_and_away_are_left_out(link, cast):
    add_absence(user=cast.alice, first_day=date(2026, 11, 24), last_day=date(2026, 11, 25), note="", by=cast.ada)
    Holiday.objects.create(team=cast.north, day=date(2026, 11, 26), name="Thanksgiving")
    assert [clocks(link, day) for day in (24, 25, 26, 27)] == [[], [], [], MORNING]


def test_the_clock_of_the_owner_stays_when_it_changes(link, time_machine):
    time_machine.move_to(datetime(2027, 3, 25, 9, 0, tzinfo=UTC), tick=False)
    first = {slot.date(): slot for slot in reversed(free_slots(link))}
    assert [f"{first[day]:%H:%M}" for day in (date(2027, 3, 26), date(2027, 3, 29))] == ["08:00", "07:00"]


def test_it_takes_as_many_questions_for_many_promises(link, deal, cast, kinds, django_assert_num_queries):
    for number in range(3):
        due_at = timezone.now() + timedelta(days=number + 1)
        plan_follow_up(about=deal, kind=kinds["Call"], title="Call", due_at=due_at, by=cast.alice)
        with django_assert_num_queries(2):
            free_slots(link)
