"""Each step once, at its time, within the cap of its sender; what cannot be sent stops and says why."""

from datetime import time, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db.models.functions import Now

from followups.mail.opting_out import opt_out
from followups.models import FollowUp, Letter, Notification, SequenceRun, SequenceStepDone
from followups.sequences.actions import start_sequence, stop_sequence
from followups.sequences.running import claim_due_runs, take_step
from tests.followups.conftest import make_deal
from tests.followups.sequences.conftest import MONDAY, tick
from timeline.models import Event, Outgoing

pytestmark = pytest.mark.django_db
Reason = SequenceRun.Reason


@pytest.fixture(autouse=True)
def monday():
    """Nine o'clock on a working Monday, by the workers' clock."""
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock


@pytest.fixture
def run(sequence, deal, kari, cast):
    return start_sequence(sequence, about=deal, by=cast.alice)


def verbs(run):
    events = Event.objects.filter(details__run=run.pk).order_by("pk")
    return [(event.verb, event.details.get("reason", "")) for event in events]


def make_due(run):
    SequenceRun.objects.filter(pk=run.pk).update(next_at=Now() - timedelta(days=3650), lease_until=None)


def step(run):
    """Take the next step now, whatever day it was for."""
    make_due(run)
    take_step(run.pk)
    run.refresh_from_db()


def test_the_first_letter_leaves_at_once_from_the_owner(run, cast):
    assert (run.sender, run.next_at) == (cast.alice, MONDAY)
    step(run)
    letter = Letter.objects.get()
    assert (letter.text, letter.user, letter.deal) == ("Hi Kari", cast.alice, run.deal)
    assert "List-Unsubscribe" in Outgoing.objects.get().payload["headers"]


def test_pauses_are_working_days_at_the_same_hour(run):
    step(run)
    assert run.next_at == MONDAY + timedelta(days=2)
    with time_machine.travel(MONDAY + timedelta(days=2), tick=False):
        step(run)
    assert run.next_at == MONDAY + timedelta(days=7)  # Wednesday, and three working days


def test_a_task_is_a_follow_up_of_the_sender(run, cast):
    step(run)
    step(run)
    task = FollowUp.objects.get()
    assert (task.title, task.owner, task.deal) == ("Call them", cast.alice, run.deal)


def test_behind_the_last_step_it_is_through(run):
    for _step in range(3):
        step(run)
    assert (run.state, run.next_at, Letter.objects.count()) == ("done", None, 2)
    assert [verb for verb, _reason in verbs(run)] == ["sequence.started", "sequence.through"]


def test_each_step_is_taken_once_however_often_it_is_asked(run):
    make_due(run)
    for _time in range(3):
        take_step(run.pk)
    assert (Letter.objects.count(), SequenceStepDone.objects.count()) == (1, 1)


def test_what_is_claimed_is_nobody_elses_until_the_lease_ends(run):
    make_due(run)
    assert [claim_due_runs(), claim_due_runs()] == [[run.pk], []]
    SequenceRun.objects.update(lease_until=Now() - timedelta(seconds=1))
    assert claim_due_runs() == [run.pk]


def test_the_tick_takes_what_is_due_and_nothing_else(run):
    SequenceRun.objects.update(next_at=Now() + timedelta(hours=1))
    assert tick() == 0
    make_due(run)
    assert tick() == 1


def test_on_a_day_off_it_waits(run):
    with time_machine.travel(MONDAY + timedelta(days=5), tick=False):
        step(run)
    assert (Letter.objects.count(), run.next_at.date()) == (0, (MONDAY + timedelta(days=7)).date())


def test_in_quiet_hours_it_waits(run, cast):
    type(cast.alice).objects.filter(pk=cast.alice.pk).update(quiet_from=time(8), quiet_until=time(10))
    step(run)
    assert (Letter.objects.count(), run.next_at) == (0, MONDAY + timedelta(hours=1))


def test_a_sender_writes_no_more_letters_a_day_than_the_cap(sequence, demo, kari, deal, cast):
    sequence.daily_cap = 1
    sequence.save()
    other = make_deal(demo, cast.alice, "Second", contact=kari)
    first, second = [start_sequence(sequence, about=one, by=cast.alice) for one in (deal, other)]
    step(first)
    SequenceStepDone.objects.update(done_at=MONDAY)
    step(second)
    assert (Letter.objects.count(), second.next_at.date()) == (1, (MONDAY + timedelta(days=1)).date())
    with time_machine.travel(MONDAY + timedelta(days=1), tick=False):
        step(second)
    assert Letter.objects.count() == 2


