"""The short form of a gate: just the inputs it misses, before a move, for a new deal, or for their own sake."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pipeline.actions import answer_gate
from pipeline.gates import ask, keys_concerning, names_of
from pipeline.move_forms import GateForm
from pipeline.queries.choices import choices_for
from pipeline.rates import ValueRefused
from pipeline.views.answers import UNPROCESSABLE, answer, deal_to_change, refusals_as_toasts
from pipeline.views.sight import look

MOST_ASKED = 30


def gate_form_for(request, deal, to):
    """The filled-in short form before a move to a stage, when this post brings one."""
    if "gate" not in request.POST:
        return None
    choices = choices_for(deal, look(request, deal.pipeline_id).stages)
    return GateForm(deal, next(choice.missing for choice in choices if choice.stage == to), request.user, request.POST)


def asked_again(request, deal, missing):
    """The short form for what is missing now, with what was already written in it."""
    return GateForm(deal, missing, request.user, request.POST if "gate" in request.POST else None)


def ask_before_move(request, deal, form, gate_form):
    """The inputs a gate misses, with the move kept in hidden fields."""
    to = form.cleaned_data["stage"]
    return show_gate(
        request,
        gate_form,
        deal=deal,
        heading=needs_words(to, gate_form),
        action=reverse("pipeline:deal-move", args=[deal.pk]),
        save=_("Save and move to %(stage)s") % {"stage": to.name},
        leave=_("Leave it where it was"),
        kept=[(name, form.data[name]) for name in form.fields if form.data.get(name)],
        status=UNPROCESSABLE,
    )


def ask_before_adding(request, draft, gate_form):
    """The inputs a new deal misses for the stage it should begin in, with its first facts in hidden fields."""
    stage = draft.stage
    return show_gate(
        request,
        gate_form,
        deal=draft,
        heading=needs_words(stage, gate_form),
        action=reverse("pipeline:quick-add", args=[stage.pk]),
        save=_("Save and add to %(stage)s") % {"stage": stage.name},
        leave=_("Do not add it"),
        kept=[(name, request.POST[name]) for name in ("title", "amount") if request.POST.get(name)],
        add=f"add-{stage.pk}",
        status=UNPROCESSABLE,
    )


def needs_words(stage, gate_form):
    return _("%(stage)s needs %(names)s") % {"stage": stage.name, "names": gate_form.names}


def show_gate(request, gate_form, *, deal, status=200, **words):
    """A dialog for the script, else a page."""
    sight = look(request, deal.pipeline_id)
    context = {"sight": sight, "deal": deal, "form": gate_form} | words
    context["action"] += "" if "?" in words["action"] else sight.query
    template = "pipeline/_gate_dialog.html" if request.htmx else "pipeline/gate.html"
    return render(request, template, context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@refusals_as_toasts
def gate(request, pk):
    """Fill in what a deal misses (`need` names it, once or more often in the address) where it stands."""
    deal = deal_to_change(request, pk, "deal.edit")
    missing = missing_of(deal, request.GET.getlist("need")[:MOST_ASKED])
    if not missing:
        return answer(request, deal, _("Nothing is missing any more"))
    form = GateForm(deal, missing, request.user, request.POST or None)
    if request.method == "POST" and form.is_valid() and saved(deal, form, request.user):
        return answer(request, deal, _("Filled in: %(names)s") % {"names": names_of(missing)})
    return show_gate(
        request,
        form,
        deal=deal,
        heading=_("Fill in %(names)s") % {"names": form.names},
        action=request.get_full_path(),
        save=_("Save"),
        leave=_("Later"),
        kept=[],
        status=UNPROCESSABLE if form.is_bound else 200,
    )


def missing_of(deal, keys):
    """What the deal lacks of what an address asks for."""
    return [need for need in ask(deal, keys_concerning(deal, keys)) if not need.met]


def saved(deal, form, user):
    """Whether the answers could be written; if not, the form says why."""
    try:
        answer_gate(deal, answers=form.cleaned_data, by=user)
    except ValueRefused as refusal:
        form.add_error("amount" if "amount" in form.fields else None, str(refusal))
        return False
    return True
