"""What a stage does for the deals that enter it: a part of the stage's page, and a page of its own."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.rights import require
from followups.entry_form import EntryForm
from followups.views.answers import posted
from pipeline.models import Stage


@require_http_methods(["GET", "HEAD", "POST"])
def entry(request, pk):
    """Show or choose what is planned and sent when a deal enters a stage."""
    require(request.user, "stages.edit")
    stage = get_object_or_404(Stage.objects.select_related("pipeline"), pk=pk)
    form = EntryForm(stage, posted(request))
    if form.is_valid():
        form.keep(by=request.user)
        return saved(request, stage)
    return show(request, stage, form, status=422 if form.is_bound else 200)


def saved(request, stage):
    if not request.htmx:
        messages.success(request, _("Saved"))
        return redirect("followups:stage-entry", stage.pk)
    return show(request, stage, EntryForm(stage), is_saved=True)


def show(request, stage, form, *, status=200, is_saved=False):
    template = "followups/_entry.html" if request.htmx else "followups/entry.html"
    return render(request, template, {"stage": stage, "form": form, "is_saved": is_saved}, status=status)
