"""Pipelines are added, changed, put in order and retired; deals go from one into another along a mapping."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from pipeline.actions.resettling import resettle
from pipeline.actions.setup import EIGHT_STAGES, make_pipeline
from pipeline.actions.standing import plain
from pipeline.actions.surgery import StageRefused, count_deals, surgery, tell
from pipeline.models import ChecklistItem, Deal, Gate, Pipeline, Stage, Surgery

Kind = Surgery.Kind
EIGHT, EMPTY = "eight", "empty"
COPIED = ("name", "kind", "colour", "position", "probability", "category", "stale_days", "soft_limit", "guidance")


@transaction.atomic
def add_pipeline(*, name, like=EIGHT, by, **facts):
    """Add a pipeline and return it: with the eight stages, with one open and one won stage, or `like` another."""
    last = Pipeline.objects.order_by("position").last()
    facts = {"name": name, "position": last.position + 1 if last else 0} | facts
    if isinstance(like, Pipeline):
        pipeline = copy_pipeline(like, facts)
    else:
        pipeline = make_pipeline(EIGHT_STAGES if like == EIGHT else two_stages(), **facts)
    tell("pipeline.added", pipeline, by=by)
    return pipeline


def two_stages():
    return [(_("First steps"), Stage.Kind.OPEN, 50, 14, ""), (_("Won"), Stage.Kind.WON, 100, None, "")]


def copy_pipeline(model, facts):
    """A pipeline with the same stages, gates and checklists; gates that ask for an item ask for the copied one."""
    pipeline = Pipeline.objects.create(
        **{"allows_skipping": model.allows_skipping, "allows_moving_back": model.allows_moving_back} | facts
    )
    items = {}
    gates = []
    for stage in model.stages.standing().select_related("gate").prefetch_related("checklist"):
        copy = pipeline.stages.create(**{name: getattr(stage, name) for name in COPIED})
        items |= {item.pk: copy_item(item, copy) for item in stage.checklist.all() if not item.retired_at}
        if hasattr(stage, "gate"):
            gates.append((copy, stage.gate))
    for copy, gate in gates:
        requirements = [translated(key, items) for key in gate.requirements]
        Gate.objects.create(stage=copy, requirements=requirements, is_blocking=gate.is_blocking)
    return pipeline


def copy_item(item, stage):
    return ChecklistItem.objects.create(stage=stage, text=item.text, position=item.position).pk


def translated(key, items):
    prefix, _colon, topic = key.partition(":")
    is_item = prefix == "check" and topic.isdecimal() and int(topic) in items
    return f"{prefix}:{items[int(topic)]}" if is_item else key


def edit_pipeline(pipeline, *, by, **facts):
    """Change facts of a pipeline: its name, the currency and team of new deals, what deals may do in it."""
    with surgery(Kind.EDIT, pipeline, by=by) as operation:
        pipeline = Pipeline.objects.get(pk=pipeline.pk)
        former, changes = pipeline.name, {}
        for name, value in facts.items():
            if getattr(pipeline, name) != value:
                changes[name] = [word_of(getattr(pipeline, name)), word_of(value)]
                setattr(pipeline, name, value)
        pipeline.save(update_fields=list(facts))
        if changes:
            tell("pipeline.edited", pipeline, by=by, operation=operation, changes=changes, former=former)
    return pipeline


def word_of(value):
    return plain(value) if value is None or isinstance(value, str | bool) else str(value)


@transaction.atomic
def move_pipeline(pipeline, *, to, by):
    """Put a pipeline at place `to` (0 is the first) among those in use."""
    standing = list(Pipeline.objects.standing().order_by("pk").select_for_update(no_key=True))
    standing.sort(key=lambda one: (one.position, one.pk))
    before, after = standing.index(pipeline), min(max(to, 0), len(standing) - 1)
    if before != after:
        standing.insert(after, standing.pop(before))
        for position, one in enumerate(standing):
            one.position = position
        Pipeline.objects.bulk_update(standing, ["position"])
        tell("pipeline.moved", pipeline, by=by, changes={"place": [before + 1, after + 1]})


def move_deals(pipeline, *, to, mapping, by, only=None):
    """Take the deals of a pipeline (of `only`, if given) into another, {from stage: to stage}; returns how many."""
    with surgery(Kind.MERGE, pipeline, to, by=by) as operation:
        moved = map_deals(operation, pipeline, to, mapping, by=by, only=only)
        if moved:
            tell("pipeline.emptied", pipeline, by=by, operation=operation, also=[to], into=to.name, count=moved)
    return moved


def map_deals(operation, pipeline, to, mapping, *, by, only=None):
    if to == pipeline or Pipeline.objects.get(pk=to.pk).retired_at:
        raise StageRefused(_("Choose another pipeline that is in use."))
    targets = set(to.stages.standing())
    for start, target in mapping.items():
        if start.pipeline_id != pipeline.pk or target not in targets or start.is_open != target.is_open:
            words = _("%(stage)s and %(to)s do not fit together. Choose a stage in use that means the same.")
            raise StageRefused(words % {"stage": start.name, "to": target.name})
    return resettle(operation, mapping, by=by, only=only)


def retire_pipeline(pipeline, *, to=None, mapping=None, by):
    """Take a pipeline out of use; its deals go into another along a mapping. Raises StageRefused."""
    with surgery(Kind.RETIRE, *[one for one in (pipeline, to) if one], by=by) as operation:
        if not Pipeline.objects.standing().exclude(pk=pipeline.pk).exists():
            raise StageRefused(_("%(pipeline)s is the only pipeline.") % {"pipeline": pipeline.name})
        moved = map_deals(operation, pipeline, to, mapping, by=by) if to else 0
        left = Deal.objects.on_board().filter(pipeline=pipeline).count()
        if left:
            words = _("%(pipeline)s holds %(deals)s: say where they go.")
            raise StageRefused(words % {"pipeline": pipeline.name, "deals": count_deals(left)})
        Pipeline.objects.filter(pk=pipeline.pk).update(retired_at=timezone.now())
        into = to.name if to and moved else ""
        also = [to] if to else []
        tell("pipeline.retired", pipeline, by=by, operation=operation, also=also, into=into, count=moved)


def bring_back_pipeline(pipeline, *, by):
    """Put a retired pipeline back into use, behind the others."""
    with surgery(Kind.EDIT, pipeline, by=by) as operation:
        pipeline = Pipeline.objects.get(pk=pipeline.pk)
        if pipeline.retired_at:
            pipeline.retired_at = None
            pipeline.save(update_fields=["retired_at"])
            tell("pipeline.returned", pipeline, by=by, operation=operation)
