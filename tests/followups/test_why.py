"""Why did I (not) get this? Each state of a reminder has its sentence."""

from datetime import timedelta

import pytest
from django.utils import timezone

from followups.actions import cancel_follow_up, claim_due_reminders, deliver_reminder, plan_follow_up
from followups.models import FollowUp, Habit, Notification, Reminder
from followups.why import answers_about, why_none
from timeline.models import Outgoing

MINUTE = timedelta(minutes=1)


@pytest.fixture
def call(cast, deal, kinds, works_every_day):
    """Alice's call, due in half an hour."""
    due_at = timezone.now() + 30 * MINUTE
    return plan_follow_up(about=deal, kind=kinds["Call"], title="Call Kari", due_at=due_at, by=cast.alice)


def story(follow_up):
    fresh = FollowUp.objects.get(pk=follow_up.pk)
    return " ".join(sentence for answer in answers_about(fresh) for sentence in answer.sentences)


def change(**facts):
    Reminder.objects.update(**facts)


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({}, "It is still to come."),
        ({"due_at": -5}, "no worker has taken it"),
        ({"due_at": -5, "claimed_at": -4}, "A worker took it"),
        ({"due_at": -5, "last_error": "OSError('no paper')", "lease_until": 5}, "It failed: OSError('no paper')"),
        ({"due_at": -5, "held_because": "quiet", "held_until": 60}, "because of quiet hours"),
        ({"wanted_at": -60, "held_because": "day off"}, "a day off moved it to"),
        (
            {"state": "failed", "attempts": 6, "last_error": "OSError()"},
            "It failed 6 times and was given up: OSError()",
        ),
        ({"state": "cancelled", "last_error": "the owner may no longer see it"}, "may no longer see the deal"),
    ],
)
def test_what_has_not_been_said(call, facts, told):
    now = timezone.now()
    change(
        **{
            name: now + value * MINUTE if isinstance(value, int) and name != "attempts" else value
            for name, value in facts.items()
        }
    )
    assert told in story(call)


def test_what_is_about_a_parked_deal(call, deal):
    deal.parked_until, deal.parked_reason = timezone.localdate() + timedelta(days=9), "Budget in May"
    deal.save()
    assert "no longer parked" in story(call)


def test_what_was_given_up(call, cast):
    cancel_follow_up(call, by=cast.alice)
    assert "It was taken back" in story(call)


def test_what_was_said_by_which_ways_and_what_the_outbox_says(call):
    change(due_at=timezone.now() - MINUTE)
    for pk in claim_due_reminders():
        deliver_reminder(pk)
    assert "It was said today" in story(call)
    assert "has not been read yet" in story(call)
    assert "E-mail: waits to leave" in story(call)
    Outgoing.objects.update(sent_at=timezone.now(), attempts=2)
    Notification.objects.update(read_at=timezone.now())
    assert "read today" in story(call)
    assert "E-mail: handed over today" in story(call)
    assert "at attempt 2" in story(call)
    Outgoing.objects.update(sent_at=None, failed_at=timezone.now(), last_error="550 no such mailbox")
    assert "given up" in story(call)
    assert "550 no such mailbox" in story(call)


def test_why_there_never_was_one(cast, deal, kinds):
    facts = {"about": deal, "kind": kinds["Call"], "title": "Call", "by": cast.alice}
    soon = plan_follow_up(due_at=timezone.now() - MINUTE, **facts)
    assert why_none(soon).endswith("had passed already.")
    Habit.objects.create(user=cast.alice, remind_before=[])
    silent = plan_follow_up(due_at=timezone.now() + 60 * MINUTE, **facts)
    assert (answers_about(silent), why_none(silent)) == (
        [],
        "No reminder was asked for: none is ticked for this follow-up.",
    )


def test_the_page_is_for_whoever_sees_the_deal(as_user, cast, call):
    address = f"/follow-ups/{call.pk}/why/"
    page = as_user(cast.alice).get(address).content.decode()
    assert "It is still to come." in page
    assert "Alice Archer planned Call Kari" in page.replace("<b>", "").replace("</b>", "")
    assert as_user(cast.gus).get(address).status_code == 200
    assert as_user(cast.charlie).get(address).status_code == 404
    assert as_user(cast.alice).post(address).status_code == 405


def test_it_asks_the_same_however_many_reminders_there_are(as_user, cast, call, django_assert_max_num_queries):
    for minutes in range(20):
        Reminder.objects.create(follow_up=call, due_at=timezone.now() + minutes * MINUTE)
    client = as_user(cast.alice)
    with django_assert_max_num_queries(14):
        assert client.get(f"/follow-ups/{call.pk}/why/").status_code == 200
