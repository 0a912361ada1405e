"""What happens to a promise, its deal's next step, its reminder and the log."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError

from followups.actions import (
    cancel_follow_up,
    complete_follow_up,
    edit_follow_up,
    hand_over_follow_up,
    plan_follow_up,
    reopen_follow_up,
    reschedule_follow_up,
    snooze_follow_up,
    snooze_overdue,
    take_back_snooze,
)
from followups.models import FollowUp, Notification, Reminder
from timeline.models import Event

NOW = datetime(2026, 11, 19, 8, 0, tzinfo=UTC)
AT_THREE = datetime(2026, 11, 19, 14, 0, tzinfo=UTC)  # 15:00 in Berlin
TOMORROW = AT_THREE + timedelta(days=1)


@pytest.fixture(autouse=True)
def _morning(cast):
    for person in (cast.alice, cast.bob, cast.mona):
        person.time_zone = "Europe/Berlin"
        person.save()
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def call(cast, deal, kinds):
    """Alice's promise to call Kari about the deal today at three."""
    return plan_follow_up(
        about=deal, kind=kinds["Call"], title="Call Kari about the second signature", due_at=AT_THREE, by=cast.alice
    )


def next_step(deal):
    deal.refresh_from_db()
    return deal.next_step_at


def reminders(follow_up):
    return [(reminder.due_at, reminder.state) for reminder in follow_up.reminders.order_by("due_at")]


def last_event():
    return Event.objects.order_by("pk").last()


def test_planning_sets_the_next_step_a_reminder_and_one_event(call, deal, cast):
    assert next_step(deal) == AT_THREE
    assert reminders(call) == [(AT_THREE - timedelta(minutes=15), "pending")]
    event = Event.objects.get()
    assert (event.verb, event.subject) == ("followup.planned", f"followup:{call.pk}")
    assert event.about == [f"followup:{call.pk}", f"deal:{deal.pk}"]
    assert (event.actor, event.owner, event.team_path) == (cast.alice, cast.alice, cast.north.path)


def test_the_next_step_is_the_earliest_of_all_planned(call, deal, cast, kinds):
    later = plan_follow_up(about=deal, kind=kinds["Email"], title="Send prices", due_at=TOMORROW, by=cast.bob)
    assert next_step(deal) == AT_THREE
    complete_follow_up(call, by=cast.alice)
    assert next_step(deal) == TOMORROW
    cancel_follow_up(later, by=cast.bob)
    assert next_step(deal) is None


def test_any_time_lasts_until_the_owners_day_ends(deal, cast, kinds):
    task = plan_follow_up(
        about=deal, kind=kinds["Task"], title="Notes", due_at=TOMORROW, any_time=True, by=cast.mona, owner=cast.alice
    )
    assert task.due_at == datetime(2026, 11, 20, 22, 59, 59, tzinfo=UTC)
    assert reminders(task) == [(datetime(2026, 11, 20, 7, 30, tzinfo=UTC), "pending")]


def test_a_lead_has_follow_ups_too(lead, cast, kinds):
    plan_follow_up(about=lead, kind=kinds["Call"], title="Call Mwana", due_at=AT_THREE, by=cast.alice)
    assert last_event().about[1:] == [f"lead:{lead.pk}"]
    assert last_event().owner == cast.alice


def test_doing_it_keeps_the_outcome_and_plans_the_next(call, deal, cast, kinds):
    planned = complete_follow_up(
        call,
        outcome="She signs on Friday",
        next={"kind": kinds["Email"], "title": "Send the contract", "due_at": TOMORROW},
        by=cast.alice,
    )
    call.refresh_from_db()
    assert (call.done_at, call.outcome) == (NOW, "She signs on Friday")
    assert reminders(call) == [(AT_THREE - timedelta(minutes=15), "cancelled")]
    assert (planned.deal, planned.owner, next_step(deal)) == (deal, cast.alice, TOMORROW)
    verbs = ["followup.planned", "followup.planned", "followup.done"]
    assert list(Event.objects.order_by("pk").values_list("verb", flat=True)) == verbs


def test_what_is_done_cannot_be_done_again(call, cast):
    complete_follow_up(call, by=cast.alice)
    for act in (complete_follow_up, cancel_follow_up):
        with pytest.raises(ValidationError, match="already done"):
            act(call, by=cast.bob)
    assert Event.objects.filter(verb="followup.done").count() == 1


def test_reopening_brings_back_its_time_and_reminder(call, deal, cast):
    complete_follow_up(call, by=cast.alice)
    reopen_follow_up(call, by=cast.alice)
    assert next_step(deal) == AT_THREE
    assert reminders(call) == [(AT_THREE - timedelta(minutes=15), "pending")]
    with pytest.raises(ValidationError, match="already planned"):
        reopen_follow_up(call, by=cast.alice)


