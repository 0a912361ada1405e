"""Where a deal comes back to when its place is taken, or its stage is out of use."""

import pytest

from accounts.bin.actions import restore, throw_away
from accounts.models import BinnedRecord
from leads.duplicates.merging import merge
from leads.models import Company, Contact
from pipeline.actions import edit_deal, lose_deal, move_deal, win_deal
from pipeline.actions.pipelines import add_pipeline, move_deals, retire_pipeline
from pipeline.actions.stages import retire_stage
from pipeline.models import Deal, DealContact, LostReason, StageVisit
from tests.board import draw

pytestmark = pytest.mark.django_db


def bring_back(by):
    return restore(list(BinnedRecord.objects.order_by("pk")), by=by)


@pytest.fixture
def three(cast, board, make_deal):
    """A, B and C in the demo, from top to bottom."""
    return [make_deal(cast.alice, board.demo, title, amount=1000) for title in "ABC"]


def test_a_deal_comes_back_to_its_place(cast, board, three):
    throw_away([three[1]], by=cast.alice)
    assert draw(board.demo) == "A C"
    bring_back(cast.alice)
    assert draw(board.demo) == "A B C"


def test_a_taken_place_is_next_to_whoever_took_it(cast, board, three, make_deal):
    throw_away(three[:2], by=cast.alice)
    Deal.objects.filter(pk=three[2].pk).update(rank=three[0].rank)
    taker = make_deal(cast.alice, board.demo, "D")
    Deal.objects.filter(pk=taker.pk).update(rank=three[1].rank)
    bring_back(cast.alice)
    assert draw(board.demo) == "C A D B"


def test_where_its_stage_is_out_of_use_it_goes_to_the_first_one_like_it(cast, board, three):
    three[0].refresh_from_db()
    version = three[0].stage_version
    throw_away(three, by=cast.alice)
    retire_stage(board.demo, by=cast.ada)
    bring_back(cast.alice)
    assert draw(board.prospecting) == "A B C"
    deal = Deal.objects.get(pk=three[0].pk)
    assert (deal.stage_version, deal.pipeline) == (version + 1, board.pipeline)
    visits = [(visit.stage_id, visit.exit, visit.exit_to_id) for visit in deal.visits.order_by("pk")]
    assert visits == [(board.demo.pk, "reshaped", board.prospecting.pk), (board.prospecting.pk, "", None)]
    assert StageVisit.objects.filter(left_at=None).count() == 3


def test_what_was_won_comes_back_to_a_stage_that_is_won(cast, board, three):
    win_deal(three[0], by=cast.alice)
    deal = Deal.objects.select_related("stage").get(pk=three[0].pk)
    other = next(one for one in board.stages if not one.is_open and one != deal.stage)
    move_deal(deal, to=other, by=cast.alice)
    throw_away([deal], by=cast.alice)
    retire_stage(other, by=cast.ada)
    bring_back(cast.alice)
    back = Deal.objects.select_related("stage").get(pk=deal.pk)
    assert (back.status, back.stage.is_open, back.stage.retired_at) == ("won", False, None)


def test_a_lost_deal_keeps_the_stage_it_was_lost_in(cast, board, three):
    lose_deal(three[0], reason=LostReason.objects.first(), by=cast.alice)
    throw_away([Deal.objects.get(pk=three[0].pk)], by=cast.alice)
    retire_stage(board.demo, to=board.prospecting, by=cast.ada)
    bring_back(cast.alice)
    assert Deal.objects.get(pk=three[0].pk).stage == board.demo


def test_where_its_pipeline_is_out_of_use_it_goes_to_the_first_that_is_in_use(cast, board, three):
    other = add_pipeline(name="Partners", by=cast.ada)
    stages = {stage.name: stage for stage in other.stages.standing()}
    throw_away([three[0]], by=cast.alice)
    move_deals(board.pipeline, to=other, mapping={board.demo: stages["Demo"]}, by=cast.ada)
    retire_pipeline(board.pipeline, by=cast.ada)
    bring_back(cast.alice)
    back = Deal.objects.get(pk=three[0].pk)
    assert (back.pipeline, back.stage) == (other, other.stages.standing().first())


def test_a_number_another_deal_has_by_now_keeps_it_in_the_bin(cast, board, three):
    edit_deal(three[0], by=cast.alice, amount=5)
    Deal.objects.filter(pk=three[0].pk).update(external_id="A-1")
    throw_away([three[0]], by=cast.alice)
    Deal.objects.filter(pk=three[1].pk).update(external_id="A-1")
    with pytest.raises(Exception, match="by now"):
        bring_back(cast.alice)
    assert BinnedRecord.objects.count() == 1
    assert not Deal.objects.filter(pk=three[0].pk).exists()


def test_what_was_merged_meanwhile_it_follows(cast, board, three):
    gone, kept, last = three[0].company, *(Company.objects.create(name=name) for name in ("Nordkyst", "Nordkyst AS"))
    throw_away([three[0]], by=cast.alice)
    merge(kept, gone, by=cast.ada)
    merge(last, kept, by=cast.ada)
    bring_back(cast.alice)
    assert Deal.objects.get(pk=three[0].pk).company == last


def test_two_of_a_committee_who_were_merged_both_stay(cast, board, three):
    one, other = (Contact.objects.create(name=name, company=three[0].company) for name in ("Kari", "Kari Solheim"))
    for person in (one, other):
        DealContact.objects.create(deal=three[0], contact=person, role="decides")
    throw_away([three[0]], by=cast.alice)
    merge(one, other, by=cast.ada)
    bring_back(cast.alice)
    assert {member.contact for member in Deal.objects.get(pk=three[0].pk).committee.all()} == {one, other}
