"""What is promised about a parked deal waits for it, and its day begins with a promise."""

from datetime import timedelta

import pytest
from django.utils import timezone

from followups.actions import claim_due_reminders, deliver_reminder, plan_follow_up
from followups.listeners import take_up_again
from followups.models import FollowUp, Notification, Reminder
from followups.queries import badges_of, day_of, deals_adrift
from pipeline.actions import park_deal, unpark_deal, wake_parked_deals
from pipeline.models import Deal
from timeline.models import Event

MINUTE = timedelta(minutes=1)


@pytest.fixture
def parked(cast, deal):
    return park(cast, deal)


def park(cast, deal):
    soon = timezone.localdate() + timedelta(days=9)
    return park_deal(deal, until=soon, reason="Budget opens in January", by=cast.alice).deal


@pytest.fixture
def overdue(cast, deal, kinds):
    """Alice's promise about the deal, an hour late, with a reminder that is due."""
    late = timezone.now() - timedelta(hours=1)
    promise = plan_follow_up(about=deal, kind=kinds["Call"], title="Call Kari", due_at=late, by=cast.alice)
    Reminder.objects.create(follow_up=promise, due_at=timezone.now() - MINUTE)
    return promise


def test_it_is_reminded_of_when_the_deal_wakes(cast, deal, overdue):
    parked, reminder = park(cast, deal), overdue.reminders.get()
    assert claim_due_reminders() == []
    unpark_deal(parked, by=cast.alice)
    assert claim_due_reminders() == [reminder.pk]


def test_a_deal_parked_after_the_claim_is_not_spoken_of(cast, deal, overdue):
    reminder = overdue.reminders.get()
    claim_due_reminders()
    parked = park(cast, deal)
    deliver_reminder(reminder.pk)
    reminder.refresh_from_db()
    assert (reminder.state, reminder.lease_until, Notification.objects.count()) == ("pending", None, 0)
    unpark_deal(parked, by=cast.alice)
    assert claim_due_reminders() == [reminder.pk]


def test_it_leaves_the_day_of_its_owner(cast, deal, overdue):
    assert (day_of(cast.alice).overdue.count, badges_of(cast.alice)["overdue"]) == (1, 1)
    park(cast, deal)
    assert (day_of(cast.alice).overdue.count, badges_of(cast.alice)["overdue"]) == (0, 0)


def test_a_parked_deal_is_not_adrift(cast, deal):
    assert deals_adrift(cast.alice).count == 1
    park(cast, deal)
    assert deals_adrift(cast.alice).count == 0


@pytest.fixture
def wake(parked):
    """The deal's day comes, and the listener hears of it."""

    def come():
        Deal.objects.filter(pk=parked.pk).update(parked_until=timezone.localdate() - timedelta(days=1))
        wake_parked_deals()
        take_up_again(Event.objects.filter(verb="deal.woken"))

    return come


def test_its_day_begins_with_a_promise_and_a_word(cast, parked, kinds, wake):
    wake()
    promise = FollowUp.objects.get()
    assert (promise.title, promise.owner) == ("Take up again: Budget opens in January", cast.alice)
    assert (promise.any_time, timezone.localdate(promise.due_at)) == (True, timezone.localdate())
    assert Deal.objects.get(pk=parked.pk).next_step_at == promise.due_at
    told = Notification.objects.get()
    assert (told.user, told.text) == (
        cast.alice,
        "Reefer fleet telemetry is no longer parked. Budget opens in January",
    )


def test_who_wakes_it_by_hand_needs_no_promise(cast, parked, kinds):
    take_up_again([unpark_deal(parked, by=cast.alice).event])
    assert FollowUp.objects.count() == 0
