"""The page of one deal, and the page that asks when two people changed the same facts."""

from functools import partial
from uuid import uuid4

from django.shortcuts import get_object_or_404, render

from accounts.bin.rights import may_throw_away
from accounts.fields.known import fields_of
from pipeline.actions.undoing import undoable_event
from pipeline.forms import DealForm
from pipeline.models import Deal, Stage
from pipeline.note_forms import ComposerForm
from pipeline.points.queries import sections_of
from pipeline.queries.choices import choices_for
from pipeline.queries.committee import committee_of
from pipeline.queries.deals import next_gate, path_of
from pipeline.queries.parts import checklist_of, median_won_age, proofs_of
from pipeline.views.neighbours import neighbours_of
from pipeline.words import describe
from timeline.models import subject_key
from timeline.queries import timeline_of
from timeline.story import story


def deal_seen(request, pk):
    """The deal with everything its page shows, if this user may see it."""
    seen = Deal.objects.visible_to(request.user).for_cards()
    return get_object_or_404(seen.select_related("pipeline", "contact", "lost_reason", "lost_to", "lead"), pk=pk)


def show_deal(request, deal, *, status=200, **forms):
    """The page of a deal, with whichever form is open in place of its panel."""
    stages = stages_of(deal)
    context = {
        **path_context(deal, stages),
        **facts_context(deal),
        "proofs": proofs_of(deal.qualification),
        "neighbours": neighbours_of(request, deal),
        "won_stage": next((stage for stage in stages if stage.kind == Stage.Kind.WON), None),
        "sections": sections_of(deal),
        **story(request, [subject_key(deal)], partial(timeline_of, deal, request.user)),
        "undoable": undoable_event(deal, request.user),
        "may_throw_away": may_throw_away(request.user, deal),
        "op": uuid4(),
        "note_form": ComposerForm(deal),
    }
    return render(request, "pipeline/deal.html", context | forms, status=status)


def path_context(deal, stages=None):
    """The way of a deal through its stages, and the guide to the next one."""
    choices = choices_for(deal, stages or stages_of(deal))
    return {**guide_of(deal, choices), "path": path_of(deal, choices)}


def facts_context(deal, name=""):
    """What the key facts need besides the deal; `name` is the one that is asked for alone."""
    field = next((field for field in fields_of("deal") if field.fact == name), None)
    return {"customs": fields_of("deal"), "field": field, "won_age": median_won_age(deal.pipeline_id)}


def stages_of(deal):
    """The stages in use of the deal's pipeline, and the one it stands in."""
    stages = list(deal.pipeline.stages.standing().select_related("gate"))
    if deal.stage not in stages:
        stages = sorted([*stages, deal.stage], key=lambda stage: (stage.position, stage.pk))
    return stages


def guide_of(deal, choices=None):
    """What good looks like here, what to do here, and what the next gate asks for and of whom."""
    choices = choices or choices_for(deal, stages_of(deal))
    return {
        "deal": deal,
        "gate": next_gate(deal, choices),
        "checklist": checklist_of(deal),
        "committee": committee_of(deal),
    }


def conflicts_of(request, clash, form):
    """The choice between theirs and mine for each fact both changed; all other facts ride along, merged."""
    theirs, mine = DealForm(clash.deal, request.user), {name: form[name].value() for name in clash.mine}
    merged = DealForm(clash.deal, request.user, initial=mine)
    choices = [
        {
            "label": form[name].label,
            "name": name,
            "theirs": {"value": theirs[name].value(), "words": describe(clash.deal, name, now)},
            "mine": {"value": mine[name], "words": describe(clash.deal, name, wished)},
        }
        for name, (now, wished) in clash.conflicts.items()
    ]
    hidden = [merged[name] for name in merged.fields if name not in clash.conflicts]
    return {"deal": clash.deal, "clash": clash, "choices": choices, "hidden": hidden}
