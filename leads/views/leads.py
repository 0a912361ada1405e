"""One lead, and what is done to it."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.rights import require
from leads import actions
from leads.duplicates.joining import leads_to_the_kept
from leads.duplicates.shown import address_of, likely_pairs_of
from leads.duplicates.typing import likes_unseen
from leads.forms import LeadForm, NotAFitForm, QualificationForm, TouchForm
from leads.queries_response import response_of
from leads.resting_forms import RecycleForm
from leads.scoring.reasons import reasons_of
from leads.views.answers import act, find_lead, history, say_done, status_of, tried, undoably


@require_GET
@leads_to_the_kept("lead")
def lead(request, pk):
    return lead_page(request, find_lead(request, pk))


def lead_page(request, one, status=200, **forms):
    """The page of a lead, with the forms that have something to say."""
    everything = {
        "lead": one,
        "deals": one.deals.visible_to(request.user).select_related("stage"),
        "bant_form": QualificationForm(instance=one.qualification),
        "touch_form": TouchForm(),
        "response": response_of(one),
        "not_a_fit_form": NotAFitForm(),
        "recycle_form": RecycleForm(),
        "likely": likely_pairs_of(one, request.user),
        "reasons": reasons_of([one.pk]).get(one.pk, []),
    }
    return render(request, "leads/lead.html", everything | history(request, one) | forms, status=status)


@require_http_methods(["GET", "POST"])
def new(request):
    require(request.user, "lead.create")
    form = LeadForm(request.POST or None, reader=request.user, initial={"owner": request.user})
    likes = likes_unseen(request) if form.is_valid() else []
    if form.is_valid() and not likes:
        made = actions.create_lead(by=request.user, **form.facts())
        return redirect("leads:lead", made.pk)
    return render(request, "leads/form.html", {"form": form, "likes": likes}, status=status_of(form))


@require_http_methods(["GET", "POST"])
def edit(request, pk):
    one = find_lead(request, pk, "lead.edit")
    form = LeadForm(request.POST or None, instance=find_lead(request, pk), reader=request.user)
    if not form.is_valid():
        return render(request, "leads/form.html", {"form": form, "lead": one}, status=status_of(form))
    try:
        version = form.cleaned_data["version"] or one.version
        done = undoably(actions.edit_lead, one, by=request.user, version=version, **form.facts())
    except actions.EditedMeanwhile as meanwhile:
        ask_again(form, meanwhile)
        return render(request, "leads/form.html", {"form": form, "lead": one}, status=409)
    say_done(request, _("%(name)s is saved.") % {"name": form.cleaned_data["name"]}, done, address_of(one))
    return redirect("leads:lead", pk)


def ask_again(form, meanwhile):
    """Show what was typed, over what stands there now: saving once more keeps it."""
    form.add_error(None, meanwhile)
    form.data = form.data.copy()
    form.data["version"] = meanwhile.lead.version


@require_POST
def qualify(request, pk):
    one = find_lead(request, pk, "lead.edit")
    form = QualificationForm(request.POST, instance=find_lead(request, pk).qualification)
    facts = {"by": request.user, **form.cleaned_data} if form.is_valid() else {}
    if facts and (done := tried(form, undoably, actions.qualify, one, **facts)):
        say_done(request, _("The answers of %(name)s are saved.") % {"name": one.name}, done, address_of(one))
        return redirect("leads:lead", pk)
    return lead_page(request, one, status=422, bant_form=form)


@require_POST
def touch(request, pk):
    one = find_lead(request, pk, "lead.edit")
    form = TouchForm(request.POST)
    if form.is_valid():
        actions.log_touch(one, by=request.user, **form.cleaned_data)
        return redirect("leads:lead", pk)
    return lead_page(request, one, status=422, touch_form=form)


@require_POST
def take(request, pk):
    one = find_lead(request, pk, "lead.edit")
    back = address_of(one) if request.POST.get("back") == "lead" else reverse("leads:list")
    act(request, _("%(name)s is yours.") % {"name": one.name}, actions.take_lead, one, back)
    return redirect(back)


@require_POST
def disqualify(request, pk):
    one = find_lead(request, pk, "lead.edit")
    form = NotAFitForm(request.POST)
    facts = {"by": request.user, **form.cleaned_data} if form.is_valid() else {}
    if facts and (done := tried(form, undoably, actions.disqualify, one, **facts)):
        say_done(request, _("%(name)s is not a fit") % {"name": one.name}, done, address_of(one))
        return redirect("leads:lead", pk)
    return lead_page(request, one, status=422, not_a_fit_form=form)


@require_POST
def bring_back(request, pk):
    one = find_lead(request, pk, "lead.edit")
    act(request, _("%(name)s is back in the inbox.") % {"name": one.name}, actions.bring_back, one, address_of(one))
    return redirect("leads:lead", pk)
