"""Pipelines, deals and stays in stages for the tests of the forecast, written straight into the tables."""

from datetime import timedelta
from itertools import count
from types import SimpleNamespace

import pytest
from django.utils import timezone

from leads.models import Qualification
from pipeline.models import Deal, Pipeline, Stage, StageVisit

ranks = count(1)


@pytest.fixture
def channel(workspace):
    """A pipeline of three open stages, one won and one after the sale: `channel.first`, `.second`, `.third`, `.won`."""
    pipeline = Pipeline.objects.create(name="Sales", currency="EUR")
    return SimpleNamespace(
        pipeline=pipeline,
        first=make_stage(pipeline, "Prospecting", 1, 10),
        second=make_stage(pipeline, "Demo", 2, 40),
        third=make_stage(pipeline, "Negotiation", 3, 80),
        won=make_stage(pipeline, "Close", 4, 100, Stage.Kind.WON),
        after=make_stage(pipeline, "Retention", 5, 100, Stage.Kind.RETAINED),
    )


def make_stage(pipeline, name, position, probability, kind=Stage.Kind.OPEN):
    return Stage.objects.create(
        pipeline=pipeline, name=name, position=position, probability=probability, kind=kind, colour=position
    )


def make_sale(owner, stage, amount=1000, **fields):
    """A deal in a stage, open unless said otherwise; `amount` is in the workspace's currency."""
    return Deal.objects.create(
        pipeline=stage.pipeline,
        stage=stage,
        owner=owner,
        title=fields.pop("title", f"Deal {next(ranks)}"),
        rank=f"{next(ranks):08d}",
        amount=amount,
        base_amount=amount,
        qualification=Qualification.objects.create(),
        **fields,
    )


def make_visit(deal, stage, entered, left=None, exit="", to=None, **fields):
    """A stay that began `entered` and ended `left` days ago."""
    return StageVisit.objects.create(
        deal=deal,
        stage=stage,
        entered_at=ago(entered),
        left_at=None if left is None else ago(left),
        exit=exit,
        exit_to=to,
        **fields,
    )


def ago(days):
    return timezone.now() - timedelta(days=days)
