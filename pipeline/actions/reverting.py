"""A surgery taken back: facts as they were, and those deals that still stand where it put them."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from pipeline.actions.resettling import resettle_back
from pipeline.actions.stages import retire_stage, set_gate, set_order
from pipeline.actions.surgery import StageRefused, lock_pipelines, refuse_with_deals, tell
from pipeline.models import Deal, Pipeline, Stage, Surgery
from pipeline.queries.surgeries import records_of, refusal_of


@dataclass(frozen=True)
class Reverted:
    """What a revert did: deals that went back, and those that had moved on and stayed where they are."""

    back: int
    stayed: int


@transaction.atomic
def revert_surgery(surgery, *, by):
    """Take back a change of a pipeline's shape; raises StageRefused with the reason, and then nothing has changed."""
    pipelines = pipelines_of(surgery)
    lock_pipelines(*pipelines)
    surgery = Surgery.objects.select_for_update().get(pk=surgery.pk)
    later = list(Surgery.objects.filter(pk__gt=surgery.pk).order_by("-pk"))
    if refusal := refusal_of(surgery, later):
        raise StageRefused(refusal)
    restore(surgery, later)
    back = resettle_back(surgery, by=by)
    retire_added(surgery, by=by)
    for pipeline in pipelines:
        tidy(pipeline)
    surgery.reverted_by, surgery.reverted_at = by, timezone.now()
    surgery.save(update_fields=["reverted_by", "reverted_at"])
    done = Reverted(back, sum(count for _start, _target, count in surgery.after.get("moves", [])) - back)
    tell("pipeline.reverted", pipelines[0], by=by, also=pipelines[1:], count=done.back, stayed=done.stayed)
    return done


def pipelines_of(surgery):
    """The surgery's own pipeline first, then others it reached into."""
    ids = [int(key.partition(":")[2]) for key, _facts in records_of(surgery) if key.startswith("pipeline:")]
    stages = [pk for move in surgery.after.get("moves", []) for pk in move[:2]]
    found = Pipeline.objects.filter(Q(pk__in=ids) | Q(stages__in=stages) | Q(pk=surgery.pipeline_id)).distinct()
    return sorted(found, key=lambda one: (one.pk != surgery.pipeline_id, one.pk))


def restore(surgery, later):
    """Every changed fact as it was before; places only if nothing later has moved the stages about."""
    moved_about = any("position" in facts for one in later if not one.reverted_at for _key, facts in records_of(one))
    for key, facts in surgery.before.items():
        kind, _colon, pk = key.partition(":")
        record = {"stage": Stage, "pipeline": Pipeline}[kind].objects.get(pk=pk)
        if "kind" in facts:
            refuse_with_deals(record, _("%(stage)s holds %(deals)s: its kind cannot go back."))
        put_back(record, {name: facts[name] for name in facts if name != "position" or not moved_about})


def put_back(record, facts):
    if "gate" in facts:
        gate = facts.pop("gate") or {"requirements": [], "is_blocking": True}
        set_gate(record, **gate)
    for name, value in facts.items():
        setattr(record, name, record._meta.get_field(name).to_python(value))
    record.save(update_fields=list(facts))


def retire_added(surgery, *, by):
    """What the surgery added goes out of use; deals that came since go where the split took the others from."""
    for key in surgery.after.keys() - surgery.before.keys():
        if key.startswith("stage:"):
            retire_new(surgery, Stage.objects.get(pk=key.partition(":")[2]), by=by)


def retire_new(surgery, stage, *, by):
    home = next((start for start, target, _count in surgery.after.get("moves", []) if target == stage.pk), None)
    if home and Deal.objects.on_board().filter(stage=stage).exists():
        return retire_stage(stage, to=Stage.objects.get(pk=home), by=by)
    refuse_with_deals(stage, _("%(stage)s holds %(deals)s. Remove it instead, and say where they go."))
    stage.retired_at = timezone.now()
    return stage.save(update_fields=["retired_at"])


def tidy(pipeline):
    """Places in use are told apart, and a pipeline in use begins in an open stage and ends in a won one."""
    stages = list(pipeline.stages.standing())
    if len({stage.position for stage in stages}) < len(stages):
        set_order(stages)
    names = [stage.name.casefold() for stage in stages]
    if len(set(names)) < len(names):
        raise StageRefused(_("Another stage has that name now. Rename it first."))
    kinds = {stage.kind for stage in stages}
    if not pipeline.retired_at and not {Stage.Kind.OPEN, Stage.Kind.WON} <= kinds:
        raise StageRefused(_("Without this the pipeline would have no open or no won stage."))
