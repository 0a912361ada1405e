"""Pages of sequences: the list, the builder, the people on their way, and the buttons of a deal or a lead."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.bin.doing import say_thrown
from accounts.rights import require
from followups.models import Sequence, SequenceRun, SequenceStep
from followups.sequences import building
from followups.sequences.actions import Reason, start_sequence, stop_sequence
from followups.sequences.forms import SequenceForm, StartForm, StepForm
from followups.sequences.many import take_back_starts
from followups.sequences.queries import people_of, sequences_with_counts
from followups.views.answers import act, posted
from kit import formats
from pipeline.bulk_forms import MOST_AT_ONCE, chosen_deals
from pipeline.models import Deal

FORM = ["GET", "HEAD", "POST"]
PER_PAGE = 50


@require_safe
def sequences(request):
    """Every sequence, and how it goes."""
    return render(request, "followups/sequences/list.html", {"rows": sequences_with_counts()})


@require_http_methods(FORM)
def new(request):
    """Begin one; its steps come next."""
    require(request.user, "sequences.edit")
    form = SequenceForm(posted(request))
    if form.is_valid() and (made := kept(form, lambda: building.add_sequence(by=request.user, **form.cleaned_data))):
        return redirect("followups:sequence-edit", made.pk)
    return render(request, "followups/sequences/new.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(FORM)
def edit(request, pk):
    """Its name, cap and steps."""
    require(request.user, "sequences.edit")
    sequence = standing(pk)
    form = SequenceForm(posted(request), instance=Sequence.objects.get(pk=pk))
    if form.is_valid() and kept(form, lambda: change(sequence, form, request.user)):
        messages.success(request, _("Saved"))
        return redirect("followups:sequence-edit", pk)
    return show(request, sequence, form=form)


def change(sequence, form, user):
    return building.change_sequence(sequence, by=user, **form.cleaned_data)


def kept(form, action):
    """What the action made, or None with the reason on the form."""
    try:
        return action()
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return None


def standing(pk):
    return get_object_or_404(Sequence, pk=pk)


def show(request, sequence, *, form=None, step_form=None, step=None):
    context = {
        "sequence": sequence,
        "form": form or SequenceForm(instance=sequence),
        "step_form": step_form or StepForm(instance=step),
        "step": step,
        "steps": sequence.steps.filter(retired_at=None).select_related("template", "kind"),
    }
    is_wrong = any(one is not None and one.errors for one in (form, step_form))
    return render(request, "followups/sequences/edit.html", context, status=422 if is_wrong else 200)


@require_POST
def switch(request, pk):
    require(request.user, "sequences.edit")
    on = request.POST.get("on") == "1"
    act(
        request,
        lambda: building.switch(standing(pk), on=on, by=request.user),
        _("It is on.") if on else _("It is off."),
    )
    return redirect("followups:sequence-edit", pk)


@require_POST
def drop(request, pk):
    """Throw a sequence away with everybody on its way."""
    require(request.user, "sequences.edit")
    say_thrown(request, building.drop_sequence(standing(pk), by=request.user))
    return redirect("followups:sequences")


@require_http_methods(FORM)
def step_add(request, pk):
    """Put a step at the end."""
    require(request.user, "sequences.edit")
    sequence, form = standing(pk), StepForm(posted(request))
    if not form.is_valid():
        return show(request, sequence, step_form=form)
    building.add_step(sequence, by=request.user, **form.cleaned_data)
    return redirect("followups:sequence-edit", pk)


@require_http_methods(FORM)
def step(request, pk):
    """Change what a step does."""
    require(request.user, "sequences.edit")
    one = find_step(pk)
    form = StepForm(posted(request), instance=SequenceStep.objects.get(pk=pk))
    if not form.is_valid():
        return show(request, one.sequence, step_form=form, step=one)
    building.change_step(one, by=request.user, **form.cleaned_data)
    return redirect("followups:sequence-edit", one.sequence_id)


def find_step(pk):
    steps = SequenceStep.objects.select_related("sequence", "template", "kind")
    return get_object_or_404(steps, pk=pk, retired_at=None)


@require_POST
def step_place(request, pk):
    require(request.user, "sequences.edit")
    one = find_step(pk)
    building.move_step(one, up=request.POST.get("step") == "up", by=request.user)
    return redirect("followups:sequence-edit", one.sequence_id)


@require_POST
def step_retire(request, pk):
    require(request.user, "sequences.edit")
    one = find_step(pk)
    building.retire_step(one, by=request.user)
    return redirect("followups:sequence-edit", one.sequence_id)


@require_safe
def people(request, pk):
    """Where each person is on their way."""
    sequence = get_object_or_404(Sequence, pk=pk)
    page = Paginator(people_of(sequence, request.user), PER_PAGE).get_page(request.GET.get("page"))
    count = sequence.steps.filter(retired_at=None).count()
    context = {"sequence": sequence, "page": page, "count": count}
    return render(request, "followups/sequences/people.html", context)


@require_POST
def start(request, model, pk):
    """Begin a sequence with a deal or a lead."""
    about = get_object_or_404(model.objects.visible_to(request.user), pk=pk)
    require(request.user, "letter.send", about)
    form = StartForm(request.POST)
    if form.is_valid():
        chosen = form.cleaned_data["sequence"]
        said = _("“%(name)s” has begun.") % {"name": chosen}
        act(request, lambda: start_sequence(chosen, about=about, by=request.user), said)
    else:
        messages.error(request, _("Choose a sequence."))
    return back_to(about)


def back_to(about):
    name = "pipeline:deal" if isinstance(about, Deal) else "leads:lead"
    return HttpResponseRedirect(reverse(name, args=[about.pk]), status=303)


@require_POST
def stop(request, pk):
    """End a run by hand."""
    run = get_object_or_404(SequenceRun.objects.visible_to(request.user).select_related("deal", "lead"), pk=pk)
    require(request.user, "letter.send", run)
    if stop_sequence(run, reason=Reason.HAND, by=request.user):
        messages.success(request, _("The sequence is stopped."))
    return back_to(run.about)


@require_http_methods(FORM)
def start_many(request):
    """Begin a sequence with the deals chosen in a list."""
    require(request.user, "letter.send")
    if request.htmx and request.method == "GET":
        return HttpResponse(status=204, headers={"HX-Redirect": request.get_full_path()})
    ids = chosen_deals((request.POST or request.GET).getlist("ids"))
    deals = list(Deal.objects.visible_to(request.user).open().filter(pk__in=list(ids)[:MOST_AT_ONCE]).order_by("pk"))
    form = StartForm(request.POST if "sequence" in request.POST else None)
    if deals and form.is_valid():
        tell_begun(request, begun(deals, form.cleaned_data["sequence"], request.user))
        return redirect("pipeline:deal-list")
    context = {"deals": deals, "form": form, "ids": ",".join(str(deal.pk) for deal in deals)}
    return render(request, "followups/sequences/start_many.html", context, status=422 if form.errors else 200)


def begun(deals, sequence, user):
    """(the runs that began, the refusals of the others in words)"""
    runs, refusals = [], []
    for deal in deals:
        try:
            runs.append(start_sequence(sequence, about=deal, by=user))
        except ValidationError as refusal:
            refusals.append(f"{deal}: {' '.join(refusal.messages)}")
    return runs, refusals


def tell_begun(request, report):
    runs, refusals = report
    if runs:
        words = ngettext("%(count)s deal begins the sequence.", "%(count)s deals begin the sequence.", len(runs))
        context = {"words": words % {"count": formats.number(len(runs))}, "runs": [run.pk for run in runs]}
        toast = render_to_string("followups/sequences/_begun_toast.html", context, request)
        messages.success(request, toast, extra_tags="toast")
    tell_refusals(request, refusals)


@require_POST
def take_back_many(request):
    """It was not to begin with these deals after all, as far as no step was taken."""
    require(request.user, "letter.send")
    deals = Deal.objects.visible_to(request.user)
    ids = list(chosen_deals(request.POST.getlist("ids")))[:MOST_AT_ONCE]
    runs = SequenceRun.objects.filter(pk__in=ids, deal__in=deals.values("pk")).select_related("deal__owner")
    count, refusals = take_back_starts(list(runs), by=request.user)
    if count:
        words = ngettext("Taken back with %(count)s deal.", "Taken back with %(count)s deals.", count)
        messages.success(request, words % {"count": formats.number(count)})
    tell_refusals(request, refusals)
    return redirect("pipeline:deal-list")


def tell_refusals(request, refusals):
    for words in refusals[:5]:
        messages.warning(request, words)
