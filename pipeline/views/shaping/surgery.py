"""Surgery on stages: first what it would do, in place; then it is done at once, and can be reverted for 30 days."""

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.rights import shapers_only
from pipeline.actions.reverting import revert_surgery
from pipeline.actions.stages import StageRefused, merge_stage, retire_stage, split_stage
from pipeline.actions.surgery import count_deals
from pipeline.models import Surgery
from pipeline.queries.impact import impact_of
from pipeline.queries.stages import only_one
from pipeline.shaping_forms import MOST_BY_HAND, SplitForm, TargetForm
from pipeline.views.answers import UNPROCESSABLE
from pipeline.views.shaping.page import done, refused, show, standing_stage


@require_http_methods(["GET", "HEAD", "POST"])
@shapers_only
def retire(request, pk):
    """What removing a stage would do, or remove it."""
    return leave(request, standing_stage(pk), "retire")


@require_http_methods(["GET", "HEAD", "POST"])
@shapers_only
def merge(request, pk):
    """What merging a stage into another would do, or merge it."""
    return leave(request, standing_stage(pk), "merge")


def leave(request, stage, way):
    """A stage goes out of use, and another takes its deals; the only one of its kind is refused before all else."""
    is_post, refusal = request.method == "POST", only_one(stage)
    if refusal:
        panel = {"way": way, "stage": stage, "refusal": refusal, "is_barred": True}
        return show(request, stage.pipeline, panel=panel, status=UNPROCESSABLE if is_post else 200)
    form = TargetForm(stage, request.POST if is_post else request.GET, must=is_post and way == "merge")
    if is_post and form.is_valid():
        try:
            return carry_out(request, stage, form.cleaned_data["to"], way)
        except StageRefused as late:
            refusal = str(late)
    impact = impact_of(stage, target=form.target)
    panel = {"way": way, "stage": stage, "form": form, "refusal": refusal, "impact": impact}
    return show(request, stage.pipeline, panel=panel, status=UNPROCESSABLE if is_post else 200)


def carry_out(request, stage, to, way):
    if way == "merge":
        merge_stage(stage, into=to, by=request.user)
        return done(
            request, _("%(stage)s is part of %(to)s now") % {"stage": stage.name, "to": to.name}, stage.pipeline
        )
    retire_stage(stage, to=to, by=request.user)
    return done(request, _("%(stage)s is removed; its history stays") % {"stage": stage.name}, stage.pipeline)


@require_http_methods(["GET", "HEAD", "POST"])
@shapers_only
def split(request, pk):
    """Choose which deals of a stage go into a new one behind it, or split it so."""
    stage = standing_stage(pk)
    is_post, refusal = request.method == "POST", ""
    form = SplitForm(stage, request.POST if is_post else request.GET or None, looking=not is_post)
    if is_post and form.is_valid():
        try:
            return split_as_asked(request, stage, form)
        except StageRefused as late:
            refusal = str(late)
    impact = impact_of(stage, target=form.target, deals=form.matching, leaves=False)
    listed = form.listed() if impact.count <= MOST_BY_HAND else []
    panel = {"way": "split", "stage": stage, "form": form, "refusal": refusal, "impact": impact, "listed": listed}
    return show(request, stage.pipeline, panel=panel, status=UNPROCESSABLE if is_post else 200)


def split_as_asked(request, stage, form):
    facts = {"name": form.cleaned_data["name"], "probability": form.cleaned_data["probability"]}
    new = split_stage(stage, only=form.chosen(), by=request.user, **facts)
    words = _("%(new)s stands behind %(stage)s") % {"new": new.name, "stage": stage.name}
    return done(request, words, stage.pipeline)


@require_POST
@shapers_only
def revert(request, pk):
    """Take back a change of the last thirty days."""
    surgery = get_object_or_404(Surgery.objects.select_related("pipeline"), pk=pk)
    try:
        outcome = revert_surgery(surgery, by=request.user)
    except StageRefused as refusal:
        return refused(request, refusal, surgery.pipeline)
    words = [_("Reverted")]
    if outcome.back:
        words.append(_("%(deals)s back where they were") % {"deals": count_deals(outcome.back)})
    if outcome.stayed:
        words.append(_("%(deals)s had moved on and stay") % {"deals": count_deals(outcome.stayed)})
    return done(request, ", ".join(words), surgery.pipeline)
