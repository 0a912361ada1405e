"""Stages merged, split, removed and put in order under the deals that stand in them, and all of it taken back."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from pipeline.actions import lose_deal, move_deal
from pipeline.actions.reverting import Reverted, revert_surgery
from pipeline.actions.stages import (
    StageRefused,
    add_stage,
    bring_back_stage,
    edit_stage,
    merge_stage,
    move_stage,
    order_stages,
    retire_stage,
    split_stage,
)
from pipeline.actions.surgery import shape_of
from pipeline.models import Deal, LostReason, Stage, StageVisit, Surgery
from tests.board import draw
from timeline.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def deals(cast, board, make_deal):
    """Discovery: A B, Demo: C D E."""
    return {
        letter: make_deal(cast.alice, stage, letter, amount=1000)
        for stage, letters in ((board.discovery, "AB"), (board.demo, "CDE"))
        for letter in letters
    }


def fresh(deal):
    return Deal.objects.get(pk=deal.pk)


def standing(deals):
    """All that a revert must bring back of the deals."""
    facts = ("stage", "rank", "status", "entered_stage_at", "touched_at", "probability", "base_amount", "pipeline")
    return list(Deal.objects.filter(pk__in=[deal.pk for deal in deals]).order_by("pk").values_list(*facts))


def visits(deal):
    return list(deal.visits.standing().order_by("id").values_list("stage__name", "exit", "exit_to__name"))


def last_surgery():
    return Surgery.objects.first()


def check_whole():
    """Each deal on the board is in exactly one open visit, where it stands; places are its own."""
    on_board = Deal.objects.on_board()
    open_visits = StageVisit.objects.standing().filter(left_at=None)
    assert open_visits.count() == on_board.count()
    assert open_visits.filter(stage=F("deal__stage"), stage__pipeline=F("deal__pipeline")).count() == on_board.count()
    assert not on_board.exclude(stage__retired_at=None).exists()


def test_the_deals_of_a_removed_stage_go_below_those_of_another(cast, board, deals):
    """Discovery: A B  Demo: C D E  becomes  Discovery: A B C D E."""
    retire_stage(board.demo, to=board.discovery, by=cast.ada)
    assert draw(board.discovery) == "A B C D E"
    assert Stage.objects.get(pk=board.demo.pk).retired_at is not None
    check_whole()


def test_a_reshaping_is_no_step_of_the_buyer(cast, board, deals):
    long_ago = timezone.now() - timedelta(days=40)
    Deal.objects.update(entered_stage_at=long_ago, touched_at=long_ago)
    merge_stage(board.demo, into=board.negotiation, by=cast.ada)
    deal = fresh(deals["C"])
    assert (deal.entered_stage_at, deal.touched_at, deal.skips, deal.steps_back) == (long_ago, long_ago, 0, 0)
    assert visits(deal) == [("Demo", "reshaped", "Negotiation"), ("Negotiation", "", None)]
    left, entered = deal.visits.order_by("id")
    assert (left.left_at, entered.by) == (entered.entered_at, cast.ada)


def test_every_deal_has_its_event_in_one_bulk(cast, board, deals):
    merge_stage(board.demo, into=board.discovery, by=cast.ada)
    surgery, deal = last_surgery(), fresh(deals["C"])
    events = Event.objects.of_bulk(surgery.bulk)
    assert {event.subject for event in events} == {f"deal:{deals[letter].pk}" for letter in "CDE"}
    event = events.get(subject=f"deal:{deal.pk}")
    left, entered = deal.visits.order_by("id")
    assert (event.verb, event.actor, event.owner, event.team_path) == (
        "deal.reshaped",
        cast.ada,
        cast.alice,
        cast.alice.team_path,
    )
    assert event.changes == {"stage": [board.demo.pk, board.discovery.pk], "rank": [deals["C"].rank, deal.rank]}
    assert event.about == [f"deal:{deal.pk}", f"company:{deal.company_id}"]
    assert event.details == {
        "from": "Demo",
        "to": "Discovery",
        "stage": board.discovery.pk,
        "rank": deal.rank,
        "version": deals["C"].stage_version + 1,
        "bulk": str(surgery.bulk),
        "surgery": surgery.pk,
        "visits": {"left": left.pk, "entered": entered.pk},
    }
    merged = Event.objects.get(verb="stage.merged")
    assert (merged.details, surgery.after["event"]) == ({"name": "Demo", "into": "Discovery", "count": 3}, merged.pk)


def test_no_gate_is_asked_and_lost_deals_keep_their_stage(cast, board, deals, make_deal):
    unknown = make_deal(cast.alice, board.qualification, "Unknown", qualified=False)
    lose_deal(deals["C"], reason=LostReason.objects.first(), by=cast.alice)
    merge_stage(board.qualification, into=board.discovery, by=cast.ada)
    retire_stage(board.demo, to=board.discovery, by=cast.ada)
    assert (fresh(unknown).stage, fresh(deals["C"]).stage) == (board.discovery, board.demo)
    assert draw(board.discovery) == "A B Unknown D E"


def test_names_in_old_events_stay(cast, board, deals):
    move_deal(deals["A"], to=board.demo, by=cast.alice)
    edit_stage(board.demo, name="Trial", by=cast.ada)
    assert Event.objects.get(verb="deal.moved").details["to"] == "Demo"


def test_split_takes_only_the_chosen(cast, board, deals):
    new = split_stage(board.demo, name="Trial", only=[deals["D"].pk, deals["A"].pk], probability=55, by=cast.ada)
    names = list(board.pipeline.stages.standing().values_list("name", flat=True))
    assert names[2:6] == ["Discovery", "Demo", "Trial", "Proposal"]
    assert (draw(board.discovery), draw(board.demo), draw(new)) == ("A B", "C E", "D")
    assert (new.kind, new.probability, new.stale_days) == ("open", 55, 10)
    check_whole()


@pytest.mark.parametrize("way", ["retire", "merge", "split"])
def test_revert_restores_exactly(cast, board, deals, way):
    shape, stood, stays = shape_of([board.pipeline]), standing(deals.values()), visits(deals["C"])
    if way == "retire":
        retire_stage(board.demo, to=board.discovery, by=cast.ada)
    elif way == "merge":
        merge_stage(board.demo, into=board.proposal, by=cast.ada)
    else:
        split_stage(board.demo, name="Trial", only=[deals["C"].pk], by=cast.ada)
    revert_surgery(last_surgery(), by=cast.ada)
    after = shape_of([board.pipeline])
    assert {key: after[key] for key in shape} == shape
    assert all(facts["retired_at"] for key, facts in after.items() if key not in shape)
    assert (standing(deals.values()), visits(deals["C"])) == (stood, stays)
    assert not Event.objects.standing().filter(verb="deal.reshaped").exists()
    check_whole()


def test_revert_leaves_alone_who_moved_on(cast, board, deals):
    merge_stage(board.demo, into=board.discovery, by=cast.ada)
    move_deal(deals["D"], to=board.proposal, by=cast.alice)
    lose_deal(deals["E"], reason=LostReason.objects.first(), by=cast.alice)
    assert revert_surgery(last_surgery(), by=cast.ada) == Reverted(back=1, stayed=2)
    assert (draw(board.demo), draw(board.proposal), fresh(deals["E"]).stage) == ("C", "D", board.discovery)
    check_whole()


def test_a_card_in_the_old_place_lets_the_deal_back_below(cast, board, deals):
    split_stage(board.demo, name="Trial", only=[deals["D"].pk], by=cast.ada)
    Deal.objects.filter(pk=deals["A"].pk).update(stage=board.demo, rank=deals["D"].rank)
    revert_surgery(last_surgery(), by=cast.ada)
    assert draw(board.demo) == "C A E D"


def test_newcomers_of_a_split_go_home_when_it_is_reverted(cast, board, deals, make_deal):
    new = split_stage(board.demo, name="Trial", only=[deals["D"].pk], by=cast.ada)
    split = last_surgery()
    make_deal(cast.alice, new, "New")
    revert_surgery(split, by=cast.ada)
    assert draw(board.demo) == "C D E New"
    check_whole()


def test_facts_and_order_go_back_too(cast, board):
    shape = shape_of([board.pipeline])
    edit_stage(board.demo, name="Trial", probability=10, requirements=["amount"], by=cast.ada)
    order_stages(board.pipeline, order=[board.proposal.pk, board.demo.pk], by=cast.ada)
    move_stage(board.negotiation, to=0, by=cast.ada)
    for surgery in list(Surgery.objects.all()):
        revert_surgery(surgery, by=cast.ada)
    after = shape_of([board.pipeline])
    after[f"stage:{board.demo.pk}"]["gate"] = None  # what was made stays, and asks nothing
    assert after == shape


def test_what_others_built_on_is_reverted_first(cast, board, deals):
    edit_stage(board.demo, name="Trial", by=cast.ada)
    renamed = last_surgery()
    edit_stage(board.demo, probability=51, by=cast.ada)
    revert_surgery(renamed, by=cast.ada)
    assert Stage.objects.get(pk=board.demo.pk).name == "Demo"
    merge_stage(board.demo, into=board.discovery, by=cast.ada)
    first = last_surgery()
    merge_stage(board.discovery, into=board.proposal, by=cast.ada)
    with pytest.raises(StageRefused, match="merged the stage Discovery into Proposal"):
        revert_surgery(first, by=cast.ada)
    revert_surgery(last_surgery(), by=cast.ada)
    revert_surgery(first, by=cast.ada)
    assert (draw(board.discovery), draw(board.demo)) == ("A B", "C D E")


def test_revert_is_done_once_and_within_thirty_days(cast, board):
    edit_stage(board.demo, name="Trial", by=cast.ada)
    revert_surgery(last_surgery(), by=cast.ada)
    with pytest.raises(StageRefused, match="reverted already"):
        revert_surgery(last_surgery(), by=cast.ada)
    edit_stage(board.demo, name="Trial", by=cast.ada)
    Surgery.objects.update(made_at=timezone.now() - timedelta(days=31))
    with pytest.raises(StageRefused, match="more than 30 days ago"):
        revert_surgery(last_surgery(), by=cast.ada)


def test_an_added_stage_with_deals_is_not_reverted_away(cast, board, make_deal):
    stage = add_stage(board.pipeline, by=cast.ada, name="Legal")
    make_deal(cast.alice, stage)
    with pytest.raises(StageRefused, match="Legal holds 1 deal"):
        revert_surgery(last_surgery(), by=cast.ada)
    assert Stage.objects.get(pk=stage.pk).retired_at is None


def test_bringing_back_after_a_removal_stands_in_the_way_of_its_revert(cast, board):
    retire_stage(board.demo, by=cast.ada)
    removal = last_surgery()
    bring_back_stage(board.demo, by=cast.ada)
    with pytest.raises(StageRefused, match="brought back the stage Demo"):
        revert_surgery(removal, by=cast.ada)


@pytest.mark.parametrize(("what", "to"), [("demo", "close"), ("demo", "demo"), ("close", "retention")])
def test_a_stage_gives_its_deals_only_where_they_mean_the_same(cast, board, deals, what, to):
    with pytest.raises(StageRefused):
        retire_stage(getattr(board, what), to=getattr(board, to), by=cast.ada)
    assert Surgery.objects.count() == 0


def test_nothing_changed_leaves_no_trace(cast, board):
    edit_stage(board.demo, name="Demo", by=cast.ada)
    order_stages(board.pipeline, order=[stage.pk for stage in board.stages], by=cast.ada)
    assert (Surgery.objects.count(), Event.objects.filter(subject__startswith="stage").count()) == (0, 0)
