"""Skips and steps back: counted on the deal, taken back by undo, and forbidden where the pipeline says so."""

import pytest

from pipeline.actions import create_deal, lose_deal, move_deal, reopen_deal, undo, win_deal
from pipeline.models import Deal, LostReason
from pipeline.queries.choices import choices_for
from pipeline.ways import WayForbidden

pytestmark = pytest.mark.django_db


@pytest.fixture
def go(cast):
    """`go(deal, stage)`: Alice moves a deal and gets it back as it is then."""

    def move(deal, stage):
        move_deal(deal, to=stage, by=cast.alice)
        return Deal.objects.get(pk=deal.pk)

    return move


def forbid(pipeline, **rules):
    for name, allows in rules.items():
        setattr(pipeline, name, allows)
    pipeline.save()


def counted(deal):
    deal = Deal.objects.get(pk=deal.pk)
    return deal.skips, deal.steps_back


def test_stages_passed_over_are_counted(board, make_deal, cast, go):
    deal = go(make_deal(cast.alice, board.prospecting, amount=900), board.discovery)
    assert counted(deal) == (1, 0)
    deal = go(deal, board.demo)
    assert counted(deal) == (1, 0)
    assert counted(go(deal, board.close)) == (3, 0)


def test_steps_back_are_counted_however_wide(board, make_deal, cast, go):
    deal = go(make_deal(cast.alice, board.negotiation), board.qualification)
    assert counted(deal) == (0, 1)
    assert counted(go(go(deal, board.discovery), board.qualification)) == (0, 2)


def test_a_new_place_in_the_column_is_no_step(board, make_deal, cast, go):
    assert counted(go(make_deal(cast.alice, board.demo), board.demo)) == (0, 0)


def test_undo_takes_the_count_back(board, make_deal, cast):
    deal = make_deal(cast.alice, board.prospecting)
    there = move_deal(deal, to=board.demo, by=cast.alice)
    assert counted(deal) == (2, 0)
    undo(there.event, by=cast.alice)
    assert counted(deal) == (0, 0)


def test_a_sale_opened_again_is_no_step_back(board, make_deal, cast, go):
    won, lost = (make_deal(cast.alice, board.demo, title, amount=1000) for title in ("Won", "Lost"))
    win_deal(won, by=cast.alice)
    assert counted(go(won, board.demo)) == (2, 0)
    lose_deal(lost, reason=LostReason.objects.first(), by=cast.alice)
    reopen_deal(lost, to=board.qualification, by=cast.alice)
    assert counted(lost) == (0, 0)


def test_where_skipping_is_forbidden_the_next_stage_is_named(board, make_deal, cast, go):
    forbid(board.pipeline, allows_skipping=False)
    deal = make_deal(cast.alice, board.discovery, amount=1000)
    with pytest.raises(WayForbidden, match="^No stage is skipped here: Demo comes first.$"):
        move_deal(deal, to=board.proposal, by=cast.alice)
    with pytest.raises(WayForbidden, match="Demo comes first"):
        win_deal(deal, by=cast.alice)
    assert (counted(deal), Deal.objects.get().stage) == ((0, 0), board.discovery)
    assert go(deal, board.demo).stage == board.demo
    assert go(deal, board.qualification).stage == board.qualification


def test_a_retired_stage_is_not_skipped(board, make_deal, cast, go):
    forbid(board.pipeline, allows_skipping=False)
    deal = make_deal(cast.alice, board.discovery)
    board.demo.retired_at = deal.created_at
    board.demo.save()
    assert counted(go(deal, board.proposal)) == (0, 0)


def test_where_moving_back_is_forbidden_the_next_stage_is_named(board, make_deal, cast, go):
    forbid(board.pipeline, allows_moving_back=False)
    deal = make_deal(cast.alice, board.demo)
    with pytest.raises(WayForbidden, match="^No deal moves back here: from Demo it goes on to Proposal.$"):
        move_deal(deal, to=board.discovery, by=cast.alice)
    customer = make_deal(cast.alice, board.retention, amount=1000)
    with pytest.raises(WayForbidden, match="^No deal moves back here.$"):
        move_deal(customer, to=board.close, by=cast.alice)


def test_forward_to_the_customers_lost_reopened_and_undone_are_no_way_back(board, make_deal, cast, go):
    forbid(board.pipeline, allows_moving_back=False, allows_skipping=False)
    deal = make_deal(cast.alice, board.negotiation, amount=1000)
    won = win_deal(deal, by=cast.alice)
    undo(won.event, by=cast.alice)
    win_deal(deal, by=cast.alice)
    assert go(deal, board.retention).status == "won"
    assert go(deal, board.demo).status == "open"
    lose_deal(deal, reason=LostReason.objects.first(), by=cast.alice)
    assert reopen_deal(deal, to=board.prospecting, by=cast.alice).deal.stage == board.prospecting


def test_a_lost_deal_goes_on_without_skipping(board, make_deal, cast):
    forbid(board.pipeline, allows_skipping=False)
    deal = make_deal(cast.alice, board.discovery, amount=1000)
    lose_deal(deal, reason=LostReason.objects.first(), by=cast.alice)
    for jump in (lambda: move_deal(deal, to=board.proposal, by=cast.alice), lambda: win_deal(deal, by=cast.alice)):
        with pytest.raises(WayForbidden, match="Demo comes first"):
            jump()
    with pytest.raises(WayForbidden, match="Demo comes first"):
        reopen_deal(deal, to=board.negotiation, by=cast.alice)
    assert Deal.objects.get(pk=deal.pk).status == "lost"
    assert move_deal(deal, to=board.demo, by=cast.alice).deal.status == "open"


def test_stages_a_lost_deal_passes_over_are_counted(board, make_deal, cast, go):
    deal = make_deal(cast.alice, board.discovery)
    lose_deal(deal, reason=LostReason.objects.first(), by=cast.alice)
    assert counted(go(deal, board.negotiation)) == (2, 0)


def test_a_deal_may_begin_anywhere(board, cast):
    forbid(board.pipeline, allows_skipping=False)
    assert create_deal(by=cast.alice, title="Late", stage=board.qualification).skips == 0


def test_the_choices_say_what_is_forbidden(board, make_deal, cast):
    forbid(board.pipeline, allows_moving_back=False, allows_skipping=False)
    deal = make_deal(cast.alice, board.negotiation, amount=900)
    deal.pipeline.refresh_from_db()
    locked = {choice.stage.name: choice.why for choice in choices_for(deal, board.stages) if choice.is_locked}
    back = "No deal moves back here: from Negotiation it goes on to Close."
    names = ("Prospecting", "Qualification", "Discovery", "Demo", "Proposal")
    assert locked == dict.fromkeys(names, back) | {"Retention": "No stage is skipped here: Close comes first."}
