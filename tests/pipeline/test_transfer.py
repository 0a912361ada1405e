"""A deal goes over into another pipeline, alone by its owner or with all the others by an admin."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection, transaction

from forecasting.actions import recompute_everything
from forecasting.listeners import touched
from pipeline.actions import CannotUndo, StageClosed, reopen_deal, undo
from pipeline.actions.pipelines import add_pipeline, move_deals, retire_pipeline
from pipeline.actions.reverting import Reverted, revert_surgery
from pipeline.actions.stages import StageRefused, edit_stage
from pipeline.actions.transferring import transfer_deal
from pipeline.gates import GateClosed
from pipeline.models import Deal, Stage, Surgery
from tests.board import draw
from tests.locks import waiting
from timeline.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def renewals(cast, board):
    """A second pipeline with the same eight stages."""
    return add_pipeline(name="Renewals", by=cast.ada)


@pytest.fixture
def there(renewals):
    return {stage.name.lower(): stage for stage in renewals.stages.standing()}


@pytest.fixture
def deal(cast, board, make_deal):
    return make_deal(cast.alice, board.demo, "A", amount=1000)


def fresh(deal):
    return Deal.objects.select_related("pipeline", "stage").get(pk=deal.pk)


def test_a_deal_goes_over_with_its_history(cast, board, deal, renewals, there):
    transfer_deal(deal, to=there["proposal"], by=cast.alice)
    moved, event = fresh(deal), Event.objects.get(verb="deal.moved")
    assert (moved.pipeline, moved.stage, moved.skips, moved.steps_back) == (renewals, there["proposal"], 0, 0)
    assert event.changes["pipeline"] == [board.pipeline.pk, renewals.pk]
    assert (event.details["from"], event.details["to"]) == ("Demo (New business)", "Proposal (Renewals)")
    assert list(deal.visits.values_list("stage__name", "exit", "exit_to")) == [
        ("Demo", "moved", there["proposal"].pk),
        ("Proposal", "", None),
    ]


def test_both_boards_hear_of_it(cast, board, deal, renewals, there, monkeypatch, django_capture_on_commit_callbacks):
    told = []
    monkeypatch.setattr("timeline.log.publish", lambda board, kind, data, scopes=None: told.append((board, data["to"])))
    with django_capture_on_commit_callbacks(execute=True):
        transfer_deal(deal, to=there["demo"], by=cast.alice)
    assert sorted(told) == [(board.pipeline.pk, None), (renewals.pk, there["demo"].pk)]


def test_undo_brings_it_home(cast, board, deal, there):
    event = transfer_deal(deal, to=there["demo"], by=cast.alice).event
    undo(event, by=cast.alice)
    back = fresh(deal)
    assert (back.pipeline, back.stage, back.rank) == (board.pipeline, board.demo, deal.rank)


def test_the_gates_up_to_there_are_asked(cast, board, make_deal, there):
    unknown = make_deal(cast.alice, board.qualification, "Unknown", qualified=False)
    with pytest.raises(GateClosed):
        transfer_deal(unknown, to=there["demo"], by=cast.alice)
    assert fresh(unknown).stage == board.qualification


def test_the_forecasts_of_both_are_written_anew(cast, board, deal, renewals, there):
    recompute_everything(board.pipeline)
    transfer_deal(deal, to=there["demo"], by=cast.alice)
    found = touched(list(Event.objects.filter(verb="deal.moved")))
    assert {board.pipeline.pk, renewals.pk} <= found.keys()


def test_a_plain_move_does_not_reach_over(as_user, cast, deal, there):
    answer = as_user(cast.alice).post(f"/deals/{deal.pk}/move/", {"stage": there["demo"].pk})
    assert (answer.status_code, fresh(deal).pipeline_id) == (422, deal.pipeline_id)


def test_the_same_number_stands_for_one_deal_in_each_pipeline(cast, board, deal, make_deal, renewals, there):
    twin = make_deal(cast.alice, board.demo, "Twin")
    transfer_deal(twin, to=there["demo"], by=cast.alice)
    Deal.objects.filter(pk=twin.pk).update(external_id="7")
    Deal.objects.filter(pk=deal.pk).update(external_id="7")
    with pytest.raises(StageClosed, match="has a deal with the number 7"):
        transfer_deal(fresh(deal), to=there["demo"], by=cast.alice)
    with pytest.raises(StageRefused, match="has a deal with the number 7"):
        move_deals(board.pipeline, to=renewals, mapping={board.demo: there["demo"]}, by=cast.ada)


def test_a_sale_won_there_is_opened_again_there(cast, deal, there):
    transfer_deal(deal, to=there["close"], by=cast.alice)
    assert reopen_deal(fresh(deal), by=cast.alice).deal.stage == there["prospecting"]


def test_the_same_transfer_sent_twice_is_one(cast, deal, there):
    Deal.objects.filter(pk=deal.pk).update(external_id="7")
    op = uuid4()
    first, again = (transfer_deal(fresh(deal), to=there["demo"], by=cast.alice, op=op) for _turn in range(2))
    assert first.event == again.event


def test_what_was_taken_over_does_not_come_back_beside_its_number(cast, board, deal, make_deal, renewals, there):
    Deal.objects.filter(pk=deal.pk).update(external_id="7")
    move_deals(board.pipeline, to=renewals, mapping={board.demo: there["demo"]}, by=cast.ada)
    twin = make_deal(cast.alice, board.discovery, "Twin")
    Deal.objects.filter(pk=twin.pk).update(external_id="7")
    with pytest.raises(StageRefused, match="^New business has a deal with the number 7 already.$"):
        revert_surgery(Surgery.objects.first(), by=cast.ada)
    assert (fresh(deal).pipeline, draw(there["demo"])) == (renewals, "A")


def test_the_page_moves_it_and_asks_the_gate(as_user, cast, deal, there, board, make_deal):
    page, alice = f"/deals/{deal.pk}/transfer/", as_user(cast.alice)
    assert "Renewals" in alice.get(page).text
    answer = alice.post(page, {"stage": there["demo"].pk, "version": 99})
    assert (answer.status_code, fresh(deal).stage) == (409, board.demo)
    assert alice.post(page, {"stage": board.proposal.pk}).status_code == 422
    assert alice.post(page, {"stage": there["demo"].pk})["Location"] == f"/deals/{deal.pk}/"
    assert fresh(deal).stage == there["demo"]
    unknown = make_deal(cast.alice, board.qualification, "Unknown", qualified=False)
    answer = alice.post(f"/deals/{unknown.pk}/transfer/", {"stage": there["demo"].pk})
    assert (answer.status_code, "Discovery" in answer.text or "needs" in answer.text) == (422, True)


def test_all_deals_go_along_a_mapping_and_back(as_user, cast, board, make_deal, renewals, there):
    for letter, stage in zip("ABCD", (board.discovery, board.discovery, board.demo, board.close), strict=True):
        make_deal(cast.alice, stage, letter, amount=1000)
    admin, page = as_user(cast.ada), f"/settings/pipelines/{board.pipeline.pk}/deals/"
    rows = {
        way.stage.name: (way.count, way.total, way.target.name) for way, _targets in admin.get(page).context["ways"]
    }
    assert rows == {"Discovery": (2, 2000, "Discovery"), "Demo": (1, 1000, "Demo"), "Close": (1, 1000, "Close")}
    chosen = {board.discovery: "proposal", board.demo: "proposal", board.close: "retention"}
    sent = {f"stage_{start.pk}": there[to].pk for start, to in chosen.items()} | {"to": renewals.pk}
    assert admin.post(page, sent).status_code == 302
    assert (draw(there["proposal"]), draw(there["retention"])) == ("A B C", "D")
    assert not Deal.objects.filter(pipeline=board.pipeline).exists()
    assert revert_surgery(Surgery.objects.get(), by=cast.ada) == Reverted(back=4, stayed=0)
    assert (draw(board.discovery), draw(board.demo), draw(board.close)) == ("A B", "C", "D")
    assert Deal.objects.filter(pipeline=board.pipeline).count() == 4


def test_only_the_chosen_go(as_user, cast, board, deal, make_deal, renewals, there):
    other = make_deal(cast.alice, board.demo, "B")
    sent = {"to": renewals.pk, f"stage_{board.demo.pk}": there["demo"].pk, "deals": str(other.pk)}
    as_user(cast.ada).post(f"/settings/pipelines/{board.pipeline.pk}/deals/", sent)
    assert (draw(board.demo), draw(there["demo"])) == ("A", "B")


def test_an_open_deal_is_not_won_by_a_mapping(cast, board, deal, renewals, there):
    with pytest.raises(StageRefused, match="do not fit together"):
        move_deals(board.pipeline, to=renewals, mapping={board.demo: there["close"]}, by=cast.ada)


def test_a_pipeline_is_retired_with_its_deals_moved_and_comes_back_whole(cast, board, deal, renewals, there):
    with pytest.raises(StageRefused, match="holds 1 deal"):
        retire_pipeline(board.pipeline, by=cast.ada)
    retire_pipeline(board.pipeline, to=renewals, mapping={board.demo: there["demo"]}, by=cast.ada)
    assert (fresh(deal).pipeline, fresh(deal).stage) == (renewals, there["demo"])
    with pytest.raises(StageClosed):
        transfer_deal(fresh(deal), to=type(board.demo).objects.get(pk=board.demo.pk), by=cast.alice)
    revert_surgery(Surgery.objects.get(), by=cast.ada)
    home = fresh(deal)
    assert (home.pipeline, home.stage, home.rank, home.pipeline.retired_at) == (
        board.pipeline,
        board.demo,
        deal.rank,
        None,
    )


def test_an_undo_after_a_reshaping_is_refused(cast, board, deal, renewals, there):
    event = transfer_deal(deal, to=there["demo"], by=cast.alice).event
    edit_stage(there["demo"], name="Trial", by=cast.ada)
    move_deals(renewals, to=board.pipeline, mapping={there["demo"]: board.proposal}, by=cast.ada)
    with pytest.raises(CannotUndo):
        undo(event, by=cast.alice)


@pytest.mark.django_db(transaction=True)
def test_of_two_of_the_same_number_at_one_instant_one_goes(cast, board, make_deal, renewals, there):
    """Both look before either has arrived; the second hears it in a sentence, however late."""
    third = add_pipeline(name="Partners", by=cast.ada)
    deals = [make_deal(cast.alice, board.demo, "A"), make_deal(cast.alice, third.stages.get(name="Demo"), "B")]
    Deal.objects.update(external_id="7")

    def go(deal):
        try:
            transfer_deal(fresh(deal), to=there["demo"], by=cast.alice)
            return "went"
        except StageClosed as refusal:
            return str(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool, transaction.atomic():
        Stage.objects.select_for_update().get(pk=there["demo"].pk)
        answers = pool.map(go, deals)
        while waiting() < 2:
            pass
    assert sorted(answers) == ["Renewals has a deal with the number 7 already.", "went"]
    assert Deal.objects.filter(pipeline=renewals).count() == 1
