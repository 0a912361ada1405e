"""Stages are merged and split while others drag: nobody waits for ever, and no deal is lost."""

from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Barrier

import pytest
from django.db import connection
from django.db.models import F

from pipeline.actions import MovedMeanwhile, StageClosed, move_deal
from pipeline.actions.reverting import revert_surgery
from pipeline.actions.stages import StageRefused, merge_stage, split_stage
from pipeline.models import Deal, Stage, StageVisit, Surgery

pytestmark = pytest.mark.django_db(transaction=True)
DEALS, MOVERS, MOVES = 12, 6, 12


def drag(board, people, deals, seed, start):
    """One person's moves to any stage; a stage that is gone meanwhile is no fault."""
    chance, moved = Random(seed), 0
    start.wait()
    for _turn in range(MOVES):
        deal, to = chance.choice(deals), chance.choice(board.stages[:6])
        try:
            move_deal(Deal.objects.select_related("pipeline").get(pk=deal.pk), to=to, by=people[seed % len(people)])
            moved += 1
        except (StageClosed, MovedMeanwhile):
            pass
    connection.close()
    return moved


def reshape(board, admin, start):
    """Merges, splits and reverts in a row."""
    start.wait()
    for turn in range(4):
        stage = Stage.objects.get(pk=board.stages[turn].pk)
        merge_stage(stage, into=board.stages[turn + 1], by=admin)
        revert_surgery(Surgery.objects.first(), by=admin)
        ids = list(Deal.objects.values_list("pk", flat=True))
        try:
            split_stage(stage, name=f"Part {turn}", only=ids[: DEALS // 2], by=admin)
            revert_surgery(Surgery.objects.first(), by=admin)
        except StageRefused as refusal:
            pytest.fail(str(refusal))
    connection.close()
    return turn


def test_drags_and_surgery_at_once(cast, board, make_deal):
    deals = [make_deal(cast.alice, board.stages[number % 4], f"Deal {number}", amount=1) for number in range(DEALS)]
    people, start = [cast.alice, cast.bob], Barrier(MOVERS + 1)
    with ThreadPoolExecutor(MOVERS + 1) as crowd:
        surgeon = crowd.submit(reshape, board, cast.ada, start)
        movers = [crowd.submit(drag, board, people, deals, seed, start) for seed in range(MOVERS)]
        assert surgeon.result(timeout=120) == 3
        assert sum(mover.result(timeout=120) for mover in movers) > 0
    check_whole()


def check_whole():
    deals = Deal.objects.on_board()
    visits = StageVisit.objects.standing().filter(left_at=None)
    assert (deals.count(), visits.count()) == (DEALS, DEALS)
    assert visits.filter(stage=F("deal__stage")).count() == DEALS
    assert len(set(deals.values_list("stage", "rank"))) == DEALS
    assert not deals.exclude(stage__retired_at=None).exists()