def test_a_parked_deal_waits(run):
    type(run.deal).objects.update(parked_until=MONDAY.date() + timedelta(days=9))
    step(run)
    assert (Letter.objects.count(), run.state) == (0, "running")


def test_what_is_switched_off_stands_still(run, sequence):
    sequence.is_on = False
    sequence.save()
    make_due(run)
    assert tick() == 0
    take_step(run.pk)
    assert Letter.objects.count() == 0


def test_an_empty_field_stops_it_and_its_sender_hears(run, template, cast):
    template.body = "Our {{deal.product}}"
    template.save()
    step(run)
    assert (run.state, run.reason, Letter.objects.count()) == ("stopped", Reason.UNRESOLVED, 0)
    notice = Notification.objects.get(user=cast.alice)
    assert "Nothing is known for {{deal.product}}" in notice.text


def test_whoever_wants_no_more_gets_no_more(run):
    step(run)
    opt_out(Letter.objects.get())
    step(run)
    step(run)
    assert (run.state, run.reason) == ("stopped", Reason.OPT_OUT)


@pytest.mark.parametrize(("status", "reason"), [("lost", Reason.LOST), ("won", Reason.CLOSED)])
def test_a_sale_that_is_over_is_written_to_no_more(run, status, reason):
    type(run.deal).objects.update(status=status)
    step(run)
    assert (run.state, run.reason, Letter.objects.count()) == ("stopped", reason, 0)


def test_a_sender_who_left_writes_no_more(run, cast):
    type(cast.alice).objects.filter(pk=cast.alice.pk).update(is_active=False)
    step(run)
    assert (run.state, run.reason) == ("stopped", Reason.SENDER)


def test_a_failing_step_is_tried_again_and_given_up(run, template):
    template.body, template.language = "{{deal.value}}", "zz-none"  # nobody can say a sum in it
    template.save()
    make_due(run)
    for _attempt in range(6):
        SequenceRun.objects.update(lease_until=None)
        tick()
    run.refresh_from_db()
    assert (run.state, run.reason, "Locale" in run.note) == ("stopped", Reason.FAILED, True)


def test_steps_taken_out_are_passed_over_and_new_ones_come(run, sequence, kinds):
    step(run)
    sequence.steps.filter(position=2).update(retired_at=MONDAY)
    sequence.steps.create(position=4, kind=kinds["Call"], title="Last call")
    step(run)
    step(run)
    assert [done.step.position for done in run.done.all()] == [1, 3, 4]


class TestBeginning:
    def test_once_at_a_time(self, run, sequence, deal, cast):
        with pytest.raises(ValidationError, match="has begun already"):
            start_sequence(sequence, about=deal, by=cast.alice)
        stop_sequence(run, reason=Reason.HAND, by=cast.alice)
        assert start_sequence(sequence, about=deal, by=cast.alice).pk != run.pk

    def test_not_while_it_is_off(self, sequence, deal, kari, cast):
        sequence.is_on = False
        sequence.save()
        with pytest.raises(ValidationError, match="is off"):
            start_sequence(sequence, about=deal, by=cast.alice)

    def test_not_without_an_address(self, sequence, lead, cast):
        with pytest.raises(ValidationError, match="contact.email"):
            start_sequence(sequence, about=lead, by=cast.alice)

    def test_not_when_the_sale_is_over(self, sequence, deal, kari, cast):
        deal.status = "lost"
        with pytest.raises(ValidationError, match="not worked any more"):
            start_sequence(sequence, about=deal, by=cast.alice)

    def test_a_lead_may_begin_too(self, sequence, lead, cast):
        lead.email = "mwana@dar.example"
        lead.save()
        run = start_sequence(sequence, about=lead, by=None)
        step(run)
        assert (Letter.objects.get().lead, run.sender) == (lead, cast.alice)


def test_it_is_stopped_by_hand_once(run, cast):
    stops = [stop_sequence(run, reason=Reason.HAND, by=cast.alice) for _time in range(2)]
    assert (stops, verbs(run)) == (
        [True, False], [("sequence.started", ""), ("sequence.stopped", "hand")],
    )  # fmt: skip
