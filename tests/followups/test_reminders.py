"""A reminder is said once, at its time, in the owner's words; what fails waits and holds up nobody."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from followups import tasks
from followups.actions import claim_due_reminders, complete_follow_up, deliver_reminder, plan_follow_up
from followups.models import Notification, Reminder
from timeline.leases import PAUSES
from timeline.models import Outgoing

MINUTE = timedelta(minutes=1)


@pytest.fixture
def promise(cast, deal, kinds, works_every_day):
    """`promise(timedelta)`: Alice's promise, due in a quarter and that time: its reminder is due in that time."""

    def make(wait, owner=None, **facts):
        due_at = timezone.now() + timedelta(minutes=15) + wait
        facts = {"kind": kinds["Call"], "title": "Call Kari", "due_at": due_at, "by": cast.alice} | facts
        return plan_follow_up(about=deal, owner=owner, **facts)

    return make


@pytest.fixture
def due(promise):
    """Alice's reminder, due a minute ago."""
    reminder = promise(MINUTE).reminders.get()
    return make_due(reminder)


def make_due(reminder, ago=MINUTE):
    Reminder.objects.filter(pk=reminder.pk).update(due_at=timezone.now() - ago)
    reminder.refresh_from_db()
    return reminder


def fresh(reminder):
    return Reminder.objects.get(pk=reminder.pk)


def test_only_what_is_due_is_claimed_the_earliest_first(promise):
    first, second, later = (promise(MINUTE * count).reminders.get() for count in (1, 2, 60))
    make_due(second, ago=MINUTE * 2)
    make_due(first)
    assert claim_due_reminders() == [second.pk, first.pk]
    assert (fresh(first).attempts, fresh(later).attempts) == (1, 0)


def test_a_claim_is_a_lease(due):
    assert claim_due_reminders() == [due.pk]
    assert claim_due_reminders() == []
    lease = fresh(due).lease_until - timezone.now()
    assert timedelta(seconds=50) < lease <= timedelta(seconds=60)
    Reminder.objects.update(lease_until=timezone.now() - MINUTE)
    assert claim_due_reminders() == [due.pk]


def test_saying_it_writes_notice_letter_and_state_together(due, cast, deal):
    deliver_reminder(due.pk)
    key = f"reminder:{due.pk}:{due.due_at:%Y-%m-%dT%H:%M:%SZ}"
    notice, letter = Notification.objects.get(), Outgoing.objects.get()
    assert (notice.user, notice.key, notice.url) == (cast.alice, key, f"/deals/{deal.pk}/")
    assert (letter.key, letter.payload["to"]) == (key, [cast.alice.email])
    assert (fresh(due).state, fresh(due).lease_until) == ("done", None)
    assert fresh(due).delivered_at is not None


def test_saying_it_again_changes_nothing(due):
    for _time in range(3):
        deliver_reminder(due.pk)
    Reminder.objects.update(state=Reminder.State.PENDING)  # As if the state had been lost: the key still holds.
    deliver_reminder(due.pk)
    assert (Notification.objects.count(), Outgoing.objects.count()) == (1, 1)


def test_the_letter_says_deal_value_time_in_the_owners_zone_and_link(promise, cast, deal, settings):
    settings.BASE_URL = "https://kariz.example"
    cast.alice.time_zone = "Asia/Tehran"
    cast.alice.save()
    follow_up = promise(MINUTE, due_at=datetime(2030, 11, 19, 12, 0, tzinfo=UTC))
    deliver_reminder(follow_up.reminders.get().pk)
    text = Outgoing.objects.get().payload["text"]
    for words in ("Call Kari", "Tue 19 Nov 2030 15:30 (Tehran time)", "Reefer fleet telemetry, Nordkyst Fisk AS"):
        assert words in text
    assert "€48,200" in text
    assert f"https://kariz.example/deals/{deal.pk}/" in text


