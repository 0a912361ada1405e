from datetime import date
from decimal import Decimal

import pytest

from pipeline.actions import MovedMeanwhile, create_deal, lose_deal, move_deal, reopen_deal, undo, win_deal
from pipeline.models import Competitor, Deal, ExchangeRate, LostReason, StageVisit
from pipeline.rates import RateMissing
from tests.board import draw
from timeline.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def deal(cast, board, make_deal):
    return make_deal(cast.alice, board.proposal, amount=48_000)


@pytest.fixture
def price(board):
    return LostReason.objects.get(name="Price")


def exits(deal):
    return list(deal.visits.standing().values_list("stage__name", "exit"))


def test_entering_the_won_stage_records_the_win(cast, board, deal):
    move = move_deal(deal, to=board.close, version=1, by=cast.alice)
    won = Deal.objects.get(pk=deal.pk)
    assert (won.status, won.closed_at, move.event.verb) == ("won", won.entered_stage_at, "deal.won")
    assert exits(won) == [("Proposal", "won"), ("Close", "")]


def test_a_win_counts_in_full(cast, board, make_deal):
    deal = make_deal(cast.alice, board.demo, amount=1000, probability=30)
    won = win_deal(deal, by=cast.alice).deal
    assert (won.probability, won.odds) == (None, 100)


def test_a_skip_to_the_customers_is_a_win_too(cast, board, deal):
    move = move_deal(deal, to=board.retention, by=cast.alice)
    assert (move.deal.status, move.event.verb) == ("won", "deal.won")


def test_from_won_to_after_the_sale_stays_won_since_then(cast, board, deal):
    won = win_deal(deal, by=cast.alice).deal
    kept = move_deal(won, to=board.retention, by=cast.alice)
    assert (kept.deal.status, kept.deal.closed_at, kept.event.verb) == ("won", won.closed_at, "deal.moved")
    assert exits(deal) == [("Proposal", "won"), ("Close", "moved"), ("Retention", "")]


def test_leaving_the_won_stage_reopens(cast, board, deal):
    win_deal(deal, by=cast.alice)
    back = move_deal(deal, to=board.negotiation, by=cast.alice)
    assert (back.deal.status, back.deal.closed_at, back.event.verb) == ("open", None, "deal.reopened")


def test_undo_of_a_win(cast, board, deal):
    win = win_deal(deal, by=cast.alice)
    back = undo(win.event, by=cast.alice)
    assert (back.deal.status, back.deal.closed_at, back.deal.stage) == ("open", None, board.proposal)
    assert exits(deal) == [("Proposal", "")]


def test_a_win_freezes_the_worth_at_the_rate_of_its_day(cast, board, make_deal):
    ExchangeRate.objects.create(currency="NOK", since=date(2020, 1, 1), rate=Decimal("0.08"))
    deal = make_deal(cast.alice, board.proposal, amount=1000, currency="NOK")
    ExchangeRate.objects.create(currency="NOK", since=date(2021, 1, 1), rate=Decimal("0.09"))
    assert deal.base_amount == Decimal("80.00")
    assert win_deal(deal, by=cast.alice).deal.base_amount == Decimal("90.00")


def test_a_currency_nobody_has_a_rate_for(cast, board):
    with pytest.raises(RateMissing, match="What is one NOK worth in EUR?"):
        create_deal(by=cast.alice, title="Reefers", stage=board.prospecting, amount=1000, currency="NOK")


def test_lost_from_any_stage_with_a_reason(cast, board, deal, price):
    move = lose_deal(deal, reason=price, note="12% too high", by=cast.bob, version=1)
    lost = Deal.objects.get(pk=deal.pk)
    assert (lost.status, lost.lost_reason, lost.lost_note) == ("lost", price, "12% too high")
    assert (lost.stage, lost.stage_version, draw(board.proposal)) == (board.proposal, 2, "")
    assert exits(lost) == [("Proposal", "lost")]
    assert lost.visits.get().left_at == lost.closed_at
    assert (move.event.verb, move.event.details["reason"]) == ("deal.lost", "Price")


def test_who_won_it_is_kept_and_comes_back_with_undo_and_reopening(cast, board, deal, price):
    fleetly = Competitor.objects.create(name="Fleetly")
    lost = lose_deal(deal, reason=price, lost_to=fleetly, by=cast.alice)
    assert (lost.deal.lost_to, lost.event.details["competitor"]) == (fleetly, "Fleetly")
    reopened = reopen_deal(lost.deal, by=cast.alice)
    assert Deal.objects.get(pk=deal.pk).lost_to is None
    undo(reopened.event, by=cast.alice)
    assert Deal.objects.get(pk=deal.pk).lost_to == fleetly


def test_nobody_loses_a_deal_twice(cast, board, deal, price):
    lose_deal(deal, reason=price, by=cast.bob)
    with pytest.raises(MovedMeanwhile, match="Bob Baker marked this deal as lost meanwhile."):
        lose_deal(deal, reason=price, by=cast.alice)


def test_undo_of_a_loss(cast, board, deal, price):
    lost = lose_deal(deal, reason=price, note="!", by=cast.alice)
    back = undo(lost.event, by=cast.alice).deal
    assert (back.status, back.lost_reason, back.lost_note, back.closed_at) == ("open", None, "", None)
    assert exits(deal) == [("Proposal", "")]
    assert StageVisit.objects.filter(undone=True).count() == 0


def test_a_reopened_deal_keeps_its_history_and_its_place(cast, board, deal, price, make_deal):
    make_deal(cast.alice, board.proposal, "Later one")
    lose_deal(deal, reason=price, by=cast.alice)
    opened = reopen_deal(deal, by=cast.bob).deal
    assert (opened.status, opened.closed_at, opened.lost_reason) == ("open", None, None)
    assert draw(board.proposal) == "Reefer fleet Later one"
    assert exits(opened) == [("Proposal", "lost"), ("Proposal", "")]


def test_reopened_into_another_stage(cast, board, deal, price):
    lose_deal(deal, reason=price, by=cast.alice)
    assert reopen_deal(deal, to=board.demo, by=cast.alice).deal.stage == board.demo


def test_a_won_deal_reopens_where_it_last_was_open(cast, board, deal):
    win_deal(deal, by=cast.alice)
    opened = reopen_deal(deal, by=cast.alice)
    assert (opened.deal.stage, opened.event.verb) == (board.proposal, "deal.reopened")


def test_an_open_deal_is_not_reopened(cast, board, deal):
    with pytest.raises(MovedMeanwhile):
        reopen_deal(deal, by=cast.alice)


def test_each_happening_is_one_event(cast, board, deal, price):
    lose_deal(deal, reason=price, by=cast.alice)
    reopen_deal(deal, by=cast.alice)
    win_deal(deal, by=cast.alice)
    verbs = Event.objects.filter(subject=f"deal:{deal.pk}").order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["deal.created", "deal.lost", "deal.reopened", "deal.won"]
