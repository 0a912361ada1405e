"""The stages of a pipeline as they were: the present shape, with every surgery since walked back."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from pipeline.models import Stage, Surgery


@dataclass
class StageThen:
    """A stage as it was at a moment; `in_use` says whether the board showed it then."""

    pk: int
    name: str
    kind: str
    colour: int
    position: int
    probability: Decimal
    in_use: bool

    @property
    def is_open(self):
        return self.kind == Stage.Kind.OPEN


def shape_then(pipeline, at):
    """Every stage the pipeline ever had as it was at a moment, in the order of then; those not in use last."""
    stages = {f"stage:{stage.pk}": as_now(stage, at) for stage in pipeline.stages.all()}
    for surgery in Surgery.objects.filter(made_at__gte=at).order_by("-pk"):
        for key in stages.keys() & surgery.after.keys():
            walk_back(stages[key], surgery, key, at)
    return sorted(stages.values(), key=lambda stage: (not stage.in_use, stage.position, stage.pk))


def as_now(stage, at):
    facts = {name: getattr(stage, name) for name in ("pk", "name", "kind", "colour", "position", "probability")}
    return StageThen(**facts, in_use=stage.retired_at is None or stage.retired_at >= at)


def walk_back(stage, surgery, key, at):
    """A stage the surgery added was not there; one it changed was as it was before, unless that was reverted since."""
    if key not in surgery.before:
        stage.in_use = False
    elif not surgery.reverted_at:
        say_again(stage, surgery.before[key], at)


def say_again(stage, facts, at):
    for name in facts.keys() & {"name", "kind", "colour", "position"}:
        setattr(stage, name, facts[name])
    if "probability" in facts:
        stage.probability = Decimal(facts["probability"])
    if "retired_at" in facts:
        retired = facts["retired_at"]
        stage.in_use = retired is None or datetime.fromisoformat(retired) >= at
