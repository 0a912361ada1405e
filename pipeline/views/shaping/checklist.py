"""The checklist of a stage: what is to be done while a deal stands there."""

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.rights import shapers_only
from pipeline.actions.checklists import add_item, move_item, rename_item, retire_item
from pipeline.part_forms import ItemForm
from pipeline.stage_forms import StageForm
from pipeline.views.answers import UNPROCESSABLE
from pipeline.views.shaping.page import show, standing_stage


@require_POST
@shapers_only
def checklist(request, pk):
    """Add something to do, or rename, move or remove what is there (`act`)."""
    stage = standing_stage(pk)
    form = ItemForm(stage, request.POST)
    if form.is_valid():
        carry_out(stage, by=request.user, **form.cleaned_data)
    status = 200 if form.is_valid() else UNPROCESSABLE
    if request.htmx:
        context = {"stage": stage, "item_form": None if form.is_valid() else form}
        return render(request, "pipeline/_stage_checklist.html", context, status=status)
    if form.is_valid():
        return HttpResponseRedirect(reverse("pipeline:stage", args=[pk]) + "#checklist")
    return show(request, stage.pipeline, stage=stage, form=StageForm(stage), item_form=form, status=status)


def carry_out(stage, *, act, item, text, by):
    match act:
        case "add":
            add_item(stage, text=text, by=by)
        case "rename":
            rename_item(item, text=text, by=by)
        case "remove":
            retire_item(item, by=by)
        case _:
            move_item(item, step=-1 if act == "up" else 1, by=by)
