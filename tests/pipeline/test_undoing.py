"""Undo of everything: acts over many deals, edits, rest; what others did since stays; twice counts once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from pipeline.actions import (
    CannotUndo,
    edit_deal,
    edit_deals,
    last_act,
    lose_deal,
    lose_deals,
    move_deal,
    move_deals,
    park_deal,
    park_deals,
    undo,
    undo_bulk,
    unpark_deal,
)
from pipeline.actions.setup import EIGHT_STAGES, make_pipeline
from pipeline.actions.stages import edit_stage, retire_stage
from pipeline.actions.transferring import transfer_deal
from pipeline.models import Deal, LostReason, StageVisit
from tests.board import draw
from timeline.listeners import catch_up, listen, registry
from timeline.models import Event, Outgoing
from timeline.outgoing import queue_email, send_waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def deals(cast, board, make_deal):
    """Demo: a b c; Proposal: x."""
    made = {title: make_deal(cast.alice, board.demo, title, amount=1000) for title in "abc"}
    return made | {"x": make_deal(cast.alice, board.proposal, "x")}


def last_event(deal):
    return Event.objects.filter(subject=f"deal:{deal.pk}").order_by("-id").first()


def test_an_act_goes_back_as_one(cast, board, deals):
    """Demo: [a] b [c], Proposal: x  →  and back, each into its own gap."""
    bulk = uuid4()
    move_deals([deals["a"], deals["c"]], to=board.proposal, by=cast.alice, bulk=bulk)
    report = undo_bulk(bulk, by=cast.alice)
    assert [outcome.deal.title for outcome in report.done] == ["a", "c"]
    assert (draw(board.demo), draw(board.proposal)) == ("a b c", "x")
    visits = StageVisit.objects.standing().filter(deal=deals["a"])
    assert [(visit.stage, visit.left_at) for visit in visits] == [(board.demo, None)]
    undone = Event.objects.filter(undoes__isnull=False)
    assert {event.undoes for event in undone} == set(Event.objects.of_bulk(bulk))


def test_what_somebody_moved_on_stays_and_is_reported(cast, board, deals):
    bulk = uuid4()
    move_deals([deals["a"], deals["b"]], to=board.proposal, by=cast.alice, bulk=bulk)
    move_deal(deals["a"], to=board.negotiation, by=cast.bob)
    report = undo_bulk(bulk, by=cast.alice)
    assert [outcome.deal.title for outcome in report.done] == ["b"]
    assert report.refused[0].refusal == "The deal has moved on since: it is in Negotiation now."
    with pytest.raises(CannotUndo):
        undo_bulk(bulk, by=cast.alice)


def test_losses_and_owners_come_back_together(cast, board, deals):
    lost, given = uuid4(), uuid4()
    lose_deals([deals["a"]], reason=LostReason.objects.first(), by=cast.alice, bulk=lost)
    edit_deals([deals["b"], deals["c"]], owner=cast.bob, by=cast.alice, bulk=given)
    undo_bulk(lost, by=cast.alice)
    undo_bulk(given, by=cast.alice)
    assert set(Deal.objects.values_list("owner", "status")) == {(cast.alice.pk, "open")}
    assert draw(board.demo) == "a b c"


def test_an_edit_goes_back_where_it_still_stands(cast, deals):
    day = timezone.localdate() + timedelta(days=40)
    edit_deal(deals["a"], by=cast.alice, amount=5000, expected_close=day)
    edited = last_event(deals["a"])
    edit_deal(deals["a"], by=cast.bob, amount=6000)
    done = undo(edited, by=cast.alice)
    assert (done.deal.amount, done.deal.expected_close) == (6000, None)
    assert done.kept == "Bob Baker changed the value since."
    assert not Event.objects.standing().filter(pk=edited.pk).exists()


def test_an_edit_that_was_overwritten_says_by_whom(cast, deals):
    edit_deal(deals["a"], by=cast.alice, amount=5000)
    edited = last_event(deals["a"])
    edit_deal(deals["a"], by=cast.bob, amount=6000)
    with pytest.raises(CannotUndo, match="Bob Baker changed the value since."):
        undo(edited, by=cast.alice)
    assert Deal.objects.get(pk=deals["a"].pk).amount == 6000


def test_putting_off_no_longer_counts_once_undone(cast, deals):
    today = timezone.localdate()
    deal = edit_deal(deals["a"], by=cast.alice, expected_close=today)
    deal = edit_deal(deal, by=cast.alice, expected_close=today + timedelta(days=62))
    assert deal.pushes == 1
    back = undo(last_event(deal), by=cast.alice).deal
    assert (back.pushes, back.expected_close) == (0, today)


def test_rest_is_taken_back(cast, deals):
    move = park_deal(deals["a"], until=timezone.localdate() + timedelta(days=9), reason="Spring", by=cast.alice)
    back = undo(move.event, by=cast.alice).deal
    assert (back.parked_until, back.parked_reason) == (None, "")


def test_one_after_the_other_back_to_the_beginning(cast, board, deals):
    first = move_deal(deals["a"], to=board.proposal, by=cast.alice)
    second = move_deal(deals["a"], to=board.negotiation, by=cast.alice)
    with pytest.raises(CannotUndo, match="it is in Negotiation now"):
        undo(first.event, by=cast.alice)
    assert last_act(cast.alice) == second.event
    undo(second.event, by=cast.alice)
    assert last_act(cast.alice) == first.event
    undo(first.event, by=cast.alice)
    assert (last_act(cast.alice).verb, draw(board.demo)) == ("deal.created", "a b c")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("many", [True, False])
def test_twice_at_once_counts_once(cast, board, make_deal, many):
    deal, bulk = make_deal(cast.alice, board.demo, "a"), uuid4()
    event = move_deals([deal], to=board.proposal, by=cast.alice, bulk=bulk).done[0].event

    def take_back(_turn):
        try:
            return bool(undo_bulk(bulk, by=cast.alice) if many else undo(event, by=cast.alice))
        except CannotUndo as refusal:
            return str(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(take_back, range(4)))
    assert sorted(map(str, answers)) == ["This was undone already."] * 3 + ["True"]
    assert Event.objects.filter(undoes=event).count() == 1
    assert draw(board.demo) == "a"


@pytest.fixture
def letters():
    """A listener that writes a letter for every move, ten seconds behind."""

    @listen("letters", verbs=["deal.moved"], respects_undo=True, from_beginning=True)
    def write(events):
        for event in events:
            queue_email(key=f"moved:{event.pk}", to="x@y.example", subject="Moved", text="It moved.", event=event)

    yield
    del registry["letters"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("is_undone", "written"), [(False, 1), (True, 0)])
def test_a_letter_waits_until_undo_has_passed(cast, board, make_deal, letters, is_undone, written):
    move = move_deal(make_deal(cast.alice, board.demo, "a"), to=board.proposal, by=cast.alice)
    catch_up(["letters"])
    assert Outgoing.objects.count() == 0
    if is_undone:
        undo(move.event, by=cast.alice)
    catch_up(["letters"], undo_window=timedelta(0))
    assert (Outgoing.objects.count(), send_waiting()) == (written, written)


@pytest.mark.django_db(transaction=True)
def test_a_letter_on_its_way_is_dropped(cast, board, make_deal):
    move = move_deal(make_deal(cast.alice, board.demo, "a"), to=board.proposal, by=cast.alice)
    queue_email(key="k", to="x@y.example", subject="Moved", text="It moved.", event=move.event)
    undo(move.event, by=cast.alice)
    assert (send_waiting(), Outgoing.objects.get().dropped_at is None) == (0, False)


# ── Over HTTP ──

SCRIPT = {"HX-Request": "true"}


def bulk_post(client, *, script=True, query="", **fields):
    return client.post(reverse("pipeline:bulk") + query, fields, headers=SCRIPT if script else {})


def test_the_act_answers_with_cards_toast_and_report(as_user, cast, board, deals, make_deal):
    closed = make_deal(cast.alice, board.prospecting, "closed", qualified=False)
    ids = f"{deals['a'].pk}.{deals['a'].stage_version},{closed.pk}"
    answer = bulk_post(as_user(cast.alice), act="move", ids=ids, stage=board.proposal.pk, bulk=str(uuid4()))
    assert answer.status_code == 200
    assert "Moved 1 deal to Proposal" in answer.text
    assert "1 deal stays as it is" in answer.text
    assert f'data-done="{deals["a"].pk}"' in answer.text
    assert draw(board.proposal) == "a x"
    last = as_user(cast.alice).post(reverse("pipeline:undo-last"), headers=SCRIPT)
    assert "Undone: 1 deal is as before" in last.text
    assert draw(board.demo) == "a b c"


def test_the_words_name_the_deal_and_say_whether_it_rests(as_user, cast, board, deals):
    client, until = as_user(cast.alice), timezone.localdate() + timedelta(days=30)
    park_deal(deals["a"], until=until, by=cast.alice)
    last = reverse("pipeline:undo-last")
    assert "Undone: a is not parked" in client.post(last, headers=SCRIPT).text
    park_deal(deals["b"], until=until, by=cast.alice)
    unpark_deal(Deal.objects.get(pk=deals["b"].pk), by=cast.alice)
    assert "Undone: b is parked until" in client.post(last, headers=SCRIPT).text
    move_deal(deals["c"], to=board.proposal, by=cast.alice)
    assert "Undone: c is back in Demo" in client.post(last, headers=SCRIPT).text


def test_without_a_script_it_is_the_page_it_was_asked_from_with_undo(as_user, cast, board, deals):
    asked = bulk_post(as_user(cast.alice), script=False, ask="move", ids=[deals["a"].pk, deals["b"].pk])
    assert "Move 2 deals to…" in asked.text
    client, query = as_user(cast.alice), f"?pipeline={board.pipeline.pk}&owner={cast.alice.pk}&face=list"
    move = {"act": "move", "ids": [deals["a"].pk], "stage": board.proposal.pk}
    done = client.get(bulk_post(client, script=False, query=query, **move).url)
    assert "Moved 1 deal to Proposal" in done.text
    assert done.context["sight"].filter.data["owner"] == str(cast.alice.pk)
    bulk = Event.objects.filter(verb="deal.moved").get().details["bulk"]
    assert reverse("pipeline:undo-bulk", args=[bulk]) in done.text


def test_what_one_may_not_see_is_absent(as_user, cast, board, deals):
    answer = bulk_post(as_user(cast.charlie), act="move", ids=deals["a"].pk, stage=board.proposal.pk)
    assert (answer.status_code, draw(board.demo)) == (422, "a b c")
    assert "Somebody threw it away meanwhile" in answer.text
    refused = bulk_post(as_user(cast.gus), act="move", ids=deals["a"].pk, stage=board.proposal.pk)
    assert (refused.status_code, "Guests can look" in refused.text) == (403, True)


@pytest.mark.parametrize("fields", [{"act": "move"}, {"act": "move", "stage": 10**9}, {"act": "park", "until": "x"}])
def test_nonsense_is_asked_again_with_the_text_kept(as_user, cast, board, deals, fields):
    answer = bulk_post(as_user(cast.alice), ids=deals["a"].pk, **fields)
    assert (answer.status_code, f"{deals['a'].pk}." in answer.text) == (422, True)
    assert draw(board.demo) == "a b c"


def test_strangers_find_no_act(as_user, cast, board, deals):
    bulk = uuid4()
    move_deals([deals["a"]], to=board.proposal, by=cast.alice, bulk=bulk)
    url = reverse("pipeline:undo-bulk", args=[bulk])
    assert as_user(cast.charlie).post(url, headers=SCRIPT).status_code == 404
    assert as_user(cast.bob).post(url, headers=SCRIPT).status_code == 409
    assert as_user(cast.gus).post(url, headers=SCRIPT).status_code == 403
    assert as_user(cast.alice).get(url).status_code == 405
    assert as_user(cast.mona).post(url, headers=SCRIPT).status_code == 200
    assert draw(board.demo) == "a b c"


def test_no_deal_goes_back_into_a_stage_out_of_use(cast, board, deals):
    done = move_deal(deals["a"], to=board.proposal, by=cast.alice)
    retire_stage(board.demo, to=board.discovery, by=cast.ada)
    with pytest.raises(CannotUndo, match="Demo was changed since and takes this deal no longer."):
        undo(done.event, by=cast.alice)
    deals["a"].refresh_from_db()
    assert deals["a"].stage == board.proposal


def test_no_open_deal_goes_back_into_a_stage_that_wins(cast, board, deals):
    done = move_deal(deals["x"], to=board.demo, by=cast.alice)
    edit_stage(board.proposal, kind="won", by=cast.ada)
    with pytest.raises(CannotUndo, match="Proposal was changed since"):
        undo(done.event, by=cast.alice)


def test_a_loss_is_not_taken_back_in_a_stage_out_of_use(cast, board, deals):
    lost = lose_deal(deals["x"], reason=LostReason.objects.first(), by=cast.alice)
    retire_stage(board.proposal, by=cast.ada)
    with pytest.raises(CannotUndo, match="Proposal was changed since"):
        undo(lost.event, by=cast.alice)


def test_no_deal_goes_back_beside_another_of_its_number(cast, deals):
    other = make_pipeline(EIGHT_STAGES, name="Partners", currency="EUR")
    Deal.objects.filter(pk=deals["a"].pk).update(external_id="K-7")
    deals["a"].refresh_from_db()
    gone = transfer_deal(deals["a"], to=other.stages.first(), by=cast.alice)
    Deal.objects.filter(pk=deals["b"].pk).update(external_id="K-7")
    with pytest.raises(CannotUndo, match="has a deal with the number K-7 already."):
        undo(gone.event, by=cast.alice)


def test_one_takes_nothing_back_of_what_one_no_longer_sees(cast, deals, as_user):
    """Alice parked a and b; a was then given to another team, which named it anew."""
    day, bulk = timezone.localdate() + timedelta(days=40), uuid4()
    park_deals([deals["a"], deals["b"]], until=day, by=cast.alice, bulk=bulk)
    edit_deal(deals["a"], by=cast.ada, owner=cast.charlie, title="Quiet talks")
    page = as_user(cast.alice).post(reverse("pipeline:undo-bulk", args=[bulk]), headers={"HX-Request": "true"})
    assert page.status_code == 200
    assert "Quiet talks" not in page.text
    assert list(Deal.objects.parked()) == [deals["a"]]


def test_z_passes_over_what_one_no_longer_sees(cast, board, deals, as_user):
    move_deal(deals["b"], to=board.proposal, by=cast.alice)
    move_deal(deals["a"], to=board.proposal, by=cast.alice)
    edit_deal(deals["a"], by=cast.ada, owner=cast.charlie)
    page = as_user(cast.alice).post(reverse("pipeline:undo-last"), headers={"HX-Request": "true"})
    assert page.status_code == 200
    assert draw(board.demo) == "b c"
    assert draw(board.proposal) == "a x"
