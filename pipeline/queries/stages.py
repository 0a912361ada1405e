"""The stages of a pipeline as their admin sees them."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Sum

from pipeline.gates import gate_of, names_by_key
from pipeline.models import Deal, Stage


@dataclass(frozen=True)
class StageRow:
    """One stage with what stands in it now: `total` is in the workspace's currency, `needs` the names of its gate."""

    stage: Stage
    count: int
    total: Decimal
    needs: list[str]


def stage_rows(pipeline):
    """The stages in use, in order."""
    return rows(pipeline.stages.standing())


def retired_rows(pipeline):
    return rows(pipeline.stages.exclude(retired_at=None))


def rows(stages):
    held = {
        stage: (count, total)
        for stage, count, total in Deal.objects.on_board()
        .filter(stage__in=stages)
        .values_list("stage")
        .annotate(Count("pk"), Sum("base_amount"))
    }
    stages = list(stages.select_related("gate"))
    names = names_by_key({key: None for stage in stages for key in asked_by(stage)})
    return [row(stage, names, *held.get(stage.pk, (0, Decimal()))) for stage in stages]


def asked_by(stage):
    """The keys a stage's gate asks for."""
    gate = gate_of(stage)
    return gate.requirements if gate else []


def row(stage, names, count, total):
    return StageRow(stage, count, total, [names[key] for key in asked_by(stage) if key in names])
