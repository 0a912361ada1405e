"""What each stage's probability says against what became of the deals that stood there, and what applying it does."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from forecasting.calendar import month_of
from forecasting.models import OpenPool
from pipeline.models import Pipeline
from pipeline.queries.observed import observed_rates

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Calibrated:
    """A stage with what was observed, and by how much the weighted sum of the period would change with it."""

    stage: object
    observed: object
    effect: Decimal

    @property
    def contradicts(self):
        return self.observed.contradicts(self.stage.probability)


def calibration_of(scope, period, this_day):
    """One row for each open stage in use with an observed rate, in the order of the boards."""
    pipelines = [scope.pipeline] if scope.pipeline else Pipeline.objects.standing()
    due = due_by_stage(scope, period, this_day)
    return [row for pipeline in pipelines for row in rows_of(pipeline, due)]


def rows_of(pipeline, due):
    seen = observed_rates(pipeline)
    stages = [stage for stage in pipeline.stages.standing() if stage.is_open and seen.get(stage.pk)]
    return [Calibrated(stage, seen[stage.pk], effect_of(stage, seen[stage.pk], due)) for stage in stages]


def effect_of(stage, observed, due):
    return (due.get(stage.pk, Decimal(0)) * (observed.percent - stage.probability) / 100).quantize(CENT)


def due_by_stage(scope, period, this_day):
    """What is open and expected in a period by stage, as far as the stage's own probability counts for it."""
    rows = scope.of(OpenPool.objects).filter(age=None, probability=None, month__lte=period.last)
    if period.first > month_of(this_day):
        rows = rows.filter(month__gte=period.first)
    elif period.last < this_day:
        rows = rows.none()
    return dict(rows.order_by().values_list("stage_id").annotate(Sum("amount")))
