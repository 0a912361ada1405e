"""The page of a pipeline's shape: its stages, what was changed of late, and beside them what is open for changes."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from pipeline.models import Pipeline, Stage
from pipeline.queries.impact import people_of
from pipeline.queries.stages import retired_rows, stage_rows
from pipeline.queries.surgeries import recent_changes


def show(request, pipeline, *, status=200, **inspector):
    """The list of stages, and beside or below it what is being done: a form, or an impact in its row."""
    rows = stage_rows(pipeline)
    context = {
        "pipeline": pipeline,
        "pipelines": list(Pipeline.objects.all()),
        "rows": rows,
        "retired": retired_rows(pipeline),
        "deals": sum(row.count for row in rows),
        "people": people_of(pipeline),
        "changes": recent_changes(pipeline),
    }
    return render(request, "pipeline/stages.html", context | inspector, status=status)


def standing_stage(pk):
    """A stage in use, with its pipeline and gate, else 404."""
    return get_object_or_404(Stage.objects.standing().select_related("pipeline", "gate"), pk=pk)


def first_pipeline():
    return get_object_or_404(Pipeline.objects.standing()[:1])


def done(request, words, pipeline):
    """Back to the page, which says what was done."""
    messages.success(request, words)
    return redirect("pipeline:pipeline", pipeline.pk)


def refused(request, refusal, pipeline):
    messages.warning(request, str(refusal))
    return redirect("pipeline:pipeline", pipeline.pk)
