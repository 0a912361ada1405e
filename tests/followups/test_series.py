"""A promise that comes back: done or skipped it makes the next one, once; undone it takes it back."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.actions import change_settings
from followups.actions import (
    cancel_follow_up,
    complete_follow_up,
    edit_follow_up,
    end_series,
    hand_over_follow_up,
    plan_series,
    reopen_follow_up,
    snooze_follow_up,
)
from followups.actions.series import make_last
from followups.models import FollowUp, Series
from followups.recurring import Every, Recurrence
from timeline import listeners

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
WEEK = timedelta(days=7)


@pytest.fixture
def alice(cast):
    cast.alice.time_zone = "Europe/Berlin"
    cast.alice.save()
    return cast.alice


@pytest.fixture
def day(alice):
    """The day after tomorrow in Berlin."""
    return timezone.localdate(timezone=BERLIN) + timedelta(days=2)


@pytest.fixture
def weekly(alice, deal, kinds, day):
    """Alice's call every week at nine, first the day after tomorrow."""
    due_at = datetime.combine(day, time(9), tzinfo=BERLIN)
    facts = {"kind": kinds["Call"], "title": "Call Kari", "due_at": due_at, "remind_before": ["30"]}
    return plan_series(about=deal, by=alice, repeat=Recurrence(Every.WEEK), **facts)


def planned():
    return FollowUp.objects.planned().order_by("due_at")


def wall(follow_up, zone=BERLIN):
    return follow_up.due_at.astimezone(zone).strftime("%H:%M")


def test_done_makes_the_next_one_with_its_reminders(weekly, alice, deal, day):
    upcoming = complete_follow_up(weekly, by=alice)
    assert (upcoming.title, upcoming.owner, upcoming.deal, wall(upcoming)) == ("Call Kari", alice, deal, "09:00")
    assert upcoming.due_at.astimezone(BERLIN).date() == day + WEEK
    assert upcoming.reminders.get().lead == "30"
    deal.refresh_from_db()
    assert deal.next_step_at == upcoming.due_at


def test_skipping_one_makes_the_next_and_ending_the_series_none(weekly, alice, day):
    cancel_follow_up(weekly, by=alice)
    upcoming = planned().get()
    assert upcoming.occurrence.day == day + WEEK
    end_series(upcoming, by=alice)
    assert planned().count() == 0
    assert Series.objects.get().ended_at is not None


def test_an_undo_takes_the_next_one_back_and_doing_it_again_brings_it_again(weekly, alice, day):
    complete_follow_up(weekly, by=alice)
    reopen_follow_up(weekly, by=alice)
    assert list(planned()) == [weekly]
    assert complete_follow_up(weekly, by=alice).occurrence.day == day + WEEK
    assert planned().count() == 1


def test_an_undo_leaves_a_next_one_that_somebody_has_moved(weekly, alice):
    upcoming = complete_follow_up(weekly, by=alice)
    snooze_follow_up(upcoming, until=upcoming.due_at + timedelta(days=1), by=alice)
    reopen_follow_up(weekly, by=alice)
    assert list(planned()) == [weekly, upcoming]
    assert complete_follow_up(weekly, by=alice) is None
    assert list(planned()) == [upcoming]


def test_the_next_one_keeps_its_day_when_one_was_put_off(weekly, alice, day):
    snooze_follow_up(weekly, until=weekly.due_at + timedelta(days=3), by=alice)
    assert complete_follow_up(weekly, by=alice).occurrence.day == day + WEEK


def test_days_that_passed_meanwhile_are_passed_over(weekly, alice, day):
    long_ago = day - 3 * WEEK
    Series.objects.update(starts_on=long_ago)
    weekly.occurrence.day = long_ago
    weekly.occurrence.save()
    assert complete_follow_up(weekly, by=alice).occurrence.day == day


def test_a_counted_series_ends(alice, deal, kinds, day):
    due_at = datetime.combine(day, time(9), tzinfo=BERLIN)
    first = plan_series(
        about=deal, by=alice, repeat=Recurrence(Every.DAY, count=2), kind=kinds["Call"], title="Call", due_at=due_at
    )
    second = complete_follow_up(first, by=alice)
    assert complete_follow_up(second, by=alice) is None
    assert (planned().count(), Series.objects.get().ended_at is not None) == (0, True)


