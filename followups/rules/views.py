"""The pages where an admin writes rules, tries them on the last 30 days, and reads what they did."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.rights import require, shapers_only
from followups.models import Rule
from followups.rules import actions
from followups.rules.dry_run import dry_run
from followups.rules.forms import RuleForm
from followups.rules.nudging import rest_nudge
from followups.rules.page import page_of_rules, page_of_runs, runs_about
from followups.rules.suggestions import find
from followups.views.answers import back
from leads.models import Lead
from pipeline.models import Deal

UNPROCESSABLE = 422
LOOKS = {"conditions": "leads/scoring/_conditions.html", "rule": "followups/rules/_body.html"}
DRAFTS = {*LOOKS, "page"}


@require_safe
@shapers_only
def rules(request):
    """All rules in their order."""
    return show(request)


def show(request, status=200, **more):
    return render(request, "followups/rules/rules.html", page_of_rules(**more), status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@shapers_only
def new(request):
    """A new rule."""
    about = "lead" if request.GET.get("about") == "lead" else "deal"

    def add(**facts):
        return actions.add_rule(about=about, **facts)

    return written(request, Rule(about=about), add)


@require_http_methods(["GET", "HEAD", "POST"])
@shapers_only
def rule(request, pk):
    """One rule, open for changes; what the editor of a stage keeps is changed there."""
    one = get_object_or_404(Rule.objects.select_related("stage"), pk=pk)
    if one.face:
        return redirect("followups:stage-entry", one.stage_id)

    def edit(**facts):
        return actions.edit_rule(one, **facts)

    return written(request, one, edit)


def written(request, one, write):
    """The form of a rule; with `look` it is drawn anew or tried, and nothing is kept."""
    look = request.POST.get("look", "")
    form = RuleForm(one, request.POST if request.method == "POST" else None, is_draft=look in DRAFTS)
    if look in LOOKS:
        return render(request, LOOKS[look], {"form": form, "rule": one})
    if form.is_bound and form.is_valid() and not look:
        saved = write(by=request.user, **form.facts)
        messages.success(request, _("“%(name)s” is saved.") % {"name": saved.name})
        return redirect("followups:rules")
    return answered(request, one, form, look)


def answered(request, one, form, look):
    """The page again: with complaints, or with what the rule would have done."""
    is_fine = form.is_bound and form.is_valid()
    tried = form.proposed() if is_fine else None
    found = dry_run(tried, request.user) if tried and look else None
    context = {"form": form, "rule": one, "tried": tried, "found": found}
    return show(request, UNPROCESSABLE if form.is_bound and not is_fine else 200, **context)


@require_POST
@shapers_only
def switch(request, pk):
    one = get_object_or_404(Rule, pk=pk)
    actions.switch_rule(one, on=request.POST.get("on") == "1", by=request.user)
    return redirect("followups:rules")


@require_POST
@shapers_only
def switch_all(request):
    actions.switch_all(on=request.POST.get("on") == "1", by=request.user)
    return redirect("followups:rules")


@require_POST
@shapers_only
def place(request, pk):
    one = get_object_or_404(Rule, pk=pk)
    actions.place_rule(one, step=-1 if request.POST.get("step") == "up" else 1, by=request.user)
    return redirect("followups:rules")


@require_POST
@shapers_only
def retire(request, pk):
    one = get_object_or_404(Rule, pk=pk)
    actions.retire_rule(one, by=request.user)
    messages.success(request, _("“%(name)s” is out of use. What it did stays in the run log.") % {"name": one.name})
    return redirect("followups:rules")


@require_POST
@shapers_only
def bring_back(request, pk):
    actions.return_rule(get_object_or_404(Rule, pk=pk), by=request.user)
    return redirect("followups:rules")


@require_POST
@shapers_only
def suggest(request, key):
    """Take up a suggestion; it is on from now."""
    suggestion = find(key)
    facts = suggestion and suggestion.facts()
    if not facts:
        raise Http404
    one = actions.add_rule(about=suggestion.about, name=str(suggestion.name), by=request.user, **facts)
    messages.success(request, _("“%(name)s” is on. Change it as you like.") % {"name": one.name})
    return redirect("followups:rule", one.pk)


@require_safe
@shapers_only
def runs(request):
    """What rules did, the latest first; of one rule or one outcome where that is chosen."""
    return render(request, "followups/rules/runs.html", page_of_runs(request.GET, request.user))


@require_POST
def rest(request, pk, kind):
    """Lay a nudge about a deal to rest until it happens anew."""
    deal = get_object_or_404(Deal.objects.visible_to(request.user), pk=pk)
    require(request.user, "followup.edit", deal)
    rest_nudge(deal, kind, by=request.user)
    return back(request)


@require_safe
def deal_runs(request, pk):
    """What rules did for one deal."""
    return record_runs(request, get_object_or_404(Deal.objects.visible_to(request.user), pk=pk))


@require_safe
def lead_runs(request, pk):
    """What rules did for one lead."""
    return record_runs(request, get_object_or_404(Lead.objects.visible_to(request.user), pk=pk))


def record_runs(request, record):
    return render(request, "followups/rules/record_runs.html", runs_about(record, request.user))