@pytest.mark.parametrize(
    ("act", "name", "verb"),
    [(snooze_follow_up, "until", "followup.snoozed"), (reschedule_follow_up, "due_at", "followup.rescheduled")],
)
def test_another_time_moves_the_reminder_along(call, deal, cast, act, name, verb):
    act(call, **{name: TOMORROW}, by=cast.bob)
    assert next_step(deal) == TOMORROW
    quarter = timedelta(minutes=15)
    assert reminders(call) == [(AT_THREE - quarter, "cancelled"), (TOMORROW - quarter, "pending")]
    assert (last_event().verb, last_event().actor) == (verb, cast.bob)
    assert last_event().changes == {"due_at": [AT_THREE.isoformat(), TOMORROW.isoformat()]}


def test_putting_off_is_taken_back_until_something_else_happens(call, deal, cast):
    with pytest.raises(ValidationError, match="changed since"):
        take_back_snooze(call, by=cast.alice)
    snooze_follow_up(call, until=TOMORROW, any_time=True, by=cast.alice)
    take_back_snooze(call, by=cast.alice)
    assert (next_step(deal), FollowUp.objects.get().any_time) == (AT_THREE, False)
    assert last_event().verb == "followup.rescheduled"
    with pytest.raises(ValidationError, match="changed since"):
        take_back_snooze(call, by=cast.alice)


def test_what_was_reminded_of_is_not_said_again_for_the_same_time(call, cast):
    call.reminders.update(state=Reminder.State.DONE)
    snooze_follow_up(call, until=TOMORROW, by=cast.alice)
    snooze_follow_up(call, until=AT_THREE, by=cast.alice)
    assert reminders(call)[0] == (AT_THREE - timedelta(minutes=15), "done")


def test_everything_overdue_goes_to_tomorrow_at_the_same_hour(call, deal, cast, kinds):
    others = plan_follow_up(about=deal, kind=kinds["Task"], title="Bob’s", due_at=AT_THREE, by=cast.bob)
    with time_machine.travel(AT_THREE + timedelta(hours=3), tick=False):
        assert snooze_overdue(owner=cast.alice, day=TOMORROW.date(), by=cast.alice) == 1
    call.refresh_from_db()
    others.refresh_from_db()
    assert (call.due_at, others.due_at) == (TOMORROW, AT_THREE)


def test_handing_over_tells_the_new_owner_and_keeps_the_day_in_their_zone(deal, cast, kinds):
    cast.bob.time_zone = "Asia/Tehran"
    cast.bob.save()
    task = plan_follow_up(
        about=deal, kind=kinds["Task"], title="Write notes", due_at=TOMORROW, any_time=True, by=cast.alice
    )
    hand_over_follow_up(task, to=cast.bob, by=cast.alice)
    task.refresh_from_db()
    assert (task.owner, task.due_at) == (cast.bob, datetime(2026, 11, 20, 20, 29, 59, tzinfo=UTC))
    notice = Notification.objects.get()
    assert (notice.user, notice.text) == (cast.bob, "Alice Archer handed you “Write notes”")
    assert last_event().changes == {"owner": ["Alice Archer", "Bob Baker"]}


def test_nobody_is_handed_what_they_may_not_see(call, cast):
    with pytest.raises(ValidationError, match="Charlie Cole may not see Reefer fleet telemetry"):
        hand_over_follow_up(call, to=cast.charlie, by=cast.alice)
    assert (FollowUp.objects.get().owner, Notification.objects.count()) == (cast.alice, 0)


def test_editing_writes_one_event_for_each_thing_that_changed(call, cast, kinds):
    facts = {"kind": kinds["Call"], "title": call.title, "due_at": AT_THREE, "any_time": False, "owner": cast.alice}
    edit_follow_up(call, **facts, by=cast.alice)
    assert Event.objects.count() == 1
    edit_follow_up(call, **facts | {"title": "Call Kari", "owner": cast.bob, "due_at": TOMORROW}, by=cast.alice)
    verbs = list(Event.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs[1:] == ["followup.edited", "followup.handed_over", "followup.rescheduled"]
    call.refresh_from_db()
    assert (call.title, call.owner, call.due_at) == ("Call Kari", cast.bob, TOMORROW)


def test_who_sees_the_deal_sees_what_is_promised_about_it(call, cast, deal, lead, kinds):
    about_lead = plan_follow_up(about=lead, kind=kinds["Call"], title="Call", due_at=AT_THREE, by=cast.alice)
    for person in (cast.alice, cast.bob, cast.mona, cast.ada, cast.gus):
        assert set(FollowUp.objects.visible_to(person)) == {call, about_lead}
    assert list(FollowUp.objects.visible_to(cast.charlie)) == []
    deal.owner = cast.charlie
    deal.save()
    assert list(FollowUp.objects.visible_to(cast.charlie)) == [call]
    assert list(FollowUp.objects.visible_to(cast.alice)) == [about_lead]
