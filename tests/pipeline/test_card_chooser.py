"""Each person's own board: at most six facts on a card, two densities, stages folded away."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from pipeline.actions import park_deal
from pipeline.actions.board_settings import choose_card, fold_stage
from pipeline.models import BoardSettings, Deal

BOARD = reverse("pipeline:board")
HTMX = {"HX-Request": "true"}


@pytest.fixture
def deal(cast, board, make_deal):
    deal = make_deal(cast.alice, board.demo, amount=48_000, source="Trade fair", expected_close=date(2031, 3, 4))
    Deal.objects.filter(pk=deal.pk).update(proposal="opened", pushes=2, product="Cold chain")
    return deal


@pytest.fixture
def alice(as_user, cast):
    return as_user(cast.alice)


@pytest.fixture
def choose(alice, board):
    def send(*facts, **other):
        return alice.post(reverse("pipeline:taste", args=[board.pipeline.pk]), {"facts": facts, **other})

    return send


def own(cast):
    return BoardSettings.objects.get(user=cast.alice)


def card(client, path=BOARD, **asked):
    """The one card, as the board writes it."""
    text = client.get(path, asked).text
    return text[text.index('<li class="card') :].partition("</li>")[0]


def test_the_usual_card_shows_six_facts(alice, deal):
    said = card(alice)
    for words in ("Nordkyst Fisk", "No next step", "0 d", "BANT: 4 of 4", "Proposal: Opened", "Alice Archer"):
        assert words in said
    assert "Trade fair" not in said


def test_six_others_show_instead(alice, choose, deal, board):
    assert choose("close", "source", "product", "odds", "pushes", "proposal").status_code == 302
    said = card(alice)
    for words in ("Tue 4 Mar 2031", "Trade fair", "Cold chain", "50%", "put off 2 times", "Opened"):
        assert words in said
    for words in ("Nordkyst Fisk", "No next step", "BANT", "Alice Archer"):
        assert words not in said


@pytest.mark.parametrize("answer", ["cards", "move"])
def test_they_show_wherever_cards_are_written(alice, choose, deal, board, answer):
    choose("source")
    asked = {
        "cards": lambda: alice.get(reverse("pipeline:cards", args=[board.pipeline.pk]), {"ids": deal.pk}),
        "move": lambda: alice.post(
            reverse("pipeline:deal-move", args=[deal.pk]), {"stage": board.proposal.pk}, headers=HTMX
        ),
    }
    said = asked[answer]().text
    assert ("Trade fair" in said, "Nordkyst Fisk" in said) == (True, False)


def test_a_seventh_is_refused_kindly(cast, choose, deal):
    answer = choose("company", "label", "step", "days", "bant", "owner", "source")
    assert (answer.status_code, BoardSettings.objects.exists()) == (422, False)
    assert "A card holds six of these. Take 1 away." in answer.text
    assert len(answer.context["form"]["facts"].value()) == 7


def test_a_made_up_fact_is_refused(choose, deal):
    assert choose("salary").status_code == 422


def test_the_usual_choice_is_no_choice(cast, choose, deal):
    choose("owner", "bant", "days", "step", "label", "company")
    assert own(cast).facts is None


def test_nothing_at_all_may_be_chosen(cast, alice, choose, deal):
    choose()
    assert own(cast).facts == []
    said = card(alice)
    assert ("Reefer fleet" in said, "€48,000" in said, "Nordkyst Fisk" in said) == (True, True, False)


def test_the_board_stands_dense(cast, alice, choose, deal):
    choose("company", is_compact="1")
    assert own(cast).is_compact is True
    assert 'class="board-page compact"' in alice.get(BOARD).text


def test_it_is_a_dialog_for_a_script_and_a_page_without_one(alice, board):
    address = reverse("pipeline:taste", args=[board.pipeline.pk])
    assert alice.get(address, headers=HTMX).text.startswith("<dialog")
    assert "<!doctype html>" in alice.get(address).text


def test_nobody_elses_board_changes(as_user, cast, choose, deal):
    choose("source")
    assert "Nordkyst Fisk" in card(as_user(cast.bob))


def test_a_folded_stage_keeps_its_head_and_brings_no_cards(as_user, cast, board, deal):
    fold_stage(cast.alice, board.demo, is_folded=True)
    page = as_user(cast.alice).get(BOARD)
    demo = next(column for column in page.context["columns"] if column.stage == board.demo)
    assert (demo.cards, demo.count, demo.total, demo.is_folded) == ([], 1, 48_000, True)
    assert ('<li class="card' in page.text, 'hx-get="/columns/' in page.text) == (False, False)


def test_folding_answers_with_the_column(cast, alice, board, deal):
    address = reverse("pipeline:fold", args=[board.pipeline.pk])
    folded = alice.post(address, {"fold": board.demo.pk}, headers=HTMX)
    assert (f'id="col-{board.demo.pk}"' in folded.text, "Reefer fleet" in folded.text) == (True, False)
    assert own(cast).collapsed == [board.demo.pk]
    opened = alice.post(address, {"open": board.demo.pk}, headers=HTMX)
    assert ("Reefer fleet" in opened.text, own(cast).collapsed) == (True, [])


def test_folding_without_a_script_leads_back_to_the_board(alice, board, deal):
    answer = alice.post(reverse("pipeline:fold", args=[board.pipeline.pk]), {"fold": board.demo.pk})
    assert (answer.status_code, answer.url) == (302, reverse("pipeline:board", args=[board.pipeline.pk]))


@pytest.mark.parametrize("asked", ["", "x", "99999999"])
def test_a_stage_that_is_gone_leads_back_to_the_board(cast, alice, board, asked):
    answer = alice.post(reverse("pipeline:fold", args=[board.pipeline.pk]), {"fold": asked})
    assert (answer.status_code, answer.url) == (302, reverse("pipeline:board", args=[board.pipeline.pk]))
    assert not BoardSettings.objects.filter(user=cast.alice).exists()


def test_own_choices_cost_no_query(cast, as_user, board, deal, django_assert_max_num_queries):
    choose_card(cast.alice, facts=["source", "close"], is_compact=True)
    fold_stage(cast.alice, board.close, is_folded=True)
    client = as_user(cast.alice)
    client.get(BOARD)
    with django_assert_max_num_queries(12):
        client.get(BOARD)


def test_a_stale_card_tells_idle_time_and_stage_time_apart(alice, deal):
    now = timezone.now()
    Deal.objects.update(entered_stage_at=now - timedelta(days=60), touched_at=now - timedelta(days=40))
    said = card(alice)
    assert 'class="card stale"' in said
    assert '<i>60 d</i><span class="i i-stale s12" role="img" aria-label="Idle"></span>40 d' in said


def test_a_parked_card_is_quiet_and_says_until_when(cast, alice, deal):
    until = timezone.localdate() + timedelta(days=400)
    park_deal(deal, until=until, by=cast.alice)
    said = card(alice)
    assert 'class="card parked"' in said
    assert f"until {until:%a} {until.day} {until:%b %Y}" in said
    assert "No next step" not in said


def test_what_is_parked_is_summed_and_found(cast, alice, deal, board, make_deal):
    make_deal(cast.alice, board.demo, "Milk run")
    park_deal(deal, until=timezone.localdate() + timedelta(days=9), by=cast.alice)
    page = alice.get(BOARD)
    assert (page.context["summary"].parked, page.context["summary"].parked_total) == (1, 48_000)
    assert "1 parked" in page.text
    found = alice.get(BOARD, {"parked": 1})
    assert ("Reefer fleet" in found.text, "Milk run" in found.text) == (True, False)
