"""The board page: its heads are true, its cards are few, its queries are counted."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from pipeline.models import Deal
from pipeline.queries.board import FIRST_CARDS

BOARD = reverse("pipeline:board")


def test_the_board_shows_columns_heads_and_cards(as_user, cast, board, make_deal):
    make_deal(cast.alice, board.demo, "Reefer fleet", amount=48_000)
    make_deal(cast.bob, board.demo, "Milk run", amount=12_000)
    page = as_user(cast.alice).get(BOARD)
    demo = next(column for column in page.context["columns"] if column.stage == board.demo)
    assert page.status_code == 200
    assert [card.title for card in demo.cards] == ["Reefer fleet", "Milk run"]
    assert (demo.count, demo.total, demo.weighted) == (2, 60_000, 30_000)
    assert "€60.0k" in page.text
    assert "× 50% =" in page.text


def test_strangers_see_nothing_of_it(as_user, cast, board, make_deal):
    make_deal(cast.alice, board.demo, "Reefer fleet", amount=48_000)
    page = as_user(cast.charlie).get(BOARD)
    assert "Reefer fleet" not in page.text
    assert [column.count for column in page.context["columns"]] == [0] * 8
    assert "No deals yet" in page.text


def test_a_lost_deal_is_in_no_column(as_user, cast, board, make_deal):
    deal = make_deal(cast.alice, board.demo, "Reefer fleet")
    Deal.objects.filter(pk=deal.pk).update(status="lost", closed_at=timezone.now())
    assert "Reefer fleet" not in as_user(cast.alice).get(BOARD).text


def test_a_column_starts_with_its_first_cards_and_brings_more(as_user, cast, board, make_deal):
    for number in range(FIRST_CARDS + 3):
        make_deal(cast.alice, board.demo, f"Deal {number:02}", amount=10)
    page = as_user(cast.alice).get(BOARD)
    demo = next(column for column in page.context["columns"] if column.stage == board.demo)
    assert (len(demo.cards), demo.count, demo.more) == (FIRST_CARDS, FIRST_CARDS + 3, 3)
    rest = as_user(cast.alice).get(reverse("pipeline:column", args=[board.demo.pk]), {"after": demo.last_rank})
    assert [card.title for card in rest.context["cards"]] == ["Deal 25", "Deal 26", "Deal 27"]
    assert rest.context["is_there_more"] is False


def test_a_made_up_rank_is_refused(as_user, cast, board):
    answer = as_user(cast.alice).get(reverse("pipeline:column", args=[board.demo.pk]), {"after": "'; drop"})
    assert answer.status_code == 400


@pytest.fixture
def count_queries(django_assert_max_num_queries, as_user, cast):
    def count():
        client = as_user(cast.mona)
        client.get(BOARD)  # the first page after signing in also writes the session
        with django_assert_max_num_queries(12) as queries:
            client.get(BOARD)
        return len(queries)

    return count


def test_three_deals_or_three_hundred_take_the_same_queries(cast, board, make_deal, count_queries):
    for stage in board.stages[:3]:
        make_deal(cast.alice, stage, next_step_at=timezone.now() + timedelta(days=1))
    few = count_queries()
    for number in range(60):
        make_deal(cast.bob, board.stages[number % 8], f"Deal {number}", amount=10, company=f"Company {number % 7}")
    copies = [copy_of(deal, number) for deal in Deal.objects.filter(owner=cast.bob)[:50] for number in range(5)]
    Deal.objects.bulk_create(copies)
    assert Deal.objects.count() > 300
    assert count_queries() == few


def copy_of(deal, number):
    sheet = deal.qualification
    sheet.pk = None
    sheet.save()
    return Deal(
        pipeline=deal.pipeline, stage=deal.stage, rank=f"{deal.rank}V{number + 1}", title=deal.title, owner=deal.owner,
        company=deal.company, qualification=sheet,
    )  # fmt: skip


def test_a_soft_limit_turns_the_count_into_a_warning(as_user, cast, board, make_deal):
    board.demo.soft_limit = 1
    board.demo.save()
    for title in ("One", "Two"):
        make_deal(cast.alice, board.demo, title)
    assert "2 of 1" in as_user(cast.alice).get(BOARD).text


def test_asked_cards_come_as_this_viewer_sees_them(as_user, cast, board, make_deal):
    hers = make_deal(cast.alice, board.demo, "Reefer fleet")
    his = make_deal(cast.charlie, board.demo, "Hidden fleet")
    cards = reverse("pipeline:cards", args=[board.pipeline.pk])
    answer = as_user(cast.bob).get(cards, {"ids": f"{hers.pk},{his.pk},abc,,99999999999999999999"})
    assert re.findall(r'id="deal-(\d+)"', answer.text) == [str(hers.pk)]
    assert "Hidden fleet" not in answer.text
    assert f'id="head-{board.demo.pk}"' in answer.text


def test_a_token_is_issued_for_the_board(as_user, cast, board):
    answer = as_user(cast.alice).get(reverse("pipeline:live-token", args=[board.pipeline.pk]))
    assert list(answer.json()) == ["token"]


def test_a_board_that_is_not_there_is_not_found(as_user, cast, board):
    assert as_user(cast.alice).get(reverse("pipeline:board", args=[99])).status_code == 404
