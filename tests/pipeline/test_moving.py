from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from pipeline.actions import BOTTOM, TOP, CannotUndo, MovedMeanwhile, Place, StageClosed, lose_deal, move_deal, undo
from pipeline.models import Deal, LostReason, StageVisit
from tests.board import draw
from timeline.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def deals(cast, board, make_deal):
    """Demo: a b c; Proposal: x y."""
    made = {title: make_deal(cast.alice, board.demo, title) for title in "abc"}
    return made | {title: make_deal(cast.alice, board.proposal, title) for title in "xy"}


def between(prev, next):
    return Place(
        prev=prev and prev.pk,
        next=next and next.pk,
        prev_rank=prev.rank if prev else "",
        next_rank=next.rank if next else "",
    )


def test_to_the_middle_of_another_column(cast, board, deals):
    """
    Demo: a [b] c    →  Demo: a c
    Proposal: x y    →  Proposal: x b y
    """
    move = move_deal(deals["b"], to=board.proposal, between=between(deals["x"], deals["y"]), version=1, by=cast.alice)
    assert [draw(board.demo), draw(board.proposal)] == ["a c", "x b y"]
    assert (move.from_stage, move.to_stage, move.version) == (board.demo.pk, board.proposal.pk, 2)
    assert move.rank == move.deal.rank == Deal.objects.get(pk=deals["b"].pk).rank


@pytest.mark.parametrize(("place", "drawing"), [(TOP, "a x y"), (BOTTOM, "x y a")])
def test_to_an_end(cast, board, deals, place, drawing):
    move_deal(deals["a"], to=board.proposal, between=place, by=cast.alice)
    assert draw(board.proposal) == drawing


def test_to_an_empty_column(cast, board, deals):
    move_deal(deals["a"], to=board.negotiation, between=Place(), by=cast.alice)
    assert draw(board.negotiation) == "a"


def test_before_the_first_and_after_the_last(cast, board, deals):
    move_deal(deals["a"], to=board.proposal, between=between(None, deals["x"]), by=cast.alice)
    move_deal(deals["b"], to=board.proposal, between=between(deals["y"], None), by=cast.alice)
    assert draw(board.proposal) == "a x y b"


def test_the_neighbours_left_meanwhile_and_their_ranks_still_say_where(cast, board, deals):
    """
    Proposal: x y z   seen by Alice, who drops c between x and y
    Proposal: z       when her request arrives
    """
    place = between(deals["x"], deals["y"])
    z = move_deal(deals["a"], to=board.proposal, between=BOTTOM, by=cast.alice).deal
    for title in "xy":
        move_deal(deals[title], to=board.negotiation, by=cast.bob)
    move_deal(deals["c"], to=board.proposal, between=place, by=cast.alice)
    assert draw(board.proposal) == f"c {z.title}"


def test_a_filtered_neighbour_keeps_its_company_of_hidden_cards(cast, board, deals):
    """Alice filters and sees a … c; dropped after a means right after a, before the hidden b."""
    move_deal(deals["x"], to=board.demo, between=between(deals["a"], deals["c"]), by=cast.alice)
    assert draw(board.demo) == "a x b c"


def test_made_up_ranks_are_ignored(cast, board, deals):
    place = Place(prev=999_999, prev_rank="z'; drop", next_rank="a00")
    move_deal(deals["a"], to=board.proposal, between=place, by=cast.alice)
    assert draw(board.proposal) == "a x y"


def test_within_a_column_only_the_place_changes(cast, board, deals):
    before = deals["c"].entered_stage_at
    move = move_deal(deals["c"], to=board.demo, between=between(None, deals["a"]), version=1, by=cast.alice)
    assert draw(board.demo) == "c a b"
    assert (move.event.verb, move.version, move.deal.entered_stage_at) == ("deal.ranked", 1, before)
    assert list(move.event.changes) == ["rank"]
    assert move.deal.visits.count() == 1


def test_one_visit_closes_and_the_next_opens(cast, board, deals):
    move = move_deal(deals["a"], to=board.proposal, by=cast.bob)
    first, second = move.deal.visits.all()
    assert (first.stage, first.exit, first.exit_to) == (board.demo, "moved", board.proposal)
    assert (second.stage, second.left_at, second.by) == (board.proposal, None, cast.bob)
    assert first.left_at == second.entered_at == move.deal.entered_stage_at


def test_one_event_says_everything(cast, board, deals, make_deal):
    op = uuid4()
    make_deal(cast.alice, board.negotiation, "n")
    move = move_deal(deals["a"], to=board.negotiation, version=1, op=op, by=cast.bob)
    event = Event.objects.get(operation=op)
    assert (event.verb, event.actor, event.owner) == ("deal.moved", cast.bob, cast.alice)
    assert event.changes["stage"] == [board.demo.pk, board.negotiation.pk]
    assert event.changes["rank"] == [deals["a"].rank, move.rank]
    facts = {name: event.details[name] for name in ("from", "to", "direction", "skipped", "odds")}
    assert facts == {"from": "Demo", "to": "Negotiation", "direction": "forward", "skipped": 1, "odds": [50.0, 80.0]}


