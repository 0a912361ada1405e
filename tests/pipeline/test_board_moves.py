"""The move over HTTP: one form behind drag, finger, keys and menu, and what each answer holds."""

from uuid import uuid4

import pytest
from django.urls import reverse

from pipeline.models import Deal, LostReason
from tests.board import draw
from timeline.models import Event

SCRIPT = {"HX-Request": "true"}


@pytest.fixture
def move(as_user):
    """`move(person, deal, stage, …)`: the move form, sent by the page's script unless told."""

    def send(person, deal, stage, /, *, script=True, query="", **fields):
        url = reverse("pipeline:deal-move", args=[deal.pk]) + query
        data = {"stage": stage.pk, "version": deal.stage_version, "op": str(uuid4())} | fields
        return as_user(person).post(url, data, headers=SCRIPT if script else {})

    return send


def beside(prev=None, next=None):
    return {"place": "between"} | (
        ({"prev": prev.pk, "prev_rank": prev.rank} if prev else {})
        | ({"next": next.pk, "next_rank": next.rank} if next else {})
    )


def test_a_move_answers_with_card_heads_toast_and_words(move, cast, board, make_deal):
    """Demo: [A] B  →  Demo: B, Proposal: A"""
    a, _b = (make_deal(cast.alice, board.demo, title, amount=1000) for title in "AB")
    answer = move(cast.alice, a, board.proposal)
    assert answer.status_code == 200
    assert (draw(board.demo), draw(board.proposal)) == ("B", "A")
    assert answer.text.count("<header id=") == 8
    assert f'id="deal-{a.pk}" data-stage="{board.proposal.pk}"' in answer.text
    assert "Moved to Proposal" in answer.text
    assert "A moved to Proposal, 1 of 1. Proposal now holds <bdi>€1.0k</bdi>." in answer.text
    assert reverse("pipeline:undo", args=[Event.objects.latest("id").pk]) in answer.text


def test_between_two_neighbours(move, cast, board, make_deal):
    """Demo: A B · Proposal: [C]  →  Demo: A C B"""
    a, b = (make_deal(cast.alice, board.demo, title) for title in "AB")
    c = make_deal(cast.alice, board.proposal, "C")
    move(cast.alice, c, board.demo, **beside(a, b))
    assert draw(board.demo) == "A C B"


@pytest.mark.parametrize(
    ("place", "drawing"), [("top", "C A B D"), ("bottom", "A B D C"), ("up", "A C B D"), ("down", "A B D C")]
)
def test_the_places_of_the_menu(move, cast, board, make_deal, place, drawing):
    """Demo: A B [C] D"""
    deals = {title: make_deal(cast.alice, board.demo, title) for title in "ABCD"}
    move(cast.alice, deals["C"], board.demo, place=place)
    assert draw(board.demo) == drawing


def test_the_same_operation_again_gets_the_same_answer(move, cast, board, make_deal):
    a, op = make_deal(cast.alice, board.demo, "A"), str(uuid4())
    first, again = (move(cast.alice, a, board.proposal, op=op) for _turn in range(2))
    assert (first.status_code, again.status_code) == (200, 200)
    assert Event.objects.filter(verb="deal.moved").count() == 1


def test_a_deal_moved_meanwhile_is_a_conflict_that_says_by_whom(move, cast, board, make_deal):
    a = make_deal(cast.alice, board.demo, "A")
    move(cast.bob, a, board.negotiation)
    answer = move(cast.alice, a, board.proposal)
    assert answer.status_code == 409
    assert "Bob Baker moved this deal to Negotiation" in answer.text
    assert f'id="deal-{a.pk}" data-stage="{board.negotiation.pk}"' in answer.text
    assert draw(board.negotiation) == "A"


def test_a_closed_gate_asks_for_what_is_missing_and_keeps_the_text(move, cast, board, make_deal):
    a = make_deal(cast.alice, board.prospecting, "A", qualified=False)
    asked = move(cast.alice, a, board.discovery)
    assert asked.status_code == 422
    assert "Discovery needs Budget, Authority, Need and Timeline" in asked.text
    half = move(cast.alice, a, board.discovery, gate=1, budget=2, budget_evidence="The CFO <said> so")
    assert half.status_code == 422
    assert "The CFO &lt;said&gt; so" in half.text
    assert draw(board.prospecting) == "A"
    answers = dict.fromkeys(("budget", "authority", "need", "timeline"), 2)
    assert move(cast.alice, a, board.discovery, gate=1, **answers).status_code == 200
    assert draw(board.discovery) == "A"


def test_a_stranger_finds_no_deal(move, as_user, cast, board, make_deal):
    a = make_deal(cast.alice, board.demo, "A")
    assert move(cast.charlie, a, board.proposal).status_code == 404
    assert as_user(cast.charlie).get(reverse("pipeline:deal-move", args=[a.pk])).status_code == 404
    assert draw(board.demo) == "A"


def test_a_guest_gets_a_sentence(move, cast, board, make_deal):
    a = make_deal(cast.alice, board.demo, "A")
    with_script, without = (move(cast.gus, a, board.proposal, script=script) for script in (True, False))
    assert (with_script.status_code, without.status_code) == (403, 403)
    assert "Guests can look, but not move deals." in with_script.text
    assert draw(board.demo) == "A"


