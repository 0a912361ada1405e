"""Columns that never end: 25 cards, then 50 as they scroll, at most 500; what is won stands in the order of time."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from leads.models import Qualification
from pipeline.actions import Place, move_deal, win_deal
from pipeline.models import Deal
from pipeline.queries.board import FIRST_CARDS, MORE_CARDS, MOST_CARDS
from timeline.models import Event

BOARD = reverse("pipeline:board")
NOW = timezone.now()
HTMX = {"HX-Request": "true"}


@pytest.fixture
def fill(cast, board):
    """`fill(stage, 90)`: so many deals of Alice's, “000” the first on top; closed ones entered an hour apart."""

    def make(stage, count):
        sheets = Qualification.objects.bulk_create(Qualification() for _one in range(count))
        Deal.objects.bulk_create(
            Deal(
                pipeline=board.pipeline,
                stage=stage,
                status="open" if stage.is_open else "won",
                rank=f"a{(number * 7) % count:03}V",
                title=f"{(number * 7) % count if stage.is_open else number:03}",
                owner=cast.alice,
                entered_stage_at=NOW - timedelta(hours=number),
                qualification=sheet,
            )
            for number, sheet in enumerate(sheets)
        )

    return make


@pytest.fixture
def alice(as_user, cast):
    return as_user(cast.alice)


def column_of(page, stage):
    return next(column for column in page.context["columns"] if column.stage == stage)


def pages_of(client, stage, **asked):
    """All titles of a column, page after page, as a scrolling browser asks for them."""
    column = column_of(client.get(BOARD), stage)
    yield [card.title for card in column.cards]
    after, more = column.last_rank, column.more > 0
    while more:
        page = client.get(reverse("pipeline:column", args=[stage.pk]), {"after": after, **asked})
        yield [card.title for card in page.context["cards"]]
        after, more = page.context["last_rank"], page.context["is_there_more"]
        assert more is ("more" in page.context)


@pytest.mark.parametrize("name", ["demo", "close", "retention"])
def test_a_column_comes_page_by_page_with_nothing_missing(alice, board, fill, name):
    stage = getattr(board, name)
    fill(stage, 92)
    pages = list(pages_of(alice, stage))
    assert [len(page) for page in pages] == [FIRST_CARDS, MORE_CARDS, 17]
    assert [title for page in pages for title in page] == [f"{number:03}" for number in range(92)]


def test_what_came_at_the_same_moment_is_neither_lost_nor_doubled(alice, board, fill):
    fill(board.close, 60)
    Deal.objects.update(entered_stage_at=NOW)
    titles = [title for page in pages_of(alice, board.close) for title in page]
    assert sorted(titles) == [f"{number:03}" for number in range(60)]


def test_what_was_won_last_stands_on_top_wherever_it_was_dropped(cast, alice, board, make_deal):
    first, second, third = (
        make_deal(cast.alice, board.demo, title, amount=1000) for title in ("First", "Second", "Third")
    )
    for deal in (first, second):
        win_deal(deal, by=cast.alice)
    move_deal(third, to=board.close, by=cast.alice, between=Place(prev=second.pk))
    assert [card.title for card in column_of(alice.get(BOARD), board.close).cards] == ["Third", "Second", "First"]


def test_the_browser_is_told_places_that_say_the_same(cast, alice, board, fill):
    fill(board.close, 3)
    cards = column_of(alice.get(BOARD), board.close).cards
    places = [str(card.recency) for card in cards]
    assert (places, len({len(place) for place in places})) == (sorted(places), 1)


def test_the_place_said_after_a_win_is_that_of_time(cast, alice, board, make_deal, fill):
    fill(board.close, 4)
    deal = make_deal(cast.alice, board.demo, "Late", amount=1000)
    answer = alice.post(
        reverse("pipeline:deal-move", args=[deal.pk]),
        {"stage": board.close.pk, "place": "bottom"},
        headers=HTMX,
    )
    assert "Late moved to Close, 1 of 5." in answer.text


def test_nobody_ranks_what_stands_by_time(cast, alice, board, make_deal):
    deals = [make_deal(cast.alice, board.demo, title, amount=1000) for title in ("First", "Second")]
    for deal in deals:
        win_deal(deal, by=cast.alice)
    answer = alice.post(
        reverse("pipeline:deal-move", args=[deals[0].pk]), {"stage": board.close.pk, "place": "up"}, headers=HTMX
    )
    assert (answer.status_code, "Close keeps the latest on top" in answer.text) == (200, True)
    assert [card.title for card in column_of(alice.get(BOARD), board.close).cards] == ["Second", "First"]
    assert not Event.objects.filter(verb="deal.ranked").exists()


@pytest.mark.parametrize("after", ["x", "12", "12.x", "9" * 40 + ".1"])
def test_a_made_up_place_is_refused(alice, board, after):
    assert alice.get(reverse("pipeline:column", args=[board.close.pk]), {"after": after}).status_code == 400


def test_the_head_tells_of_the_whole_filtered_column(alice, board, fill):
    fill(board.demo, 40)
    Deal.objects.update(amount=1000, base_amount=1000)
    Deal.objects.filter(title__lt="030").update(amount=5000, base_amount=5000)
    demo = column_of(alice.get(BOARD, {"value_min": 2000}), board.demo)
    assert (len(demo.cards), demo.count, demo.total) == (25, 30, 150_000)


def test_five_hundred_are_enough(alice, board, fill):
    fill(board.demo, 60)
    column = reverse("pipeline:column", args=[board.demo.pk])
    near = alice.get(column, {"loaded": MOST_CARDS - MORE_CARDS - 1})
    full = alice.get(column, {"loaded": MOST_CARDS - MORE_CARDS})
    assert f"loaded={MOST_CARDS - 1}" in near.text
    assert "500 cards are on the screen. A filter finds the one you look for sooner." in full.text
    assert "hx-get" not in full.text


def test_an_endless_column_asks_for_no_more_queries(alice, board, fill, django_assert_max_num_queries):
    fill(board.demo, 200)
    column = reverse("pipeline:column", args=[board.demo.pk])
    alice.get(column)
    with django_assert_max_num_queries(8):
        alice.get(column, {"after": "a100V"})