def test_the_last_one_stays_planned_and_brings_nothing(weekly, alice):
    make_last(weekly, by=alice)
    assert list(planned()) == [weekly]
    assert complete_follow_up(weekly, by=alice) is None


def facts_of(follow_up, **changes):
    known = {
        name: getattr(follow_up, name) for name in ("kind", "title", "due_at", "any_time", "owner", "remind_before")
    }
    return known | changes


def test_a_change_of_this_one_leaves_those_to_come(weekly, alice):
    edit_follow_up(weekly, by=alice, **facts_of(weekly, title="Call Kari and Ola", remind_before=["5"]))
    upcoming = complete_follow_up(weekly, by=alice)
    assert (upcoming.title, upcoming.remind_before) == ("Call Kari", ["30"])


def test_a_change_of_all_that_follow_is_a_series_of_its_own(weekly, alice, cast, day):
    later = weekly.due_at + timedelta(days=1, hours=2)
    changes = {"title": "Write to Kari", "due_at": later, "owner": cast.bob}
    edit_follow_up(weekly, by=alice, following=True, repeat=Recurrence(Every.DAY), **facts_of(weekly, **changes))
    upcoming = complete_follow_up(weekly, by=cast.bob)
    assert (upcoming.title, upcoming.owner) == ("Write to Kari", cast.bob)
    assert upcoming.occurrence.day == day + timedelta(days=2)
    assert planned().count() == 1


def test_a_follow_up_becomes_a_series_when_it_is_told_to_come_back(weekly, alice, deal, kinds):
    make_last(weekly, by=alice)
    edit_follow_up(weekly, by=alice, repeat=Recurrence(Every.MONTH), **facts_of(weekly))
    assert complete_follow_up(weekly, by=alice) is not None


def test_handed_over_with_what_follows_and_a_word_about_it(weekly, alice, cast):
    hand_over_follow_up(weekly, to=cast.bob, by=alice, note="Ask for Ola.", following=True)
    assert cast.bob.notifications.get().text == "Alice Archer handed you “Call Kari”. Ask for Ola."
    assert complete_follow_up(weekly, by=cast.bob).owner == cast.bob


def test_whose_owner_may_no_longer_see_it_goes_to_whose_the_deal_is(weekly, cast, deal):
    Series.objects.update(owner=cast.charlie)
    assert complete_follow_up(weekly, by=cast.alice).owner == cast.alice


def test_done_twice_is_refused_and_makes_nothing_twice(weekly, alice):
    complete_follow_up(weekly, by=alice)
    with pytest.raises(ValidationError):
        complete_follow_up(weekly, by=alice)
    assert planned().count() == 1


@pytest.mark.django_db(transaction=True)
def test_who_moves_to_another_zone_keeps_days_and_series_on_the_clock(weekly, alice, deal, kinds, day):
    from followups.actions import plan_follow_up

    facts = {"about": deal, "kind": kinds["Call"], "by": alice}
    whole_day = plan_follow_up(title="Read", due_at=weekly.due_at, any_time=True, **facts)
    appointment = plan_follow_up(title="Meet", due_at=weekly.due_at, **facts)
    listeners.catch_up(only=["people who move"])
    change_settings(alice, time_zone="America/New_York", by=alice)
    listeners.catch_up(only=["people who move"])
    for follow_up in (weekly, whole_day):
        follow_up.refresh_from_db()
    assert (wall(weekly, NEW_YORK), wall(whole_day, NEW_YORK)) == ("09:00", "23:59")
    assert {follow_up.due_at.astimezone(NEW_YORK).date() for follow_up in (weekly, whole_day)} == {day}
    assert FollowUp.objects.get(pk=appointment.pk).due_at == appointment.due_at
    upcoming = complete_follow_up(weekly, by=alice)
    assert (wall(upcoming, NEW_YORK), upcoming.occurrence.day) == ("09:00", day + WEEK)
    assert upcoming.due_at.tzinfo == UTC
    assert Series.objects.get().zone == "America/New_York"
