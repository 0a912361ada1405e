"""The page on which an admin removes the sample data."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User, Workspace
from accounts.rights import require
from config.sample.forms import IdentityForm
from config.sample.removal import remove_sample_data
from leads.models import Lead
from pipeline.models import Deal


@require_http_methods(["GET", "POST"])
def sample_remove(request):
    require(request.user, "people.edit")
    if not Workspace.objects.filter(has_sample_data=True).exists():
        return redirect("pipeline:board")
    form = IdentityForm(request.POST or None) if request.user.is_sample else None
    if request.method == "POST" and (form is None or form.is_valid()):
        return removed(request, form and form.cleaned_data)
    return render(
        request, "config/sample_remove.html", {"form": form} | totals(request.user), status=422 if request.POST else 200
    )


def removed(request, identity):
    counts = remove_sample_data(by=request.user, identity=identity)
    update_session_auth_hash(request, request.user)
    messages.success(request, _("The sample is gone: %(deals)s deals, %(leads)s leads, %(people)s people.") % counts)
    return redirect("pipeline:board")


def totals(user):
    return {
        "deals": Deal.objects.filter(is_sample=True).count(),
        "leads": Lead.objects.filter(is_sample=True).count(),
        "people": User.objects.filter(is_sample=True).exclude(pk=user.pk).count(),
    }
