"""Whatever surgery is done in whatever order: each deal stands in one place, and none is lost or doubled."""

import pytest
from django.db import transaction
from django.db.models import F, Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.actions import MovedMeanwhile, StageClosed, move_deal
from pipeline.actions.reverting import revert_surgery
from pipeline.actions.stages import StageRefused, merge_stage, move_stage, retire_stage, split_stage
from pipeline.models import Deal, StageVisit, Surgery

pytestmark = pytest.mark.django_db
DEALS = 5

ACTS = st.lists(
    st.tuples(
        st.sampled_from(["merge", "retire", "split", "order", "move", "revert"]), st.integers(0, 9), st.integers(0, 9)
    ),
    max_size=8,
)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(acts=ACTS)
def test_each_deal_stands_in_one_place(cast, board, deals, acts):
    with transaction.atomic():
        for number, (verb, first, second) in enumerate(acts):
            act(cast, board, verb, first, second, number)
            check_whole()
        transaction.set_rollback(True)  # nothing of an example stays


@pytest.fixture
def deals(cast, board, make_deal):
    return [make_deal(cast.alice, board.stages[number], f"Deal {number}", amount=100) for number in range(DEALS)]


def act(cast, board, verb, first, second, number):
    """One act with whatever stage, deal or surgery the two numbers name; what is refused leaves nothing behind."""
    stages = list(board.pipeline.stages.standing())
    stage, other = stages[first % len(stages)], stages[second % len(stages)]
    deal = Deal.objects.select_related("pipeline").order_by("pk")[first % DEALS]
    surgeries = list(Surgery.objects.all())
    acts = {
        "merge": lambda: merge_stage(stage, into=other, by=cast.ada),
        "retire": lambda: retire_stage(stage, to=other, by=cast.ada),
        "split": lambda: split_stage(stage, name=f"New {number}", only=[deal.pk], by=cast.ada),
        "order": lambda: move_stage(stage, to=second, by=cast.ada),
        "move": lambda: move_deal(deal, to=other, by=cast.alice),
        "revert": lambda: surgeries and revert_surgery(surgeries[first % len(surgeries)], by=cast.ada),
    }
    try:
        with transaction.atomic():
            acts[verb]()
    except (StageRefused, StageClosed, MovedMeanwhile):
        pass


def check_whole():
    deals = Deal.objects.on_board()
    visits = StageVisit.objects.standing().filter(left_at=None)
    assert deals.aggregate(Sum("base_amount"))["base_amount__sum"] == 100 * DEALS
    assert (visits.count(), visits.filter(stage=F("deal__stage")).count()) == (DEALS, DEALS)
    assert len(set(deals.values_list("stage", "rank"))) == DEALS
    assert not deals.exclude(stage__retired_at=None).exists()
    assert not deals.exclude(pipeline=F("stage__pipeline")).exists()
