"""The page where an admin shapes the labels, set by set; places, retiring and merging are those of every kept list."""

from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.lists.actions import add_entry, edit_entry
from accounts.lists.forms import EntryForm
from accounts.lists.kept import registry
from accounts.lists.queries import impact_of, recent_changes
from accounts.rights import shapers_only
from leads.label_forms import LabelForm, unused_hue
from leads.models import Label, LabelSet

UNPROCESSABLE = 422


@require_safe
@shapers_only
def labels(request):
    """All labels, set by set."""
    return show(request)


def show(request, form=None, **inspector):
    """The labels in use, what is retired, and beside them the form of what is open."""
    used = Label.objects.filter(retired_at=None).order_by("position", "pk")
    context = {
        "sets": LabelSet.objects.filter(retired_at=None).prefetch_related(Prefetch("labels", used, "used")),
        "retired": Label.objects.filter(set__retired_at=None).exclude(retired_at=None).select_related("set"),
        "retired_sets": LabelSet.objects.exclude(retired_at=None),
        "changes": recent_changes("labels", "label-sets"),
        "form": form,
    }
    status = UNPROCESSABLE if form and form.errors else 200
    return render(request, "leads/labels.html", context | inspector, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@shapers_only
def new(request, pk):
    """A new label in a set."""
    label_set = get_object_or_404(LabelSet, pk=pk)
    form = LabelForm(Label(set=label_set, hue=unused_hue(label_set)), posted(request))
    if form.is_valid():
        label = add_entry(registry["labels"], by=request.user, set=label_set, **form.cleaned_data)
        return done(request, _("Label %(name)s added") % {"name": label.name})
    return show(request, form, within=label_set)


@require_http_methods(["GET", "HEAD", "POST"])
@shapers_only
def label(request, pk):
    """One label, open for changes."""
    label = get_object_or_404(Label.objects.select_related("set"), pk=pk)
    form = LabelForm(label, posted(request))
    if form.is_valid():
        edit_entry(label, by=request.user, **form.cleaned_data)
        return done(request, _("Saved"))
    return show(request, form, label=label, impact=impact_of(registry["labels"], label))


@require_http_methods(["GET", "HEAD", "POST"])
@shapers_only
def set_new(request):
    """A new set of labels."""
    form = EntryForm(registry["label-sets"], data=posted(request))
    if form.is_valid():
        label_set = add_entry(registry["label-sets"], by=request.user, **form.cleaned_data)
        messages.success(request, _("Label set %(name)s added. Give it its labels.") % {"name": label_set.name})
        return redirect("leads:label-new", label_set.pk)
    return show(request, form, is_set=True)


@require_http_methods(["GET", "HEAD", "POST"])
@shapers_only
def label_set(request, pk):
    """One set of labels, open for changes."""
    label_set = get_object_or_404(LabelSet, pk=pk)
    form = EntryForm(registry["label-sets"], label_set, posted(request))
    if form.is_valid():
        edit_entry(label_set, by=request.user, **form.cleaned_data)
        return done(request, _("Saved"))
    return show(request, form, is_set=True, label_set=label_set)


def done(request, words):
    messages.success(request, words)
    return redirect("leads:labels")


def posted(request):
    """What a form is bound to: an empty POST is a POST too."""
    return request.POST if request.method == "POST" else None