def test_no_word_for_what_is_done_or_lost_or_no_longer_ones_own_to_see(promise, cast, deal):
    done, of_lost, hidden = (promise(MINUTE * count) for count in (1, 2, 3))
    complete_follow_up(done, by=cast.alice)
    deal.status = "lost"
    deal.save()
    deliver_reminder(of_lost.reminders.get().pk)
    deal.status, deal.owner = "open", cast.charlie
    deal.save()
    deliver_reminder(hidden.reminders.get().pk)
    deliver_reminder(done.reminders.get().pk)
    assert [follow_up.reminders.get().state for follow_up in (done, of_lost, hidden)] == ["cancelled"] * 3
    assert of_lost.reminders.get().last_error == "no longer planned"
    assert hidden.reminders.get().last_error == "the owner may no longer see it"
    assert (Notification.objects.count(), Outgoing.objects.count()) == (0, 0)


def test_nobody_is_woken_in_quiet_hours_that_began_meanwhile(due, cast):
    now = timezone.now()
    cast.alice.quiet_from = time((now.hour - 1) % 24)
    cast.alice.quiet_until = time((now.hour + 2) % 24)
    cast.alice.save()
    claim_due_reminders()
    deliver_reminder(due.pk)
    waiting = fresh(due)
    assert (waiting.state, waiting.attempts, Notification.objects.count()) == ("pending", 0, 0)
    assert timedelta(hours=1) < waiting.lease_until - now <= timedelta(hours=2)


@pytest.mark.parametrize("attempt", range(1, 6))
def test_what_fails_waits_longer_each_time(due, cast, monkeypatch, attempt):
    break_letters(monkeypatch)
    Reminder.objects.update(attempts=attempt)
    deliver_reminder(due.pk)
    waiting = fresh(due)
    assert (waiting.state, Notification.objects.count()) == ("pending", 0)
    assert "no paper" in waiting.last_error
    assert abs(waiting.lease_until - timezone.now() - PAUSES[attempt - 1]) < timedelta(seconds=5)


def test_after_six_times_it_is_given_up(due, monkeypatch):
    break_letters(monkeypatch)
    Reminder.objects.update(attempts=6)
    deliver_reminder(due.pk)
    assert fresh(due).state == "failed"


def test_what_fails_holds_up_nobody(promise, monkeypatch):
    bad, good = (make_due(promise(MINUTE, title=title).reminders.get()) for title in ("Call Kari", "Call Aoife"))
    break_letters(monkeypatch, of="Kari")
    for pk in claim_due_reminders():
        deliver_reminder(pk)
    assert (fresh(bad).state, fresh(good).state) == ("pending", "done")


def break_letters(monkeypatch, of=""):
    from followups.actions import reminders

    write = reminders.reminder_letter

    def no_letter(follow_up):
        if of in follow_up.title:
            raise OSError("no paper")
        return write(follow_up)

    monkeypatch.setattr(reminders, "reminder_letter", no_letter)


@pytest.mark.django_db(transaction=True)
def test_a_tick_passes_over_what_another_one_is_taking(promise):
    first, second = (make_due(promise(MINUTE * count).reminders.get()) for count in (1, 2))
    other = connection.copy()
    other.set_autocommit(False)
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT id FROM followups_reminder WHERE id = %s FOR UPDATE", [first.pk])
            assert claim_due_reminders() == [second.pk]
    finally:
        other.close()


@pytest.mark.django_db(transaction=True)
def test_the_tick_hands_each_claim_to_a_worker(promise, settings, monkeypatch):
    first, second = (make_due(promise(MINUTE * count).reminders.get(), ago=MINUTE * count) for count in (1, 2))
    handed = []
    monkeypatch.setattr(tasks.deliver, "delay", handed.append)
    tasks.claim_due()
    assert handed == [second.pk, first.pk]


@pytest.mark.django_db(transaction=True)
def test_a_dead_broker_costs_no_claim(due, monkeypatch):
    def dead(pk):
        raise ConnectionError

    monkeypatch.setattr(tasks.deliver, "delay", dead)
    tasks.claim_due()
    assert (fresh(due).state, fresh(due).attempts) == ("pending", 1)