@pytest.mark.parametrize(
    "nonsense", [{"stage": 999}, {"prev": "x"}, {"prev": 2**70}, {"op": "x"}, {"version": -1}, {"place": "sideways"}]
)
def test_nonsense_is_refused_and_changes_nothing(move, cast, board, make_deal, nonsense):
    a = make_deal(cast.alice, board.demo, "A")
    assert move(cast.alice, a, board.proposal, **nonsense).status_code == 422
    assert draw(board.demo) == "A"


def test_a_made_up_rank_is_no_place(move, cast, board, make_deal):
    a, b = make_deal(cast.alice, board.demo, "A"), make_deal(cast.alice, board.proposal, "B")
    assert move(cast.alice, a, board.proposal, place="between", prev_rank="'; --", next=b.pk).status_code == 200
    assert draw(board.proposal) == "A B"


def test_without_a_script_the_board_comes_back_with_its_filter(move, cast, board, make_deal):
    a = make_deal(cast.alice, board.demo, "A")
    answer = move(cast.alice, a, board.proposal, script=False, query=f"?owner={cast.alice.pk}")
    assert answer.status_code == 302
    assert answer.url == reverse("pipeline:board", args=[board.pipeline.pk]) + f"?owner={cast.alice.pk}"


def test_heads_follow_the_filter(move, cast, board, make_deal):
    make_deal(cast.bob, board.proposal, "His", amount=9000)
    a = make_deal(cast.alice, board.demo, "A", amount=1000)
    answer = move(cast.alice, a, board.proposal, query=f"?owner={cast.alice.pk}")
    assert "1 of 1. Proposal now holds <bdi>€1.0k</bdi>." in answer.text


def test_the_choices_say_what_each_stage_means(as_user, cast, board, make_deal):
    a = make_deal(cast.alice, board.prospecting, "A", amount=10_000, qualified=False)
    page = as_user(cast.alice).get(reverse("pipeline:deal-move", args=[a.pk]))
    assert "20%, weighted <bdi>€2.0k</bdi>" in page.text
    assert "Needs Budget, Authority, Need and Timeline" in page.text


# ── Undo ──


def undo(as_user, person, event, **options):
    return as_user(person).post(reverse("pipeline:undo", args=[event.pk]), headers=SCRIPT, **options)


def test_undo_brings_the_card_back(move, as_user, cast, board, make_deal):
    """Demo: A [B] C  →  Demo: A C  →  Demo: A B C"""
    _a, b, _c = (make_deal(cast.alice, board.demo, title) for title in "ABC")
    move(cast.alice, b, board.proposal)
    answer = undo(as_user, cast.alice, Event.objects.latest("id"))
    assert answer.status_code == 200
    assert "is back in Demo" in answer.text
    assert draw(board.demo) == "A B C"
    assert undo(as_user, cast.alice, Event.objects.get(verb="deal.moved")).status_code == 409


def test_undo_is_nothing_for_strangers_guests_and_links(move, as_user, cast, board, make_deal):
    move(cast.alice, make_deal(cast.alice, board.demo, "A"), board.proposal)
    event = Event.objects.latest("id")
    assert undo(as_user, cast.charlie, event).status_code == 404
    assert undo(as_user, cast.gus, event).status_code == 403
    assert as_user(cast.alice).get(reverse("pipeline:undo", args=[event.pk])).status_code == 405


# ── Lose ──


def test_losing_takes_the_card_off_the_board(as_user, cast, board, make_deal):
    a = make_deal(cast.alice, board.demo, "A")
    url = reverse("pipeline:deal-lose", args=[a.pk])
    assert "Why was it lost?" in as_user(cast.alice).get(url).text
    empty = as_user(cast.alice).post(url, {"note": "They went quiet"}, headers=SCRIPT)
    assert (empty.status_code, "They went quiet" in empty.text) == (422, True)
    answer = as_user(cast.alice).post(url, {"reason": LostReason.objects.first().pk}, headers=SCRIPT)
    assert (answer.status_code, f'data-gone="{a.pk}"' in answer.text) == (200, True)
    assert Deal.objects.get(pk=a.pk).status == "lost"
    assert as_user(cast.charlie).post(url).status_code == 404
    assert as_user(cast.gus).post(url).status_code == 403


# ── Quick add ──


def test_quick_add_puts_a_deal_on_top(as_user, cast, board, make_deal):
    make_deal(cast.alice, board.prospecting, "A")
    url = reverse("pipeline:quick-add", args=[board.prospecting.pk])
    answer = as_user(cast.alice).post(url, {"title": "New", "amount": "12,400"}, headers=SCRIPT)
    assert answer.status_code == 200
    assert draw(board.prospecting) == "New A"
    assert Deal.objects.get(title="New").amount == 12_400


def test_quick_add_keeps_the_text_of_a_refusal(as_user, cast, board):
    url = reverse("pipeline:quick-add", args=[board.prospecting.pk])
    for headers in (SCRIPT, {}):
        answer = as_user(cast.alice).post(url, {"title": "New", "amount": "12,40,x"}, headers=headers)
        assert answer.status_code == 422
        assert 'value="New"' in answer.text
        assert "Write a number, like 12,400." in answer.text
    behind_a_gate = reverse("pipeline:quick-add", args=[board.demo.pk])
    assert as_user(cast.alice).post(behind_a_gate, {"title": "New"}, headers=SCRIPT).status_code == 422
    assert as_user(cast.gus).post(url, {"title": "New"}, headers=SCRIPT).status_code == 403
    assert as_user(cast.alice).get(url).status_code == 405
    assert Deal.objects.count() == 0
