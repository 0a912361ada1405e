"""Moving by hand: drag, touch, keyboard and menu all send the same form here."""

from uuid import uuid4

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.bin.rights import may_throw_away
from pipeline.actions import MovedMeanwhile, StageClosed, lose_deal, move_deal, move_to_lane
from pipeline.gates import GateClosed
from pipeline.lane_forms import LaneClosed, facts_to_write, with_lane
from pipeline.move_forms import LoseForm, MoveForm
from pipeline.queries.choices import choices_for
from pipeline.rates import ValueRefused
from pipeline.views.answers import CONFLICT, UNPROCESSABLE, answer, deal_to_change, refusals_as_toasts
from pipeline.views.gates import ask_before_move, asked_again, gate_form_for
from pipeline.views.sight import look, stages_of
from pipeline.views.steps import step_place
from pipeline.words import lacking_names


@require_http_methods(["GET", "HEAD", "POST"])
@refusals_as_toasts
def move(request, pk):
    """Show where a deal may go, or move it there."""
    deal = deal_to_change(request, pk)
    form = MoveForm(stages_of(request, deal.pipeline_id), request.POST or None)
    if request.method != "POST":
        return show_choices(request, deal)
    if not form.is_valid():
        return show_choices(request, deal, form, UNPROCESSABLE)
    try:
        facts = facts_to_write(request, [deal], form)
    except LaneClosed as closed:
        return answer(request, deal, str(closed), status=CONFLICT)
    if stands_by_time(deal, form.cleaned_data["stage"]) and not facts:
        return answer(request, deal, _("%(stage)s keeps the latest on top") % {"stage": deal.stage.name})
    return carry_out(request, deal, form, facts)


def carry_out(request, deal, form, facts):
    """Ask for what a gate still misses, else move; the answer says what became of it."""
    gate_form = gate_form_for(request, deal, form.cleaned_data["stage"])
    if gate_form and not gate_form.is_valid():
        return ask_before_move(request, deal, form, gate_form)
    try:
        done = move_as_asked(request, deal, form, gate_form, facts)
    except GateClosed as closed:
        return ask_before_move(request, deal, form, asked_again(request, deal, closed.missing))
    except ValueRefused as refusal:
        gate_form.add_error("amount", str(refusal))
        return ask_before_move(request, deal, form, gate_form)
    except MovedMeanwhile as late:
        return answer(request, late.deal, str(late), status=CONFLICT, again=again(form, late.deal))
    except StageClosed as late:
        return answer(request, deal, str(late), status=CONFLICT)
    words, card = with_lane(words_for(done), facts), None if facts else done.deal
    return answer(request, done.deal, words, event=done.event, is_move=True, card=card)


def again(form, deal):
    """The fields of the same move, answers to a gate included, by somebody who has now seen where the deal is."""
    asked = {name: value for name, value in form.data.items() if value and name != "csrfmiddlewaretoken"}
    return (asked | {"version": deal.stage_version, "op": uuid4()}).items()


def move_as_asked(request, deal, form, gate_form, facts):
    asked = form.cleaned_data
    do, more = (move_to_lane, {"facts": facts}) if facts else (move_deal, {})
    return do(
        deal,
        to=asked["stage"],
        between=place_for(request, deal, form),
        version=asked["version"],
        op=asked["op"],
        by=request.user,
        answers=gate_form.cleaned_data if gate_form else None,
        stages=stages_of(request, deal.pipeline_id),
        **more,
    )


def place_for(request, deal, form):
    """The place named, or one step up or down among the cards this viewer sees."""
    step = form.cleaned_data["place"]
    if step in ("up", "down"):
        return step_place(deal, look(request, deal.pipeline_id).mates(deal), step)
    return form.place_between


def stands_by_time(deal, stage):
    """Whether this would only be another place in a column where the latest stand on top."""
    return deal.stage == stage and deal.status == deal.Status.WON


def words_for(done):
    words = {"stage": done.deal.stage.name, "names": lacking_names(done.event)}
    if "parked_until" in done.event.changes:
        return _("Moved to %(stage)s, no longer parked") % words
    if words["names"]:
        return _("Moved to %(stage)s without %(names)s") % words
    if done.event.verb == "deal.won":
        return _("Won: moved to %(stage)s") % words
    if done.from_stage == done.to_stage:
        return _("New place in %(stage)s") % words
    return _("Moved to %(stage)s") % words


def show_choices(request, deal, form=None, status=200):
    """Every stage with what moving there means: a dialog for the script, else a page."""
    sight = look(request, deal.pipeline_id)
    context = {"sight": sight, "deal": deal, "choices": choices_for(deal, sight.stages), "form": form, "op": uuid4()}
    context["may_throw_away"] = may_throw_away(request.user, deal)
    return render(request, dialog_or_page(request, "choices"), context, status=status)


def dialog_or_page(request, part):
    return f"pipeline/_{part}_dialog.html" if request.htmx else f"pipeline/{part}.html"


@require_http_methods(["GET", "HEAD", "POST"])
@refusals_as_toasts
def lose(request, pk):
    """Ask why a deal was lost, and take it off the board."""
    deal = deal_to_change(request, pk)
    start = {"version": deal.stage_version, "op": uuid4()}
    form = LoseForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        return carry_loss(request, deal, **form.cleaned_data)
    context = {"sight": look(request, deal.pipeline_id), "deal": deal, "form": form}
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, dialog_or_page(request, "lose"), context, status=status)


def carry_loss(request, deal, **facts):
    try:
        done = lose_deal(deal, by=request.user, **facts)
    except MovedMeanwhile as late:
        return answer(request, deal, str(late), status=CONFLICT)
    return answer(request, done.deal, _("Lost: %(reason)s") % {"reason": facts["reason"]}, event=done.event)
