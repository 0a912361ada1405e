"""The stages of a pipeline as their admin sees them."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Sum

from pipeline.gates import requirement_names
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
    return [row(stage, *held.get(stage.pk, (0, Decimal()))) for stage in stages.select_related("gate")]


def row(stage, count, total):
    return StageRow(stage, count, total, requirement_names(stage.gate) if hasattr(stage, "gate") else [])
