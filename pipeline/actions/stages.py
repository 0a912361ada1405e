"""Shaping a pipeline: stages are added, changed, put in order and retired; open boards reload."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pipeline.actions.standing import plain
from pipeline.models import Deal, Gate, Pipeline, Stage
from timeline.log import record


class StageRefused(Exception):
    """Why a stage cannot be changed in this way, in one sentence."""


@transaction.atomic
def add_stage(pipeline, *, by, requirements=(), **facts):
    """Add a stage behind the last open one and return it; `requirements` are the keys its gate asks for."""
    stages = lock_pipeline(pipeline)
    last_open = max((place for place, stage in enumerate(stages) if stage.is_open), default=-1)
    stage = Stage.objects.create(pipeline=pipeline, **facts)
    set_order([*stages[: last_open + 1], stage, *stages[last_open + 1 :]])
    set_gate(stage, requirements)
    tell("stage.added", stage, by=by)
    return stage


@transaction.atomic
def edit_stage(stage, *, by, requirements=None, **facts):
    """Change facts of a stage and, if given, what its gate asks; raises StageRefused."""
    stage = lock_stage(stage)
    if facts.get("kind", stage.kind) != stage.kind:
        refuse_with_deals(stage, _("%(stage)s holds %(deals)s: move them first, then change its kind."))
        refuse_as_last(stage)
    changes = {name: [plain(getattr(stage, name)), plain(facts[name])] for name in facts if differs(stage, name, facts)}
    former_name = stage.name
    if requirements is not None and list(requirements) != gate_of(stage):
        changes["gate"] = [gate_of(stage), list(requirements)]
        set_gate(stage, requirements)
    for name in facts:
        setattr(stage, name, facts[name])
    stage.save(update_fields=list(facts))
    if changes:
        tell("stage.edited", stage, by=by, changes=changes, former=former_name)
    return stage


def differs(stage, name, facts):
    return getattr(stage, name) != facts[name]


@transaction.atomic
def move_stage(stage, *, to, by):
    """Put a stage at place `to` (0 is the first) among the stages in use."""
    stages = lock_pipeline(stage.pipeline)
    before, after = stages.index(stage), min(max(to, 0), len(stages) - 1)
    if before != after:
        stages.insert(after, stages.pop(before))
        set_order(stages)
        tell("stage.moved", stage, by=by, changes={"place": [before + 1, after + 1]})


@transaction.atomic
def retire_stage(stage, *, by):
    """Take an empty stage out of use; its history stays. Raises StageRefused while it holds deals."""
    stage = lock_stage(stage)
    refuse_with_deals(stage, _("%(stage)s holds %(deals)s: move them to another stage first."))
    refuse_as_last(stage)
    stage.retired_at = timezone.now()
    stage.save(update_fields=["retired_at"])
    tell("stage.retired", stage, by=by)


@transaction.atomic
def bring_back_stage(stage, *, by):
    """Put a retired stage back into use at its old position."""
    if stage in lock_pipeline(stage.pipeline):
        return
    stage.retired_at = None
    stage.save(update_fields=["retired_at"])
    set_order(list(stage.pipeline.stages.standing()))
    tell("stage.returned", stage, by=by)


def lock_pipeline(pipeline):
    """The stages in use, in order, locked in the order of their ids as everywhere."""
    Pipeline.objects.select_for_update(no_key=True).get(pk=pipeline.pk)
    list(pipeline.stages.order_by("pk").select_for_update(no_key=True))
    return list(pipeline.stages.standing())


def lock_stage(stage):
    return Stage.objects.select_for_update(no_key=True).get(pk=stage.pk)


def refuse_with_deals(stage, sentence):
    count = Deal.objects.on_board().filter(stage=stage).count()
    if count:
        deals = ngettext("%(count)s deal", "%(count)s deals", count) % {"count": count}
        raise StageRefused(sentence % {"stage": stage.name, "deals": deals})


def refuse_as_last(stage):
    """A pipeline always has an open stage to begin in and a won stage to end in."""
    others = stage.pipeline.stages.standing().filter(kind=stage.kind).exclude(pk=stage.pk)
    if stage.kind != Stage.Kind.RETAINED and not others.exists():
        kind = stage.get_kind_display()
        raise StageRefused(
            _("%(stage)s is the only stage of the kind “%(kind)s”.") % {"stage": stage.name, "kind": kind}
        )


def set_order(stages):
    for position, stage in enumerate(stages, start=1):
        stage.position = position
    Stage.objects.bulk_update(stages, ["position"])


def gate_of(stage):
    return stage.gate.requirements if hasattr(stage, "gate") else []


def set_gate(stage, requirements):
    Gate.objects.update_or_create(stage=stage, defaults={"requirements": list(requirements)})


def tell(verb, stage, *, by, changes=None, **details):
    board = {"board": stage.pipeline_id, "kind": "board"}
    record(verb, stage, by=by, changes=changes, details={"name": stage.name} | details, live=board)
