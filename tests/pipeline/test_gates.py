import pytest

from pipeline.actions import create_deal, move_deal
from pipeline.gates import GateClosed, readings_on_the_way
from pipeline.models import Deal, Gate
from timeline.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def deal(cast, board, make_deal):
    return make_deal(cast.alice, board.qualification, qualified=False)


def names(requirements):
    return [str(requirement.name) for requirement in requirements]


def answer(deal, **answers):
    for topic, value in answers.items():
        setattr(deal.qualification, topic, value)
    deal.qualification.save()


def test_an_unanswered_sheet_closes_discovery(cast, board, deal):
    answer(deal, budget=2, authority=1)
    with pytest.raises(GateClosed, match="Discovery needs Need and Timeline.") as refused:
        move_deal(deal, to=board.discovery, by=cast.alice)
    assert names(refused.value.missing) == ["Need", "Timeline"]
    assert names(refused.value.met) == ["Budget", "Authority"]
    deal.refresh_from_db()
    assert (deal.stage, deal.stage_version) == (board.qualification, 1)


def test_partly_is_an_answer(cast, board, deal):
    answer(deal, budget=1, authority=1, need=1, timeline=1)
    assert move_deal(deal, to=board.discovery, by=cast.alice).deal.stage == board.discovery


def test_a_skip_asks_the_gates_it_passes_over(cast, board, deal):
    with pytest.raises(GateClosed, match="Proposal needs"):
        move_deal(deal, to=board.proposal, by=cast.alice)


def test_the_way_back_and_new_order_are_free(cast, board, make_deal):
    deal = make_deal(cast.alice, board.demo)
    answer(deal, budget=0)
    move_deal(deal, to=board.demo, by=cast.alice)
    assert move_deal(deal, to=board.discovery, by=cast.alice).deal.stage == board.discovery


def test_the_gate_of_a_stage_behind_is_not_asked_again(cast, board, make_deal):
    deal = make_deal(cast.alice, board.demo)
    answer(deal, budget=0)
    assert move_deal(deal, to=board.proposal, by=cast.alice).deal.stage == board.proposal


def test_the_gate_of_a_retired_stage_is_not_asked(cast, board, deal):
    board.discovery.retired_at = deal.created_at
    board.discovery.save()
    assert move_deal(deal, to=board.demo, by=cast.alice).deal.stage == board.demo


def test_answers_given_with_the_move_open_the_gate_and_stay(cast, board, deal):
    answers = {"budget": 2, "budget_evidence": "Capex plan", "authority": 1, "need": 2, "timeline": 2}
    move_deal(deal, to=board.discovery, by=cast.bob, answers=answers)
    deal = Deal.objects.get(pk=deal.pk)
    assert (deal.stage, deal.qualification.answers) == (board.discovery, [2, 1, 2, 2])
    assert (deal.qualification.budget_evidence, deal.qualification.budget_on is None) == ("Capex plan", False)
    qualified = Event.objects.get(verb="deal.qualified")
    assert (qualified.actor, qualified.changes["authority"]) == (cast.bob, [0, 1])


def test_too_few_answers_change_nothing_at_all(cast, board, deal):
    with pytest.raises(GateClosed) as refused:
        move_deal(deal, to=board.discovery, by=cast.alice, answers={"budget": 2, "need": 2})
    assert names(refused.value.missing) == ["Authority", "Timeline"]
    deal.refresh_from_db()
    assert deal.qualification.answers == [0, 0, 0, 0]
    assert not Event.objects.filter(verb="deal.qualified").exists()


def test_a_value_can_be_asked_for_and_given(cast, board, make_deal):
    Gate.objects.create(stage=board.proposal, requirements=["amount"])
    deal = make_deal(cast.alice, board.demo)
    with pytest.raises(GateClosed, match="Proposal needs Value."):
        move_deal(deal, to=board.proposal, by=cast.alice)
    move = move_deal(deal, to=board.proposal, by=cast.alice, answers={"amount": 1200})
    assert (move.deal.amount, move.deal.base_amount) == (1200, 1200)


def test_a_new_deal_meets_the_gates_before_its_stage(cast, board):
    with pytest.raises(GateClosed):
        create_deal(by=cast.alice, title="Straight to the demo", stage=board.demo)
    assert not Deal.objects.exists()


def test_what_is_missing_for_each_stage_in_two_queries(board, deal, django_assert_num_queries):
    answer(deal, budget=2)
    deal = Deal.objects.for_cards().get(pk=deal.pk)
    with django_assert_num_queries(2):  # the gates, and the committee that Retention asks about
        readings = readings_on_the_way(deal, board.stages)
    assert readings[board.prospecting.pk].missing == readings[board.qualification.pk].missing == []
    assert names(readings[board.discovery.pk].missing) == ["Authority", "Need", "Timeline"]
    assert names(readings[board.discovery.pk].met) == ["Budget"]
