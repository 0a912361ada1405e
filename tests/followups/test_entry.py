"""A stage plans a follow-up for each deal that enters it; an undo takes it back."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from followups.actions import complete_follow_up, reschedule_follow_up
from followups.models import FollowUp, Notification, Reminder, Rule
from followups.rules.entry import drop_entry, set_entry_follow_up
from followups.rules.hearing import hear_at_once
from followups.times import after_working_days
from pipeline.actions import lose_deal, move_deal, undo
from pipeline.models import Deal, LostReason
from timeline.listeners import catch_up
from timeline.models import Event

pytestmark = pytest.mark.django_db

FRIDAY = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
TUESDAY_NIGHT = datetime(2026, 11, 24, 22, 59, 59, tzinfo=UTC)  # 23:59:59 in Berlin


@pytest.fixture(autouse=True)
def _friday(cast):
    for person in (cast.alice, cast.mona):
        person.time_zone = "Europe/Berlin"
        person.save()
    with time_machine.travel(FRIDAY, tick=False):
        yield


@pytest.fixture
def deal(cast, board, make_deal):
    return make_deal(cast.alice, board.discovery, amount=900)


@pytest.fixture
def recap(cast, board, kinds):
    """Whatever enters Demo: send the recap, two working days later."""
    facts = {"kind": kinds["Email"], "title": "Send the recap", "working_days": 2}
    return set_entry_follow_up(board.demo, by=cast.ada, **facts)


def hear():
    """What the worker hears when it is poked, as if all of it had happened on Friday."""
    events = list(Event.objects.filter(verb__startswith="deal.").order_by("pk"))
    for event in events:
        event.happened_at = FRIDAY
    hear_at_once(events)


def steps():
    return [step.title for step in FollowUp.objects.planned()]


@pytest.mark.parametrize(
    ("days", "then"),
    [(0, date(2026, 11, 20)), (1, date(2026, 11, 23)), (2, date(2026, 11, 24)), (6, date(2026, 11, 30))],
)
def test_working_days_pass_over_the_weekend(days, then):
    assert after_working_days(FRIDAY.date(), days) == then


@pytest.mark.parametrize(("days", "then"), [(0, date(2026, 11, 23)), (1, date(2026, 11, 23)), (2, date(2026, 11, 24))])
def test_what_comes_on_a_saturday_counts_from_monday(days, then):
    assert after_working_days(date(2026, 11, 21), days) == then


def test_a_deal_that_enters_gets_what_the_stage_plans(cast, board, deal, kinds, recap):
    event = move_deal(deal, to=board.demo, by=cast.alice).event
    hear()
    made = FollowUp.objects.get()
    assert (made.title, made.kind, made.owner, made.deal) == ("Send the recap", kinds["Email"], cast.alice, deal)
    assert (made.due_at, made.any_time, made.made_by) == (TUESDAY_NIGHT, True, event)
    assert Deal.objects.get(pk=deal.pk).next_step_at == TUESDAY_NIGHT
    assert (Reminder.objects.count(), Notification.objects.count()) == (1, 0)


def test_a_deal_that_begins_there_gets_it_too(cast, board, make_deal, recap):
    make_deal(cast.alice, board.demo)
    hear()
    assert steps() == ["Send the recap"]


def test_a_won_deal_gets_what_the_won_stage_plans(cast, board, deal, kinds):
    set_entry_follow_up(board.close, kind=kinds["Call"], title="Say thank you", working_days=1, by=cast.ada)
    move_deal(deal, to=board.close, by=cast.alice)
    hear()
    assert steps() == ["Say thank you"]


def test_hearing_twice_plans_once(cast, board, deal, recap):
    move_deal(deal, to=board.demo, by=cast.alice)
    hear()
    hear()
    assert steps() == ["Send the recap"]


def test_the_owner_hears_of_what_somebody_else_caused(cast, board, deal, recap):
    move_deal(deal, to=board.demo, by=cast.mona)
    hear()
    notice = Notification.objects.get()
    assert (notice.user, notice.text) == (
        cast.alice,
        "“Send the recap” is planned for you: Reefer fleet entered Demo",
    )


def test_nothing_for_a_deal_that_went_on(cast, board, deal, recap):
    move_deal(deal, to=board.demo, by=cast.alice)
    move_deal(Deal.objects.get(pk=deal.pk), to=board.proposal, by=cast.alice)
    hear()
    assert steps() == []


def test_once_for_a_deal_that_left_and_came_back(cast, board, deal, recap):
    for stage in (board.demo, board.proposal, board.demo):
        move_deal(Deal.objects.get(pk=deal.pk), to=stage, by=cast.alice)
    hear()
    assert steps() == ["Send the recap"]


def test_nothing_for_a_deal_lost_meanwhile(cast, board, deal, recap):
    moved = move_deal(deal, to=board.demo, by=cast.alice).deal
    lose_deal(moved, reason=LostReason.objects.first(), by=cast.alice)
    hear()
    assert steps() == []


def test_nothing_when_the_shape_of_the_pipeline_moved_it(cast, board, deal, recap):
    event = move_deal(deal, to=board.demo, by=cast.ada).event
    event.details["surgery"] = 1
    hear_at_once([event])
    assert steps() == []


def test_a_new_place_in_the_stage_is_no_entry(cast, board, make_deal, recap):
    first, _second = make_deal(cast.alice, board.demo, "A"), make_deal(cast.alice, board.demo, "B")
    hear()
    move_deal(first, to=board.demo, by=cast.alice)
    hear()
    assert len(steps()) == 2


def test_undo_takes_it_back(cast, board, deal, recap):
    event = move_deal(deal, to=board.demo, by=cast.alice).event
    hear()
    undo(event, by=cast.alice)
    hear()
    assert (steps(), Deal.objects.get(pk=deal.pk).next_step_at) == ([], None)
    assert Reminder.objects.pending().count() == 0
    assert Event.objects.filter(verb="followup.cancelled").count() == 1


def test_undo_before_it_was_planned_leaves_nothing(cast, board, deal, recap):
    move = move_deal(deal, to=board.demo, by=cast.alice)
    heard = [move.event]  # read by the worker just before the undo
    undo(move.event, by=cast.alice)
    hear_at_once(heard)
    hear()
    assert (steps(), FollowUp.objects.count()) == ([], 0)


def test_what_was_done_or_changed_by_hand_stays(cast, board, make_deal, recap):
    deals = [make_deal(cast.alice, board.discovery, title) for title in "AB"]
    events = [move_deal(deal, to=board.demo, by=cast.alice).event for deal in deals]
    hear()
    done, put_off = FollowUp.objects.order_by("deal__title")
    complete_follow_up(done, by=cast.alice)
    reschedule_follow_up(put_off, due_at=TUESDAY_NIGHT, by=cast.alice)
    for event in events:
        undo(event, by=cast.alice)
    hear()
    assert FollowUp.objects.filter(cancelled_at=None).count() == 2


def test_a_stage_that_plans_nothing_costs_one_question(cast, board, deal, django_assert_num_queries):
    event = move_deal(deal, to=board.demo, by=cast.alice).event
    with django_assert_num_queries(1):
        hear_at_once([event])


def test_a_stage_can_stop_planning(cast, board, deal, recap):
    drop_entry(board.demo, Rule.Face.ENTRY_FOLLOW_UP, by=cast.ada)
    move_deal(deal, to=board.demo, by=cast.alice)
    hear()
    assert steps() == []
    told = Event.objects.filter(verb__startswith="stage.entry").order_by("pk")
    assert [event.verb for event in told] == ["stage.entry_set", "stage.entry_dropped"]


def test_choosing_the_same_again_is_no_event(cast, board, kinds, recap):
    set_entry_follow_up(board.demo, kind=kinds["Email"], title="Send the recap", working_days=2, by=cast.ada)
    assert Event.objects.filter(verb="stage.entry_set").count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_worker_listens(cast, board, make_deal, recap):
    catch_up(only=["rules at once"])
    deal = make_deal(cast.alice, board.discovery)
    event = move_deal(deal, to=board.demo, by=cast.alice).event
    catch_up(only=["rules at once"])
    assert steps() == ["Send the recap"]
    undo(event, by=cast.alice)
    catch_up(only=["rules at once"])
    assert steps() == []
