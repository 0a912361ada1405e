"""The board as of the end of a past day equals what was written down on that day."""

from decimal import Decimal

import pytest

from pipeline.actions import edit_deal, lose_deal, move_deal, reopen_deal, undo
from pipeline.actions.rates import set_rate
from pipeline.actions.stages import add_stage, edit_stage, move_stage, retire_stage
from pipeline.models import LostReason
from pipeline.queries.then import board_then, first_day
from tests.pipeline.past import day_number, happen_on


@pytest.fixture
def deal(cast, board, make_deal):
    with happen_on(0):
        return make_deal(cast.alice, board.demo, "Reefer fleet", amount=1000)


def columns(pipeline, day, viewer, **asked):
    return {column.stage.name: column for column in board_then(pipeline, day_number(day), viewer, asked)}


def cards(pipeline, day, viewer, **asked):
    """{stage: [(title, amount)]} of the columns that held something."""
    held = columns(pipeline, day, viewer, **asked)
    return {name: [(card.title, card.amount) for card in held[name].cards] for name in held if held[name].count}


def test_a_deal_stands_where_it_stood(cast, board, deal):
    with happen_on(3):
        move_deal(deal, to=board.proposal, by=cast.alice)
    assert cards(board.pipeline, -1, cast.alice) == {}
    assert cards(board.pipeline, 2, cast.alice) == {"Demo": [("Reefer fleet", 1000)]}
    assert cards(board.pipeline, 3, cast.alice) == {"Proposal": [("Reefer fleet", 1000)]}
    assert cards(board.pipeline, 40, cast.alice) == {"Proposal": [("Reefer fleet", 1000)]}


def test_facts_are_those_of_then(cast, board, deal):
    with happen_on(2):
        edit_deal(deal, by=cast.alice, title="Second name", amount=Decimal(2000), owner=cast.bob)
    with happen_on(4):
        edit_deal(deal, by=cast.alice, title="Third name", amount=Decimal(3000), probability=Decimal(90))
    held = [columns(board.pipeline, day, cast.alice)["Demo"] for day in (1, 2, 4)]
    assert [(column.total, column.weighted) for column in held] == [(1000, 500), (2000, 1000), (3000, 2700)]
    said = [(column.cards[0].title, column.cards[0].owner) for column in held]
    assert said == [("Reefer fleet", cast.alice), ("Second name", cast.bob), ("Third name", cast.bob)]


def test_what_was_undone_never_was(cast, board, deal):
    with happen_on(2):
        move = move_deal(deal, to=board.close, by=cast.alice)
        undo(move.event, by=cast.alice)
    for day in (1, 2, 3, 40):
        assert cards(board.pipeline, day, cast.alice) == {"Demo": [("Reefer fleet", 1000)]}


def test_lost_deals_leave_the_board_and_come_back_reopened(cast, board, deal):
    with happen_on(2):
        lose_deal(deal, reason=LostReason.objects.first(), by=cast.alice)
    with happen_on(5):
        reopen_deal(deal, by=cast.alice)
    assert [bool(cards(board.pipeline, day, cast.alice)) for day in (1, 2, 4, 5)] == [True, False, False, True]


def test_a_filter_reads_the_facts_of_then(cast, board, deal):
    with happen_on(3):
        edit_deal(deal, by=cast.alice, owner=cast.bob)
    assert [bool(cards(board.pipeline, day, cast.mona, owner=[cast.bob])) for day in (2, 3)] == [False, True]
    assert [bool(cards(board.pipeline, day, cast.mona, owner=[cast.alice])) for day in (2, 3)] == [True, False]
    asked = [{"q": "reefer"}, {"q": "NORDKYST"}, {"value_min": 1000}, {"team": [cast.north]}, {"stage": [board.demo]}]
    assert [len(cards(board.pipeline, 3, cast.mona, **one)) for one in asked] == [1, 1, 1, 1, 1]
    asked = [{"q": "%"}, {"value_min": 1001}, {"team": [cast.south]}, {"stage": [board.close]}, {"status": ["won"]}]
    assert [len(cards(board.pipeline, 3, cast.mona, **one)) for one in asked] == [0, 0, 0, 0, 0]


