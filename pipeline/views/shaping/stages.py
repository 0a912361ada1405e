"""Stages are looked at, added, changed and put in order."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.rights import shapers_only
from pipeline.actions.stages import StageRefused, add_stage, bring_back_stage, edit_stage, move_stage, order_stages
from pipeline.models import Pipeline, Stage
from pipeline.queries.impact import edit_shift, missed_gates
from pipeline.stage_forms import StageForm
from pipeline.views.answers import UNPROCESSABLE
from pipeline.views.shaping.page import done, first_pipeline, refused, show, standing_stage


@require_safe
@shapers_only
def stages(request, pk=None):
    """All stages of a pipeline in their order, of the first one by default."""
    return show(request, get_object_or_404(Pipeline, pk=pk) if pk else first_pipeline())


@require_http_methods(["GET", "HEAD", "POST"])
@shapers_only
def new(request):
    """A new stage, of the pipeline named in the address or of the first."""
    asked = request.GET.get("pipeline", "")
    pipeline = (
        get_object_or_404(Pipeline.objects.standing(), pk=asked)
        if asked.isdecimal() and len(asked) < 19
        else first_pipeline()
    )
    form = StageForm(Stage(pipeline=pipeline, colour=9, probability=50, stale_days=14), request.POST or None)
    if request.method == "POST" and form.is_valid():
        stage = add_stage(pipeline, by=request.user, **form.cleaned_data)
        messages.success(request, _("%(stage)s is on the board") % {"stage": stage.name})
        return redirect("pipeline:stage", stage.pk)
    return show(request, pipeline, form=form, status=UNPROCESSABLE if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@shapers_only
def stage(request, pk):
    """One stage, open for changes."""
    stage = standing_stage(pk)
    form = StageForm(stage, request.POST or None)
    if "apply" in request.POST:
        return look_again(request, stage)
    if request.method == "POST" and form.is_valid() and save(stage, form, request.user):
        messages.success(request, _("Saved"))
        return redirect("pipeline:stage", pk)
    return inspect(request, stage, form, status=UNPROCESSABLE if form.is_bound else 200)


def look_again(request, stage):
    """The form with what was typed and the observed probability in it, not saved yet."""
    typed = request.POST.copy()
    typed["probability"] = typed["apply"]
    form = StageForm(stage, typed)
    return inspect(request, stage, form, unsaved=unsaved(stage, form))


def inspect(request, stage, form, **context):
    return show(request, stage.pipeline, stage=stage, form=form, **context)


def save(stage, form, user):
    """Whether the stage was changed; if not, the form says why."""
    try:
        return edit_stage(stage, by=user, **form.cleaned_data)
    except StageRefused as refusal:
        form.add_error("kind", str(refusal))


@require_POST
@shapers_only
def preview(request, pk):
    """How many changes wait to be saved, and what they would do to the forecast."""
    stage = standing_stage(pk)
    form = StageForm(stage, request.POST)
    return render(request, "pipeline/_unsaved.html", {"unsaved": unsaved(stage, form)})


def unsaved(stage, form):
    changes = {"count": len(form.changed_data), "shift": 0}
    if form.is_valid() and "probability" in form.changed_data:
        changes["shift"] = edit_shift(stage, form.cleaned_data["probability"])
    return changes


@require_POST
@shapers_only
def place(request, pk):
    """Move a stage one step up or down."""
    stage = standing_stage(pk)
    step = -1 if request.POST.get("step") == "up" else 1
    move_stage(stage, to=list(stage.pipeline.stages.standing()).index(stage) + step, by=request.user)
    return redirect("pipeline:pipeline", stage.pipeline_id)


@require_http_methods(["GET", "HEAD", "POST"])
@shapers_only
def order(request, pk):
    """What a new order of the stages would mean, or put them in it."""
    pipeline = get_object_or_404(Pipeline.objects.standing(), pk=pk)
    asked = request.POST if request.method == "POST" else request.GET
    ids = [int(word) for word in asked.getlist("stage") if word.isdecimal() and len(word) < 19]
    if request.method == "POST":
        order_stages(pipeline, order=ids, by=request.user)
        return done(request, _("The stages stand in their new order"), pipeline)
    before = list(pipeline.stages.standing().select_related("gate"))
    after = sorted(before, key=lambda stage: ids.index(stage.pk) if stage.pk in ids else len(ids))
    context = {"pipeline": pipeline, "is_new": before != after, "gates": missed_gates(before, after), "after": after}
    return render(request, "pipeline/_order_bar.html" if request.htmx else "pipeline/order.html", context)


@require_POST
@shapers_only
def bring_back(request, pk):
    """Put a retired stage back into use."""
    stage = get_object_or_404(Stage.objects.select_related("pipeline"), pk=pk)
    try:
        bring_back_stage(stage, by=request.user)
    except StageRefused as refusal:
        return refused(request, refusal, stage.pipeline)
    return redirect("pipeline:stage", pk)
