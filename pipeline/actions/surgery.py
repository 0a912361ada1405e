"""Surgery on the shape of pipelines: what it changes is kept as it was and as it became, so that it can be reverted."""

from contextlib import contextmanager
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kit import formats
from pipeline.actions.standing import plain
from pipeline.models import Deal, Pipeline, Stage, Surgery
from pipeline.queries.stages import is_name_taken, only_one
from timeline.log import record

STAGE_FACTS = (
    "name",
    "kind",
    "colour",
    "position",
    "probability",
    "category",
    "stale_days",
    "soft_limit",
    "guidance",
    "retired_at",
)
PIPELINE_FACTS = ("name", "currency", "team_id", "position", "allows_skipping", "allows_moving_back", "retired_at")


class StageRefused(Exception):
    """Why a stage or a pipeline cannot be changed in this way, in one sentence."""


@contextmanager
def surgery(kind, *pipelines, by):
    """Lock pipelines with all their stages and yield the Surgery made on the first; it keeps what became different.

    One that changed nothing and moved nobody leaves no trace.
    """
    with transaction.atomic():
        lock_pipelines(*pipelines)
        before = shape_of(pipelines)
        operation = Surgery.objects.create(pipeline=pipelines[0], kind=kind, before={}, after={}, bulk=uuid4(), by=by)
        yield operation
        keep(operation, before, shape_of(pipelines))


def lock_pipelines(*pipelines):
    """The pipelines in the order of their ids, then all their stages in the order of theirs."""
    ids = [pipeline.pk for pipeline in pipelines]
    list(Pipeline.objects.filter(pk__in=ids).order_by("pk").select_for_update(no_key=True))
    list(Stage.objects.filter(pipeline__in=ids).order_by("pk").select_for_update(no_key=True))


def lock_pipeline(pipeline):
    """The stages in use, in order, with every stage of the pipeline locked."""
    lock_pipelines(pipeline)
    return list(pipeline.stages.standing())


def shape_of(pipelines):
    """Every fact of these pipelines, their stages and gates, in words JSON knows, by the names the log gives them."""
    ids = [pipeline.pk for pipeline in pipelines]
    stages = Stage.objects.filter(pipeline__in=ids).select_related("gate")
    return {f"pipeline:{one.pk}": facts_of(one, PIPELINE_FACTS) for one in Pipeline.objects.filter(pk__in=ids)} | {
        f"stage:{one.pk}": facts_of(one, STAGE_FACTS) | {"gate": gate_facts(one)} for one in stages
    }


def facts_of(record, names):
    return {name: plain(getattr(record, name)) for name in names}


def gate_facts(stage):
    gate = getattr(stage, "gate", None)
    return {"requirements": gate.requirements, "is_blocking": gate.is_blocking} if gate else None


def keep(operation, before, after):
    """Keep the facts that differ; what is new has no before."""
    for key, facts in after.items():
        changed = {name for name in facts if facts[name] != before.get(key, {}).get(name)}
        if changed and key in before:
            operation.before[key] = {name: before[key][name] for name in changed}
        if changed:
            operation.after[key] = {name: facts[name] for name in changed}
    if operation.after:
        operation.save(update_fields=["before", "after"])
    else:
        operation.delete()


def tell(verb, subject, *, by, operation=None, changes=None, also=(), **details):
    """One event about a stage or a pipeline; open boards of it, and of the pipelines `also`, load anew."""
    home = subject if isinstance(subject, Pipeline) else subject.pipeline
    boards = {home.pk, *(pipeline.pk for pipeline in also)}
    live = [{"board": board, "kind": "board"} for board in sorted(boards)]
    event = record(verb, subject, by=by, changes=changes, details={"name": subject.name} | details, live=live)
    if operation:
        operation.after["event"] = event.pk
    return event


def count_deals(count):
    """A number of deals as people say it: “8 deals”."""
    return ngettext("%(count)s deal", "%(count)s deals", count) % {"count": formats.number(count)}


def refuse_with_deals(stage, sentence):
    count = Deal.objects.on_board().filter(stage=stage).count()
    if count:
        raise StageRefused(sentence % {"stage": stage.name, "deals": count_deals(count)})


def refuse_as_last(stage):
    if refusal := only_one(stage):
        raise StageRefused(refusal)


def refuse_taken_name(stage, name):
    """For a stage that comes into use beside the others of its pipeline."""
    if is_name_taken(stage.pipeline, name, besides=stage):
        raise StageRefused(_("There is a stage of the name %(name)s already. Rename that one first.") % {"name": name})
