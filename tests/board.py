"""The default pipeline, its stages by name, and deals to move on it."""

from types import SimpleNamespace

import pytest

from leads.models import Company, Qualification
from pipeline.actions import BOTTOM, create_deal
from pipeline.actions.setup import set_up_pipeline
from pipeline.models import Deal


@pytest.fixture
def board(workspace):
    """`board.pipeline`, and its stages as `board.prospecting` … `board.retention`."""
    pipeline = set_up_pipeline()
    stages = {stage.name.lower(): stage for stage in pipeline.stages.standing()}
    return SimpleNamespace(pipeline=pipeline, stages=list(stages.values()), **stages)


@pytest.fixture
def make_deal(board):
    """`make_deal(cast.alice, board.demo, "Reefer fleet", amount=48_000)`: a deal at the end of its column."""

    def make(owner, stage, title="Reefer fleet", *, qualified=True, company="Nordkyst Fisk", **facts):
        sheet = Qualification.objects.create(**dict.fromkeys(Qualification.TOPICS, 2 if qualified else 0))
        deal = create_deal(
            by=owner,
            title=title,
            stage=stage,
            owner=owner,
            between=BOTTOM,
            company=Company.objects.get_or_create(name=company)[0] if company else None,
            qualification=sheet,
            **facts,
        )
        return Deal.objects.for_cards().get(pk=deal.pk)

    return make


def draw(stage):
    """The titles of a column, from top to bottom, as the move tests draw them."""
    return " ".join(Deal.objects.on_board().filter(stage=stage).order_by("rank").values_list("title", flat=True))
