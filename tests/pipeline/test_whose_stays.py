"""Stays know whose their deals are, whoever changes that."""

import pytest

from pipeline.actions import move_deal
from pipeline.models import Deal, StageVisit

pytestmark = pytest.mark.django_db


def owners():
    return set(StageVisit.objects.values_list("deal__title", "owner_id"))


def test_every_stay_of_a_deal_says_whose_it_is(cast, board, make_deal):
    deal = make_deal(cast.alice, board.prospecting, "One")
    make_deal(cast.bob, board.prospecting, "Two")
    move_deal(deal, to=board.stages[1], by=cast.alice)
    assert StageVisit.objects.count() == 3
    assert owners() == {("One", cast.alice.pk), ("Two", cast.bob.pk)}
    Deal.objects.filter(pk=deal.pk).update(owner=cast.charlie)
    assert owners() == {("One", cast.charlie.pk), ("Two", cast.bob.pk)}


def test_a_deal_whose_owner_stays_writes_no_stay(cast, board, make_deal):
    deal = make_deal(cast.alice, board.prospecting, "One")
    StageVisit.objects.update(owner_id=None)
    deal.save()
    assert owners() == {("One", None)}
