"""The page where an admin shapes the labels."""

from functools import wraps

from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.rights import require
from leads.actions.labels import add_label, bring_back_label, edit_label, move_label, retire_label
from leads.label_forms import LabelForm, unused_hue
from leads.models import Label, LabelSet

UNPROCESSABLE = 422


def admins_only(view):
    @wraps(view)
    def guarded(request, *args, **kwargs):
        require(request.user, "stages.edit")
        return view(request, *args, **kwargs)

    return guarded


@require_safe
@admins_only
def labels(request):
    """All labels, set by set."""
    return show(request)


def show(request, *, status=200, **inspector):
    """The labels in use, the retired ones, and beside them the form of the one that is open."""
    used = Label.objects.filter(retired_at=None).order_by("position", "pk")
    context = {
        "sets": LabelSet.objects.prefetch_related(Prefetch("labels", used, "used")),
        "retired": Label.objects.exclude(retired_at=None),
    }
    return render(request, "leads/labels.html", context | inspector, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@admins_only
def new(request, pk):
    """A new label in a set."""
    label_set = get_object_or_404(LabelSet, pk=pk)
    form = LabelForm(Label(set=label_set, hue=unused_hue(label_set)), request.POST or None)
    if request.method == "POST" and form.is_valid():
        label = add_label(label_set, by=request.user, **form.cleaned_data)
        messages.success(request, _("Label %(name)s added") % {"name": label.name})
        return redirect("leads:labels")
    return show(request, form=form, label_set=label_set, status=UNPROCESSABLE if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@admins_only
def label(request, pk):
    """One label, open for changes."""
    label = get_object_or_404(Label.objects.select_related("set"), pk=pk)
    form = LabelForm(label, request.POST or None)
    if request.method == "POST" and form.is_valid():
        edit_label(label, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved"))
        return redirect("leads:labels")
    return show(request, form=form, label=label, status=UNPROCESSABLE if form.is_bound else 200)


@require_POST
@admins_only
def place(request, pk):
    """Move a label one step up or down."""
    label = get_object_or_404(Label.objects.filter(retired_at=None).select_related("set"), pk=pk)
    move_label(label, step=-1 if request.POST.get("step") == "up" else 1, by=request.user)
    return redirect("leads:labels")


@require_POST
@admins_only
def retire(request, pk):
    """Offer a label no longer."""
    label = get_object_or_404(Label.objects.filter(retired_at=None), pk=pk)
    retire_label(label, by=request.user)
    messages.success(request, _("%(name)s is retired; what carries it keeps it") % {"name": label.name})
    return redirect("leads:labels")


@require_POST
@admins_only
def bring_back(request, pk):
    """Offer a retired label again."""
    label = get_object_or_404(Label.objects.select_related("set"), pk=pk)
    bring_back_label(label, by=request.user)
    return redirect("leads:labels")
