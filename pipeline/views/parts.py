"""What hangs on a deal, changed on its page: the checklist of its stage, the buying committee, the proposal."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pipeline.actions.checklists import tick_item, untick_item
from pipeline.actions.merging import EditedMeanwhile
from pipeline.actions.people import add_to_committee, give_role, take_out_of_committee, take_stance
from pipeline.actions.proposals import say_proposal
from pipeline.models import DealContact
from pipeline.part_forms import MemberForm, ProposalForm, RoleForm, TickForm
from pipeline.queries.committee import committee_of
from pipeline.views.answers import CONFLICT, UNPROCESSABLE, deal_to_change
from pipeline.views.deal_page import deal_seen, guide_of, show_deal


@require_POST
def tick(request, pk):
    """Tick an item of a checklist for a deal, or untick it."""
    deal = deal_to_change(request, pk, "deal.edit")
    form = TickForm(deal, request.POST)
    if not form.is_valid():
        return show_deal(request, deal, status=UNPROCESSABLE)
    change = tick_item if form.cleaned_data["done"] else untick_item
    change(deal, item=form.cleaned_data["item"], by=request.user)
    if request.htmx:
        return render(request, "pipeline/_deal_guide.html", guide_of(deal_seen(request, pk)))
    return back(pk, "guide")


@require_http_methods(["GET", "HEAD", "POST"])
def committee(request, pk):
    """Add somebody to the buying committee."""
    deal = deal_to_change(request, pk, "deal.edit")
    form = MemberForm(deal, request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        add_to_committee(deal, by=request.user, **form.cleaned_data)
        return back(pk, "committee")
    if request.htmx and not form.is_bound:
        context = {"deal": deal, "committee": committee_of(deal), "member_form": form}
        return render(request, "pipeline/_deal_committee.html", context)
    return show_deal(request, deal, member_form=form, status=UNPROCESSABLE if form.is_bound else 200)


@require_POST
def role(request, pk):
    """Give a member of the committee another role or stance, or take them out."""
    deal = deal_to_change(request, pk, "deal.edit")
    form = RoleForm(deal, request.POST)
    if not form.is_valid():
        return show_deal(request, deal, status=UNPROCESSABLE)
    try:
        change_part(deal, form, request.user)
    except EditedMeanwhile as late:
        return show_deal(request, deal, clash=part_words(late), status=CONFLICT)
    return back(pk, "committee")


def change_part(deal, form, user):
    """Another stance, another role, or none any more."""
    given, contact = form.cleaned_data, form.cleaned_data["member"].contact
    if "stance" in form.data and "role" not in form.data:
        take_stance(deal, contact=contact, stance=given["stance"], by=user, seen=form.seen("stance"))
    elif given["role"]:
        give_role(deal, contact=contact, role=given["role"], by=user, seen=form.seen("role"))
    else:
        take_out_of_committee(deal, contact=contact, by=user)


def part_words(late):
    """What somebody else made of a member while the writer chose, in words."""
    ((name, (theirs, mine)),) = late.conflicts.items()
    choices = dict(DealContact.Role.choices if name == "role" else DealContact.Stance.choices)
    return late.told(choices[theirs], choices[mine])


@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request, pk):
    """Say by hand how far a proposal from elsewhere is; one that was made here says it itself."""
    deal = deal_to_change(request, pk, "deal.edit")
    if deal.proposals.exists():
        messages.info(request, _("The proposals of this deal say themselves how far they are."))
        return back(pk, "proposals")
    form = ProposalForm(deal, request.POST or None)
    if request.method == "POST" and form.is_valid():
        say_proposal(deal, by=request.user, **form.cleaned_data)
        return back(pk, "proposals")
    if request.htmx and not form.is_bound:
        return render(request, "pipeline/_deal_proposal.html", {"deal": deal, "proposal_form": form})
    return show_deal(request, deal, proposal_form=form, status=UNPROCESSABLE if form.is_bound else 200)


def back(pk, panel):
    """The deal's page at that panel."""
    return HttpResponseRedirect(reverse("pipeline:deal", args=[pk]) + f"#{panel}")
