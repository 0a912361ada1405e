"""The page where an admin shapes the stages of a pipeline."""

from functools import wraps

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.rights import require
from pipeline.actions.stages import StageRefused, add_stage, bring_back_stage, edit_stage, move_stage, retire_stage
from pipeline.models import Pipeline, Stage
from pipeline.queries.stages import retired_rows, stage_rows
from pipeline.stage_forms import StageForm
from pipeline.views.answers import UNPROCESSABLE


def admins_only(view):
    @wraps(view)
    def guarded(request, *args, **kwargs):
        require(request.user, "stages.edit")
        return view(request, *args, **kwargs)

    return guarded


@require_safe
@admins_only
def stages(request):
    """All stages in their order."""
    return show(request, first_pipeline())


def first_pipeline():
    return get_object_or_404(Pipeline.objects.all()[:1])


def show(request, pipeline, *, status=200, **inspector):
    """The list of stages, and beside it the form of the one that is open."""
    context = {"pipeline": pipeline, "rows": stage_rows(pipeline), "retired": retired_rows(pipeline)}
    return render(request, "pipeline/stages.html", context | inspector, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@admins_only
def new(request):
    """A new stage."""
    pipeline = first_pipeline()
    blank = Stage(pipeline=pipeline, colour=9, probability=50, stale_days=14)
    form = StageForm(blank, request.POST or None)
    if request.method == "POST" and form.is_valid():
        stage = add_stage(pipeline, by=request.user, **form.cleaned_data)
        messages.success(request, _("%(stage)s is on the board") % {"stage": stage.name})
        return redirect("pipeline:stage", stage.pk)
    return show(request, pipeline, form=form, status=UNPROCESSABLE if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@admins_only
def stage(request, pk):
    """One stage, open for changes."""
    stage = get_object_or_404(Stage.objects.standing().select_related("pipeline", "gate"), pk=pk)
    form = StageForm(stage, request.POST or None)
    if request.method == "POST" and form.is_valid() and save(stage, form, request.user):
        messages.success(request, _("Saved"))
        return redirect("pipeline:stage", pk)
    return show(request, stage.pipeline, stage=stage, form=form, status=UNPROCESSABLE if form.is_bound else 200)


def save(stage, form, user):
    """Whether the stage was changed; if not, the form says why."""
    try:
        return edit_stage(stage, by=user, **form.cleaned_data)
    except StageRefused as refusal:
        form.add_error("kind", str(refusal))


@require_POST
@admins_only
def place(request, pk):
    """Move a stage one step up or down."""
    stage = get_object_or_404(Stage.objects.standing().select_related("pipeline"), pk=pk)
    step = -1 if request.POST.get("step") == "up" else 1
    move_stage(stage, to=list(stage.pipeline.stages.standing()).index(stage) + step, by=request.user)
    return redirect("pipeline:stages")


@require_POST
@admins_only
def retire(request, pk):
    """Take a stage out of use, if it is empty."""
    stage = get_object_or_404(Stage.objects.standing().select_related("pipeline", "gate"), pk=pk)
    try:
        retire_stage(stage, by=request.user)
    except StageRefused as refusal:
        return show(
            request, stage.pipeline, stage=stage, form=StageForm(stage), refusal=str(refusal), status=UNPROCESSABLE
        )
    messages.success(request, _("%(stage)s is retired; its history stays") % {"stage": stage.name})
    return redirect("pipeline:stages")


@require_POST
@admins_only
def bring_back(request, pk):
    """Put a retired stage back into use."""
    stage = get_object_or_404(Stage.objects.select_related("pipeline"), pk=pk)
    bring_back_stage(stage, by=request.user)
    return redirect("pipeline:stage", pk)
