"""The list of marked changes, what came of each, and how managers mark, edit, end and delete them."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.bin.doing import say_thrown
from accounts.rights import may, require
from reports.dashboards import DASHBOARDS
from reports.experiments.actions import FACTS, delete_experiment, edit_experiment, end_experiment, mark_change
from reports.experiments.forms import ExperimentForm
from reports.experiments.page import experiment_report
from reports.models import Experiment

UNPROCESSABLE = 422


@require_safe
def experiments(request):
    """Every change this person may look at, the latest first."""
    require(request.user, "forecast.see")
    return show(request, "list", experiments=seen_by(request.user))


@require_safe
def experiment(request, pk):
    """What became of the deals opened before and after a change."""
    found = get_object_or_404(seen_by(request.user), pk=pk)
    require(request.user, "forecast.see")
    return show(request, "experiment", experiment=found, report=experiment_report(found, request.user))


@require_http_methods(["GET", "HEAD", "POST"])
def mark(request):
    """Mark a change."""
    require(request.user, "experiments.edit")
    form = ExperimentForm(request.POST or None, user=request.user)
    if form.is_valid():
        return redirect("reports:experiment", mark_change(by=request.user, **form.cleaned_data).pk)
    return show(request, "form", form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk):
    """Say something else of a change."""
    found = to_change(request, pk)
    start = {name: getattr(found, name) for name in FACTS}
    form = ExperimentForm(request.POST or None, user=request.user, initial=start)
    if form.is_valid():
        edit_experiment(found, by=request.user, **form.cleaned_data)
        return redirect("reports:experiment", found.pk)
    return show(request, "form", form=form, experiment=found)


@require_POST
def end(request, pk):
    """Let a change end today."""
    found = end_experiment(to_change(request, pk), by=request.user)
    if found.ended_on:
        messages.success(request, _("Ended: deals opened from tomorrow on are not compared."))
    return redirect("reports:experiment", found.pk)


@require_POST
def delete(request, pk):
    """Throw a change away."""
    say_thrown(request, delete_experiment(to_change(request, pk), by=request.user))
    return redirect("reports:experiments")


def seen_by(user):
    return Experiment.objects.visible_to(user).select_related("pipeline", "team", "by")


def to_change(request, pk):
    """The change this user finds, else 404, and may edit, else 403."""
    found = get_object_or_404(seen_by(request.user), pk=pk)
    require(request.user, "experiments.edit", found)
    return found


def show(request, page, **context):
    form, may_edit = context.get("form"), may(request.user, "experiments.edit")
    status = UNPROCESSABLE if form is not None and form.is_bound else 200
    context |= {"dashboards": DASHBOARDS, "may_edit": may_edit}
    return render(request, f"reports/experiments/{page}.html", context, status=status)
