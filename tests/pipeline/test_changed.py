"""What is drawn once for many boards is given only to those who see the same, and to nobody who has heard of more."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from pipeline.models import BoardSettings, Deal
from pipeline.views import changed

EARLIER, LATER = "1700000000000-0", "1700000000000-1"


@pytest.fixture
def ask(client, board, monkeypatch):
    """`ask(cast.alice, EARLIER, deal)`: the answer to her page, which has heard of so much and asks for these deals."""
    monkeypatch.setattr(changed, "KEPT_SECONDS", 600)
    monkeypatch.setattr(changed, "kept", {})

    def answer(user, heard, *deals, **words):
        client.force_login(user)
        asked = words | {"ids": ",".join(str(deal.pk) for deal in deals)} | ({"heard": heard} if heard else {})
        return client.get(reverse("pipeline:cards", args=[board.pipeline.pk]), asked)

    return answer


def count_in(answer, stage):
    """How many deals the head of this column says there are."""
    head = answer.text.partition(f'id="head-{stage.pk}"')[2]
    return int(re.search(r'class="count">(\d+)<', head)[1])


def vanish(deal):
    """Take a deal off the board without a word to anybody."""
    Deal.objects.filter(pk=deal.pk).update(status=Deal.Status.LOST, closed_at=timezone.now())


def test_who_sees_the_same_is_given_the_same_heads(ask, cast, board, make_deal):
    first, second = make_deal(cast.alice, board.demo), make_deal(cast.alice, board.demo)
    assert count_in(ask(cast.alice, LATER, first), board.demo) == 2
    vanish(second)
    answer = ask(cast.bob, LATER, first, second)
    assert count_in(answer, board.demo) == 2
    assert re.findall(r'id="deal-(\d+)"', answer.text) == [str(first.pk)]
    assert count_in(ask(cast.bob, EARLIER), board.demo) == 2


@pytest.mark.parametrize("heard", [LATER, "", "nonsense", "1", "-"])
def test_who_has_heard_of_more_is_not(ask, cast, board, make_deal, heard):
    deal = make_deal(cast.alice, board.demo)
    assert count_in(ask(cast.alice, EARLIER), board.demo) == 1
    vanish(deal)
    assert count_in(ask(cast.bob, heard), board.demo) == 0


def test_who_sees_other_deals_is_given_other_heads(ask, cast, board, make_deal):
    deal = make_deal(cast.alice, board.demo)
    assert count_in(ask(cast.alice, LATER, deal), board.demo) == 1
    answer = ask(cast.charlie, LATER, deal)
    assert count_in(answer, board.demo) == 0
    assert f'id="deal-{deal.pk}"' not in answer.text
    assert count_in(ask(cast.ada, LATER), board.demo) == 1


def test_everybody_has_their_own_folds_and_their_own_language(ask, cast, board, make_deal):
    ask(cast.alice, LATER)
    User.objects.filter(pk=cast.gus.pk).update(language="fa")
    ask(cast.gus, LATER)
    assert sorted(language for *_circle, language in changed.kept) == ["en", "fa"]
    BoardSettings.objects.create(user=cast.bob, collapsed=[board.demo.pk])
    assert "Open Demo" in ask(cast.bob, LATER).text
    assert "Open Demo" not in ask(cast.alice, LATER).text


def test_nothing_is_kept_of_a_filter_or_for_a_word_from_the_future(ask, cast, board, make_deal):
    deal = make_deal(cast.alice, board.demo)
    ahead = f"{int(timezone.now().timestamp() * 1000) + 600_000}-0"
    ask(cast.alice, ahead)
    ask(cast.alice, LATER, owner=cast.bob.pk)
    assert changed.kept == {}
    vanish(deal)
    assert count_in(ask(cast.bob, LATER), board.demo) == 0


def test_what_was_drawn_serves_for_a_moment_only(ask, cast, board, make_deal, monkeypatch):
    monkeypatch.setattr(changed, "KEPT_SECONDS", 0)
    deal = make_deal(cast.alice, board.demo)
    ask(cast.alice, LATER)
    vanish(deal)
    assert count_in(ask(cast.bob, LATER), board.demo) == 0


def test_room_is_made_for_new_heads(ask, cast, board, monkeypatch):
    monkeypatch.setattr(changed, "MOST_KEPT", 1)
    ask(cast.alice, LATER)
    ask(cast.charlie, LATER)
    assert len(changed.kept) == 1


def test_many_cards_are_asked_for_at_once(ask, cast, board, make_deal):
    hers = [make_deal(cast.alice, board.demo) for _ in range(5)]
    his = make_deal(cast.charlie, board.demo)
    for part in (hers[:2], hers):
        answer = ask(cast.bob, LATER, *part, his)
        assert re.findall(r'id="deal-(\d+)"', answer.text) == [str(deal.pk) for deal in part]


def test_a_board_that_is_not_there_has_no_cards(client, cast):
    client.force_login(cast.alice)
    assert client.get(reverse("pipeline:cards", args=[99]), {"ids": "1", "heard": LATER}).status_code == 404
