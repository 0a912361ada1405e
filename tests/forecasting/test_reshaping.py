"""What was learned before a pipeline was reshaped holds after it: a reshaping is time at risk, and no step."""

from datetime import timedelta

import numpy as np
import pytest
from django.utils import timezone

from accounts.models import Role, User
from accounts.zones import workspace_zone
from forecasting.calendar import Period
from forecasting.odds import MOVED
from forecasting.queries.forecast import Scope
from forecasting.queries.history import exposure_and_exits
from pipeline.actions import lose_deal, move_deal, win_deal
from pipeline.actions.reverting import revert_surgery
from pipeline.actions.stages import merge_stage, split_stage
from pipeline.models import LostReason, Stage, StageVisit, Surgery
from reports.win_rate.funnel import funnel_of

pytestmark = pytest.mark.django_db
EVER = Period(None, None)


@pytest.fixture
def past(cast, board, make_deal):
    """Won, lost and open sales that came through Qualification and Demo ten days ago."""
    sales = [make_deal(cast.alice, board.qualification, letter, amount=1000) for letter in "ABCDEF"]
    for sale in sales[:5]:
        move_deal(sale, to=board.demo, by=cast.alice)
    win_deal(fresh(sales[0]), by=cast.alice)
    lose_deal(fresh(sales[1]), reason=LostReason.objects.first(), by=cast.alice)
    ten_days = timedelta(days=10)
    for visit in StageVisit.objects.all():
        visit.entered_at -= ten_days
        visit.left_at = visit.left_at and visit.left_at - ten_days
        visit.save()
    return sales


def fresh(deal):
    return type(deal).objects.for_cards().select_related("pipeline").get(pk=deal.pk)


def funnel(board):
    """What each stage's row says, but for the stays' lengths of the stages still open."""
    everything = Scope(User.objects.get(role=Role.ADMIN))
    return {reach.stage.name: reach for reach in funnel_of(board.pipeline, EVER, workspace_zone(), everything)}


def test_a_merge_changes_no_share_of_the_past(cast, board, past):
    before = funnel(board)
    merge_stage(board.demo, into=board.proposal, by=cast.ada)
    after = funnel(board)
    assert before["Qualification"] == after["Qualification"]
    assert (after["Proposal"].entered, after["Negotiation"]) == (0, before["Negotiation"])
    assert (after["Demo"].entered, after["Demo"].went_on) == (before["Demo"].entered, before["Demo"].went_on)


def test_a_removed_stage_nobody_entered_has_no_row(cast, board):
    merge_stage(board.demo, into=board.proposal, by=cast.ada)
    assert "Demo" not in funnel(board)


def test_being_split_off_is_not_going_on(cast, board, past):
    before = funnel(board)
    split_stage(board.demo, name="Trial", only=[deal.pk for deal in past], by=cast.ada)
    after = funnel(board)
    assert [after[name] for name in before] == list(before.values())
    assert after["Trial"].entered == 0


def test_days_in_a_merged_stage_are_days_at_risk_without_an_exit(cast, board, past):
    now = timezone.now() + timedelta(seconds=5)
    exposure, exits = exposure_and_exits(board.pipeline.pk, [board.demo.pk], now, 180)
    merge_stage(board.demo, into=board.proposal, by=cast.ada)
    exposure_after, exits_after = exposure_and_exits(board.pipeline.pk, [board.demo.pk], now, 180)
    assert np.array_equal(exits, exits_after)
    assert exposure_after.sum() == pytest.approx(exposure.sum(), rel=1e-3)
    _exposure, exits = exposure_and_exits(board.pipeline.pk, [board.demo.pk, board.proposal.pk], now, 180)
    assert exits[0, :, MOVED + 1].sum() == 0


def test_a_reverted_merge_never_was(cast, board, past):
    before = funnel(board)
    merge_stage(board.demo, into=board.proposal, by=cast.ada)
    revert_surgery(Surgery.objects.get(), by=cast.ada)
    after = funnel(board)
    assert after == before
    assert not Stage.objects.exclude(retired_at=None).exists()
