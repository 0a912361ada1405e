"""The page of who gets a lead that comes by itself."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.rights import require
from leads.capture import ruling
from leads.capture.rule_forms import RuleForm
from leads.facts import facts
from leads.models import AssignmentRule
from leads.scoring.condition_forms import in_words

UNPROCESSABLE = 422


@require_safe
def rules(request):
    """All rules, in the order in which they are asked."""
    require(request.user, "forms.edit")
    return show(request)


def show(request, form=None, rule=None):
    known, found = facts(), AssignmentRule.objects.prefetch_related("turns__user")
    context = {
        "rows": [(one, [in_words(condition, known) for condition in one.conditions]) for one in found.standing()],
        "retired": found.exclude(retired_at=None),
        "form": form,
        "rule": rule,
    }
    status = UNPROCESSABLE if form and form.errors else 200
    return render(request, "leads/capture/rules.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    return edit(request, AssignmentRule())


@require_http_methods(["GET", "HEAD", "POST"])
def rule(request, pk):
    return edit(request, get_rule(request, pk))


def edit(request, one):
    """The form of a rule; with `look` its conditions are drawn anew, and nothing is kept."""
    require(request.user, "forms.edit")
    is_draft = request.POST.get("look") == "conditions"
    form = RuleForm(one, request.POST if request.method == "POST" else None, is_draft=is_draft)
    if is_draft:
        return render(request, "leads/scoring/_conditions.html", {"form": form, "rule": one})
    if not form.is_valid():
        return show(request, form, one)
    if one.pk:
        ruling.change_rule(one, by=request.user, **form.facts())
    else:
        ruling.add_rule(by=request.user, **form.facts())
    messages.success(request, _("Saved"))
    return redirect("leads:rules")


def get_rule(request, pk):
    require(request.user, "forms.edit")
    return get_object_or_404(AssignmentRule, pk=pk)


@require_POST
def place(request, pk):
    one = get_rule(request, pk)
    if one.retired_at is None:
        ruling.place_rule(one, step=-1 if request.POST.get("step") == "up" else 1, by=request.user)
    return redirect("leads:rules")


@require_POST
def retire(request, pk):
    one = get_rule(request, pk)
    ruling.retire_rule(one, by=request.user)
    messages.success(request, _("%(name)s is retired: it is asked no longer.") % {"name": one.name})
    return redirect("leads:rules")


@require_POST
def bring_back(request, pk):
    ruling.bring_back_rule(get_rule(request, pk), by=request.user)
    return redirect("leads:rules")