def test_moving_back_is_counted_as_back(cast, board, deals):
    event = move_deal(deals["x"], to=board.qualification, by=cast.alice).event
    assert (event.details["direction"], event.details["skipped"]) == ("back", 2)


def test_the_same_operation_gets_the_same_answer_and_changes_nothing(cast, board, deals):
    op = uuid4()
    first = move_deal(deals["a"], to=board.proposal, version=1, op=op, by=cast.alice)
    again = move_deal(deals["a"], to=board.proposal, version=1, op=op, by=cast.alice)
    assert (again.event, again.rank, again.version) == (first.event, first.rank, first.version)
    assert Event.objects.filter(verb="deal.moved").count() == 1


def test_somebody_was_faster(cast, board, deals):
    move_deal(deals["a"], to=board.proposal, version=1, by=cast.bob)
    with pytest.raises(MovedMeanwhile, match="Bob Baker moved this deal to Proposal meanwhile.") as refused:
        move_deal(deals["a"], to=board.negotiation, version=1, by=cast.alice)
    assert (refused.value.by, refused.value.deal.stage) == (cast.bob, board.proposal)
    assert draw(board.negotiation) == ""


def test_somebody_lost_it_meanwhile(cast, board, deals):
    lose_deal(deals["a"], reason=LostReason.objects.first(), by=cast.bob)
    with pytest.raises(MovedMeanwhile, match="Bob Baker marked this deal as lost meanwhile."):
        move_deal(deals["a"], to=board.proposal, version=1, by=cast.alice)


def test_a_retired_stage_takes_no_deals(cast, board, deals):
    board.negotiation.retired_at = deals["a"].entered_stage_at
    board.negotiation.save()
    with pytest.raises(StageClosed):
        move_deal(deals["a"], to=board.negotiation, by=cast.alice)


def test_undo_lands_in_the_old_place(cast, board, deals):
    move = move_deal(deals["b"], to=board.proposal, version=1, by=cast.alice)
    back = undo(move.event, by=cast.alice)
    assert draw(board.demo) == "a b c"
    assert (back.deal.rank, back.deal.stage, back.deal.stage_version) == (deals["b"].rank, board.demo, 3)


def test_undo_lands_in_the_old_gap_though_the_place_was_taken(cast, board, deals):
    """Demo: a [b] c; y takes b's place; b returns right behind y."""
    move = move_deal(deals["b"], to=board.proposal, version=1, by=cast.alice)
    taken = move_deal(deals["y"], to=board.demo, between=between(deals["a"], deals["c"]), by=cast.bob)
    assert taken.rank == deals["b"].rank
    undo(move.event, by=cast.alice)
    assert draw(board.demo) == "a y b c"


def test_undone_history_no_longer_counts(cast, board, deals):
    move = move_deal(deals["b"], to=board.proposal, by=cast.alice)
    back = undo(move.event, by=cast.alice)
    visit = StageVisit.objects.standing().get(deal=back.deal)
    assert (visit.stage, visit.left_at, visit.exit, visit.exit_to) == (board.demo, None, "", None)
    assert back.deal.entered_stage_at == deals["b"].entered_stage_at
    assert not Event.objects.standing().filter(subject=f"deal:{back.deal.pk}").exclude(verb="deal.created").exists()


def test_undo_of_a_new_order(cast, board, deals):
    move = move_deal(deals["c"], to=board.demo, between=TOP, by=cast.alice)
    undo(move.event, by=cast.alice)
    assert draw(board.demo) == "a b c"


def test_undo_is_refused_once_the_deal_moved_on(cast, board, deals):
    move = move_deal(deals["b"], to=board.proposal, by=cast.alice)
    move_deal(deals["b"], to=board.negotiation, by=cast.bob)
    with pytest.raises(CannotUndo, match="it is in Negotiation now"):
        undo(move.event, by=cast.alice)


def test_undo_is_done_once_and_by_who_moved_or_leads(cast, board, deals):
    move = move_deal(deals["b"], to=board.proposal, by=cast.alice)
    with pytest.raises(CannotUndo, match="Only who did this"):
        undo(move.event, by=cast.bob)
    undo(move.event, by=cast.mona)
    with pytest.raises(CannotUndo, match="undone already"):
        undo(move.event, by=cast.alice)


def test_undo_of_yesterday_is_refused(cast, board, deals, time_machine):
    move = move_deal(deals["b"], to=board.proposal, by=cast.alice)
    time_machine.move_to(timezone.now() + timedelta(hours=25))
    with pytest.raises(CannotUndo, match="more than a day ago"):
        undo(move.event, by=cast.alice)
