"""The page where an admin writes what makes a score, sees what it would do, and says when leads are let go."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.rights import shapers_only
from leads.models import ScoringRule
from leads.queries_quiet import policy
from leads.scoring import actions
from leads.scoring.forms import PolicyForm, RuleForm, Thresholds
from leads.scoring.page import page_of_scoring, thresholds_now
from leads.scoring.preview import preview_of

UNPROCESSABLE = 422


@require_safe
@shapers_only
def scoring(request):
    """The rules, what they lead to, and the agreements about leads."""
    return show(request)


def show(request, status=200, **more):
    return render(request, "leads/scoring/scoring.html", page_of_scoring(**more), status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@shapers_only
def new(request):
    """A new rule."""
    return written(request, ScoringRule(kind=request.GET.get("kind", "fit")), actions.add_rule, _("Rule added"))


@require_http_methods(["GET", "HEAD", "POST"])
@shapers_only
def rule(request, pk):
    """One rule, open for changes."""
    one = get_object_or_404(ScoringRule, pk=pk)

    def edit(**facts):
        return actions.edit_rule(one, **facts)

    return written(request, one, edit, _("Saved"))


def written(request, one, write, said):
    """Show the form of a rule with what it would do; save it when that is asked for."""
    look = request.POST.get("look", "")
    form = RuleForm(one, request.POST if request.method == "POST" else None, is_draft=look == "conditions")
    if look == "conditions":
        return render(request, "leads/scoring/_conditions.html", {"form": form, "rule": one})
    if form.is_valid() and not look:
        write(by=request.user, **form.facts)
        messages.success(request, _("%(said)s. Every lead is scored anew in the background.") % {"said": said})
        return redirect("leads:scoring")
    return answered(request, one, form, look)


def answered(request, one, form, look):
    proposed = form.proposed() if form.is_bound and form.is_valid() else one if one.pk and not form.is_bound else None
    context = {"form": form, "rule": one, "preview": proposed and preview_of(proposed, request.user)}
    if look and request.htmx:
        return render(request, "leads/scoring/_preview.html", context)
    return show(request, UNPROCESSABLE if form.is_bound and form.errors else 200, **context)


@require_POST
@shapers_only
def retire(request, pk):
    one = get_object_or_404(ScoringRule, pk=pk)
    actions.retire_rule(one, by=request.user)
    messages.success(request, _("%(name)s gives no points any more. It can be brought back below.") % {"name": one})
    return redirect("leads:scoring")


@require_POST
@shapers_only
def bring_back(request, pk):
    one = get_object_or_404(ScoringRule, pk=pk)
    actions.return_rule(one, by=request.user)
    messages.success(request, _("%(name)s gives points again.") % {"name": one})
    return redirect("leads:scoring")


@require_POST
@shapers_only
def thresholds(request):
    forms = Thresholds(request.POST, initial=thresholds_now(), prefix="mark")
    if not forms.is_valid():
        return show(request, UNPROCESSABLE, thresholds=forms)
    actions.set_thresholds(forms.thresholds, by=request.user)
    messages.success(request, _("Saved. Labels follow in the background; those chosen by hand stay."))
    return redirect("leads:scoring")


@require_POST
@shapers_only
def agreements(request):
    form = PolicyForm(request.POST, instance=policy())
    if not form.is_valid():
        return show(request, UNPROCESSABLE, policy_form=form)
    actions.set_policy(by=request.user, **form.cleaned_data)
    messages.success(request, _("Saved"))
    return redirect("leads:scoring")