def test_what_may_be_seen_today_decides(cast, board, deal):
    assert cards(board.pipeline, 1, cast.charlie) == {}
    with happen_on(3):
        edit_deal(deal, by=cast.ada, owner=cast.charlie)
    assert cards(board.pipeline, 1, cast.charlie) == {"Demo": [("Reefer fleet", 1000)]}
    assert cards(board.pipeline, 1, cast.alice) == {}
    assert (first_day(board.pipeline, cast.charlie), first_day(board.pipeline, cast.alice)) == (day_number(0), None)


def test_stages_are_those_of_then(cast, board, deal):
    with happen_on(2):
        edit_stage(board.demo, by=cast.ada, name="Show", probability=Decimal(70))
    with happen_on(3):
        move_stage(board.discovery, to=0, by=cast.ada)
    with happen_on(4):
        add_stage(board.pipeline, by=cast.ada, name="Legal", probability=Decimal(85))
    with happen_on(5):
        retire_stage(board.negotiation, by=cast.ada)
    names = [list(columns(board.pipeline, day, cast.ada)) for day in range(1, 6)]
    start = ["Prospecting", "Qualification", "Discovery", "Demo", "Proposal", "Negotiation", "Close", "Retention"]
    shown = [name.replace("Demo", "Show") for name in start]
    moved = ["Discovery", "Prospecting", "Qualification", "Show", "Proposal", "Negotiation", "Close", "Retention"]
    grown = [*moved[:6], "Legal", *moved[6:]]
    assert names == [start, shown, moved, grown, [name for name in grown if name != "Negotiation"]]
    weighted = [columns(board.pipeline, day, cast.ada)[name].weighted for day, name in ((1, "Demo"), (2, "Show"))]
    assert weighted == [500, 700]


def test_what_was_undone_after_midnight_never_was_either(cast, board, deal):
    with happen_on(39, 719):
        move = move_deal(deal, to=board.close, by=cast.alice)
    assert cards(board.pipeline, 39, cast.alice) == {"Close": [("Reefer fleet", 1000)]}
    undo(move.event, by=cast.alice)
    assert cards(board.pipeline, 39, cast.alice) == {"Demo": [("Reefer fleet", 1000)]}


def test_a_retired_stage_appears_where_deals_stood_in_it(cast, board, deal):
    with happen_on(3):
        move_deal(deal, to=board.proposal, by=cast.alice)
    with happen_on(4):
        retire_stage(board.demo, by=cast.ada)
    assert cards(board.pipeline, 2, cast.alice) == {"Demo": [("Reefer fleet", 1000)]}
    assert "Demo" not in columns(board.pipeline, 4, cast.alice)


def test_foreign_money_is_worth_what_it_was_worth(cast, board, make_deal):
    with happen_on(0):
        set_rate("USD", rate=Decimal("0.5"), since=day_number(0), by=cast.ada)
        deal = make_deal(cast.alice, board.demo, "Abroad", amount=100, currency="USD")
    with happen_on(2):
        set_rate("USD", rate=Decimal("0.6"), since=day_number(2), by=cast.ada)
    with happen_on(4):
        edit_deal(deal, by=cast.alice, amount=Decimal(200))
    with happen_on(6):
        set_rate("USD", rate=Decimal("0.7"), since=day_number(6), by=cast.ada)
    with happen_on(8):
        edit_deal(deal, by=cast.alice, amount=Decimal(50), currency="EUR")
    worth = [columns(board.pipeline, day, cast.alice)["Demo"].total for day in (1, 3, 5, 7, 9)]
    assert worth == [50, 60, 120, 140, 50]


def test_a_column_goes_on_below_its_first_cards(cast, board, make_deal):
    for number in range(28):
        with happen_on(number % 3, number):
            make_deal(cast.alice, board.demo, f"Deal {number}", amount=10)
    asked = {"stage": [board.demo]}
    first = columns(board.pipeline, 5, cast.alice, **asked)["Demo"]
    rest = board_then(board.pipeline, day_number(5), cast.alice, asked, skip=25)
    rest = next(column for column in rest if column.count)
    assert (first.count, first.total, len(first.cards), first.more) == (28, 280, 25, 3)
    assert (rest.count, len(rest.cards), rest.more) == (28, 3, 0)
    assert len({card.pk for card in (*first.cards, *rest.cards)}) == 28
    assert (first.cards[0].days_in_stage, rest.cards[-1].days_in_stage) == (3, 5)
