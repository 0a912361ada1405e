"""The stages of a pipeline as their admin sees them."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from pipeline.gates import gate_of, names_by_key
from pipeline.models import Deal, Stage, StageVisit
from pipeline.queries.observed import Observed, observed_rates


@dataclass(frozen=True)
class StageRow:
    """One stage with what stands in it now: `total` is in the workspace's currency, `needs` the names of its gate."""

    stage: Stage
    count: int
    total: Decimal
    needs: list[str]
    observed: Observed | None = None

    @property
    def is_off(self):
        """Whether what was observed speaks against the set probability."""
        return bool(self.observed and self.stage.is_open and self.observed.contradicts(self.stage.probability))


def stage_rows(pipeline):
    """The stages in use, in order."""
    return rows(pipeline.stages.standing(), observed_rates(pipeline))


def retired_rows(pipeline):
    return rows(pipeline.stages.exclude(retired_at=None))


def rows(stages, observed=None):
    held = {
        stage: (count, total)
        for stage, count, total in Deal.objects.on_board()
        .filter(stage__in=stages)
        .values_list("stage")
        .annotate(Count("pk"), Sum("base_amount"))
    }
    stages = list(stages.select_related("gate"))
    names = names_by_key({key: None for stage in stages for key in asked_by(stage)})
    seen = observed or {}
    return [row(stage, names, seen.get(stage.pk), *held.get(stage.pk, (0, Decimal()))) for stage in stages]


def is_name_taken(pipeline, name, besides=None):
    """Whether a stage in use has this name, or one out of use that history names; a reverted new one names nothing."""
    alike = pipeline.stages.filter(name__iexact=name).exclude(pk=besides and besides.pk)
    told = StageVisit.objects.standing().filter(stage__in=alike).values("stage")
    return alike.filter(Q(retired_at=None) | Q(pk__in=told)).exists()


def only_one(stage):
    """Why a stage cannot go out of use or become another kind: a pipeline begins in an open one and ends in a won one.

    One sentence that says what to do first; nothing if there are others of its kind.
    """
    others = stage.pipeline.stages.standing().filter(kind=stage.kind).exclude(pk=stage.pk)
    if stage.kind == Stage.Kind.RETAINED or others.exists():
        return ""
    words = _("%(stage)s is the only stage of the kind “%(kind)s”. Add another one of that kind first.")
    return words % {"stage": stage.name, "kind": stage.get_kind_display()}


def asked_by(stage):
    """The keys a stage's gate asks for."""
    gate = gate_of(stage)
    return gate.requirements if gate else []


def row(stage, names, observed, count, total):
    return StageRow(stage, count, total, [names[key] for key in asked_by(stage) if key in names], observed)
