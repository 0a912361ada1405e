"""Shaping a pipeline: stages are added, changed, put in order, merged, split and retired; open boards reload."""

from django.utils import timezone
from django.utils.translation import gettext as _

from pipeline.actions.resettling import resettle
from pipeline.actions.standing import plain
from pipeline.actions.surgery import (
    StageRefused,
    gate_facts,
    refuse_as_last,
    refuse_taken_name,
    refuse_with_deals,
    surgery,
    tell,
)
from pipeline.models import Gate, Stage, Surgery

__all__ = [
    "StageRefused",
    "add_stage",
    "bring_back_stage",
    "edit_stage",
    "merge_stage",
    "move_stage",
    "order_stages",
    "retire_stage",
    "split_stage",
]
Kind = Surgery.Kind


def add_stage(pipeline, *, by, requirements=(), is_blocking=True, **facts):
    """Add a stage behind the last open one and return it; `requirements` are the keys its gate asks for."""
    with surgery(Kind.ADD, pipeline, by=by) as operation:
        stages = list(pipeline.stages.standing())
        last_open = max((place for place, stage in enumerate(stages) if stage.is_open), default=-1)
        stage = insert(pipeline, stages, last_open + 1, facts)
        set_gate(stage, requirements, is_blocking)
        tell("stage.added", stage, by=by, operation=operation)
    return stage


def insert(pipeline, stages, place, facts):
    stage = Stage.objects.create(pipeline=pipeline, **facts)
    set_order([*stages[:place], stage, *stages[place:]])
    return stage


def edit_stage(stage, *, by, requirements=None, is_blocking=True, **facts):
    """Change facts of a stage and, if given, what its gate asks; raises StageRefused."""
    with surgery(Kind.EDIT, stage.pipeline, by=by) as operation:
        stage = fresh(stage)
        if facts.get("kind", stage.kind) != stage.kind:
            refuse_with_deals(stage, _("%(stage)s holds %(deals)s: move them first, then change its kind."))
            refuse_as_last(stage)
        former, changes = stage.name, {}
        if requirements is not None:
            changes = change_gate(stage, list(requirements), is_blocking)
        changes = change_facts(stage, facts) | changes
        if changes:
            tell("stage.edited", stage, by=by, operation=operation, changes=changes, former=former)
    return stage


def change_facts(stage, facts):
    before = {name: getattr(stage, name) for name in facts}
    for name, value in facts.items():
        setattr(stage, name, value)
    stage.save(update_fields=list(facts))
    return {name: [plain(before[name]), plain(facts[name])] for name in facts if before[name] != facts[name]}


def change_gate(stage, requirements, is_blocking):
    """What became different of the gate: its requirements, and whether it blocks or only warns."""
    before = gate_facts(stage) or {"requirements": [], "is_blocking": True}
    after = {"requirements": requirements, "is_blocking": is_blocking}
    if before == after:
        return {}
    set_gate(stage, requirements, is_blocking)
    names = {"requirements": "gate", "is_blocking": "gate_blocks"}
    return {names[name]: [before[name], after[name]] for name in names if before[name] != after[name]}


def move_stage(stage, *, to, by):
    """Put a stage at place `to` (0 is the first) among the stages in use."""
    with surgery(Kind.REORDER, stage.pipeline, by=by) as operation:
        stages = list(stage.pipeline.stages.standing())
        before, after = stages.index(stage), min(max(to, 0), len(stages) - 1)
        if before != after:
            stages.insert(after, stages.pop(before))
            set_order(stages)
            changes = {"place": [before + 1, after + 1]}
            tell("stage.moved", stage, by=by, operation=operation, changes=changes)


def order_stages(pipeline, *, order, by):
    """Put the stages in use in the order of these ids; those not named keep their order behind the others."""
    with surgery(Kind.REORDER, pipeline, by=by) as operation:
        before = list(pipeline.stages.standing())
        places = {pk: place for place, pk in enumerate(order)}
        after = sorted(before, key=lambda stage: places.get(stage.pk, len(places)))
        if before != after:
            set_order(after)
            changes = {"order": [[stage.name for stage in before], [stage.name for stage in after]]}
            tell("pipeline.ordered", pipeline, by=by, operation=operation, changes=changes)


def merge_stage(stage, *, into, by):
    """Let another stage take over the deals of a stage, which goes out of use; raises StageRefused."""
    retire(stage, into, Kind.MERGE, "stage.merged", by=by)


def retire_stage(stage, *, to=None, by):
    """Take a stage out of use; its deals go to the stage `to`, its history stays. Raises StageRefused."""
    retire(stage, to, Kind.RETIRE, "stage.retired", by=by)


def retire(stage, to, kind, verb, *, by):
    with surgery(kind, stage.pipeline, by=by) as operation:
        stage = fresh(stage)
        refuse_as_last(stage)
        if to is None:
            refuse_with_deals(stage, _("%(stage)s holds %(deals)s: say which stage takes them."))
        moved = take_over(operation, stage, fresh(to), by=by) if to else 0
        stage.retired_at = timezone.now()
        stage.save(update_fields=["retired_at"])
        details = {"into": to.name if moved or kind == Kind.MERGE else "", "count": moved}
        tell(verb, stage, by=by, operation=operation, **details)


def take_over(operation, stage, to, *, by, only=None):
    """Bring deals of one stage into another that means the same: an open deal stays open, a won one won."""
    if to.retired_at or to.pipeline_id != stage.pipeline_id or to == stage:
        raise StageRefused(_("Choose another stage that is in use."))
    if to.is_open != stage.is_open:
        words = _("%(stage)s and %(to)s mean different things: one is open, one is won. Choose one of the same kind.")
        raise StageRefused(words % {"stage": stage.name, "to": to.name})
    return resettle(operation, {stage: to}, by=by, only=only)


def split_stage(stage, *, name, only, by, **facts):
    """Put a new stage behind this one, like it but for its name and `facts`; the deals `only` go there. Returns it."""
    with surgery(Kind.SPLIT, stage.pipeline, by=by) as operation:
        stage = fresh(stage)
        stages = list(stage.pipeline.stages.standing())
        alike = {fact: getattr(stage, fact) for fact in ("kind", "colour", "probability", "category", "stale_days")}
        new = insert(stage.pipeline, stages, stages.index(stage) + 1, {"name": name} | alike | facts)
        moved = take_over(operation, stage, new, by=by, only=only)
        tell("stage.split", stage, by=by, operation=operation, into=name, count=moved)
    return new


def bring_back_stage(stage, *, by):
    """Put a retired stage back into use at its old position."""
    with surgery(Kind.EDIT, stage.pipeline, by=by) as operation:
        stage = fresh(stage)
        if stage.retired_at:
            refuse_taken_name(stage, stage.name)
            stage.retired_at = None
            stage.save(update_fields=["retired_at"])
            set_order(list(stage.pipeline.stages.standing()))
            tell("stage.returned", stage, by=by, operation=operation)


def fresh(stage):
    """The stage as it is now; the surgery has locked it."""
    stage = Stage.objects.select_related("pipeline", "gate").get(pk=stage.pk)
    if stage.pipeline.retired_at:
        raise StageRefused(_("%(pipeline)s is retired. Bring it back first.") % {"pipeline": stage.pipeline.name})
    return stage


def set_order(stages):
    for position, stage in enumerate(stages, start=1):
        stage.position = position
    Stage.objects.bulk_update(stages, ["position"])


def set_gate(stage, requirements, is_blocking=True):
    facts = {"requirements": list(requirements), "is_blocking": is_blocking}
    Gate.objects.update_or_create(stage=stage, defaults=facts)
