"""Pipelines are added, changed, put in order and retired, and give their deals to one another."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.rights import shapers_only
from pipeline.actions.pipelines import (
    add_pipeline,
    bring_back_pipeline,
    edit_pipeline,
    move_deals,
    move_pipeline,
    retire_pipeline,
)
from pipeline.actions.surgery import StageRefused, count_deals
from pipeline.models import Pipeline
from pipeline.shaping_forms import MappingForm, NewPipelineForm, PipelineForm
from pipeline.views.answers import UNPROCESSABLE
from pipeline.views.shaping.page import done, first_pipeline, refused, show


@require_http_methods(["GET", "HEAD", "POST"])
@shapers_only
def new(request):
    """A new pipeline: with the eight stages, with two, or like another."""
    form = NewPipelineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        pipeline = add_pipeline(by=request.user, **form.cleaned_data)
        return done(request, _("%(pipeline)s is ready") % {"pipeline": pipeline.name}, pipeline)
    status = UNPROCESSABLE if form.is_bound else 200
    return show(request, first_pipeline(), pipeline_form=form, is_new_pipeline=True, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@shapers_only
def edit(request, pk):
    """What a pipeline is called, and what holds for all its deals."""
    pipeline = get_object_or_404(Pipeline, pk=pk)
    form = PipelineForm(pipeline, request.POST or None)
    if request.method == "POST" and form.is_valid():
        edit_pipeline(pipeline, by=request.user, **form.cleaned_data)
        return done(request, _("Saved"), pipeline)
    return show(request, pipeline, pipeline_form=form, status=UNPROCESSABLE if form.is_bound else 200)


@require_POST
@shapers_only
def place(request, pk):
    """Move a pipeline one step up or down the menus."""
    pipeline = get_object_or_404(Pipeline.objects.standing(), pk=pk)
    step = -1 if request.POST.get("step") == "up" else 1
    move_pipeline(pipeline, to=list(Pipeline.objects.standing()).index(pipeline) + step, by=request.user)
    return redirect("pipeline:pipeline-edit", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@shapers_only
def deals(request, pk):
    """Where the deals of a pipeline would go in another, or move them there."""
    return map_out(request, pk, "move")


@require_http_methods(["GET", "HEAD", "POST"])
@shapers_only
def retire(request, pk):
    """The same, and then the pipeline goes out of use."""
    return map_out(request, pk, "retire")


def map_out(request, pk, way):
    pipeline = get_object_or_404(Pipeline.objects.standing(), pk=pk)
    is_post, refusal = request.method == "POST", ""
    form = MappingForm(pipeline, request.POST if is_post else request.GET, must=is_post and way == "move")
    if is_post and form.is_valid():
        try:
            return carry_out(request, pipeline, form, way)
        except StageRefused as late:
            refusal = str(late)
    context = {"pipeline": pipeline, "form": form, "way": way, "refusal": refusal, "ways": form.ways()}
    return render(request, "pipeline/mapping.html", context, status=UNPROCESSABLE if is_post else 200)


def carry_out(request, pipeline, form, way):
    to, mapping = form.cleaned_data["to"], form.mapping()
    if way == "retire":
        retire_pipeline(pipeline, to=to if mapping else None, mapping=mapping, by=request.user)
        return done(request, _("%(pipeline)s is retired; its history stays") % {"pipeline": pipeline.name}, pipeline)
    moved = move_deals(pipeline, to=to, mapping=mapping, only=form.only, by=request.user)
    words = _("%(deals)s moved to %(pipeline)s") % {"deals": count_deals(moved), "pipeline": to.name}
    return done(request, words, pipeline)


@require_POST
@shapers_only
def bring_back(request, pk):
    """Put a retired pipeline back into use."""
    pipeline = get_object_or_404(Pipeline, pk=pk)
    try:
        bring_back_pipeline(pipeline, by=request.user)
    except StageRefused as refusal:
        return refused(request, refusal, pipeline)
    return redirect("pipeline:pipeline", pk)
