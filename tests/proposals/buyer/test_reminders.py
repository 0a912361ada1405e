"""Buyers are reminded three days and one day before, in working time, once each, and never after an answer."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db.models.functions import Now
from django.utils.html import strip_tags

from proposals.links import reminding
from proposals.links.actions import plan_reminders
from proposals.links.times import next_working_moment, reminder_moments
from proposals.models import ExpiryReminder, Version
from tests.proposals.buyer.conftest import accept, monday
from timeline.models import Event, Outgoing
from timeline.sentences import sentence_of, spell_out

pytestmark = pytest.mark.django_db
FRIDAY = datetime(2026, 11, 27, 10, tzinfo=UTC)


def due(offer, days=3):
    offer.link.reminders.filter(days=days).update(due_at=Now() - timedelta(minutes=1))
    return offer.link.reminders.get(days=days)


def test_they_come_in_the_morning_of_a_day_on_which_somebody_works(cast):
    tuesday = FRIDAY.date() + timedelta(days=4)
    moments = reminder_moments(tuesday, cast.alice, FRIDAY - timedelta(days=9))
    assert [(days, moment.isoformat()) for days, moment in moments.items()] == [
        (3, "2026-11-27T09:00:00+00:00"),  # the Friday before that Saturday
        (1, "2026-11-30T09:00:00+00:00"),
    ]


def test_what_lies_behind_is_not_planned(cast):
    assert reminder_moments(FRIDAY.date() + timedelta(days=1), cast.alice, FRIDAY) == {}


def test_nobody_is_reminded_at_night_or_on_a_day_off(cast):
    assert next_working_moment(FRIDAY, cast.alice) == FRIDAY
    evening = FRIDAY.replace(hour=22)
    assert next_working_moment(evening, cast.alice).isoformat() == "2026-11-30T09:00:00+00:00"


def test_a_reminder_is_said_once_with_an_address_of_its_own(offer, at_work, buyer):
    reminder = due(offer)
    assert reminding.claim_due() == [reminder.pk]
    assert reminding.claim_due() == []
    for _time in range(2):
        reminding.remind(reminder.pk)
    mail = Outgoing.objects.get(key__endswith=f":expiring:{reminder.pk}")
    assert mail.payload["to"] == ["kari@nordkyst.example"]
    assert "kariz-sealed" in mail.payload["text"]
    assert offer.link.keys.filter(use="reminder").count() == 1
    event = Event.objects.get(verb="proposal.reminded")
    said, number = strip_tags(spell_out(event, sentence_of(event.verb))), offer.version.proposal.number
    assert said == f"Kariz reminded Kari Solheim of {number}, v1, {event.details['days']} days left"
    assert ExpiryReminder.objects.get(pk=reminder.pk).state == "done"


@pytest.mark.parametrize("first", [3, 1])
def test_of_two_that_are_due_at_once_the_later_is_said(offer, at_work, first):
    reminders = {days: due(offer, days) for days in (3, 1)}
    for days in (first, 4 - first):
        reminding.remind(reminders[days].pk)
    assert dict(offer.link.reminders.values_list("days", "state")) == {3: "cancelled", 1: "done"}
    assert Outgoing.objects.filter(key__contains=":expiring:").count() == 1


def test_who_has_answered_is_left_in_peace(offer, at_work, buyer):
    reminder = due(offer)
    reminding.claim_due()
    accept(buyer, offer)
    reminding.remind(reminder.pk)
    assert ExpiryReminder.objects.get(pk=reminder.pk).state == "cancelled"
    assert not Outgoing.objects.filter(key__contains=":expiring:").exists()


def test_a_withdrawn_one_reminds_nobody(offer, at_work):
    Version.objects.filter(pk=offer.version.pk).update(state="withdrawn")
    reminder = due(offer)
    reminding.remind(reminder.pk)
    assert (reminder.__class__.objects.get(pk=reminder.pk).reason) == "answered"


def test_outside_working_time_it_waits(offer):
    reminder, later = due(offer), monday() + timedelta(hours=23)
    reminding.claim_due()
    with time_machine.travel(monday() + timedelta(hours=12)):
        reminding.remind(reminder.pk)
    kept = ExpiryReminder.objects.get(pk=reminder.pk)
    assert (kept.state, kept.due_at, kept.attempts, kept.lease_until) == ("pending", later, 0, None)


def test_a_lease_that_was_lost_is_taken_up_again(offer, at_work):
    reminder = due(offer)
    reminding.claim_due()
    ExpiryReminder.objects.update(lease_until=Now() - timedelta(seconds=1))
    assert reminding.claim_due() == [reminder.pk]


def test_planning_twice_is_no_fault(offer):
    plan_reminders(offer.link)
    assert offer.link.reminders.count() == 2
