"""What everybody sets for themselves: preferences and sessions."""

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import actions
from accounts.forms import SettingsForm
from accounts.models import User


@require_http_methods(["GET", "POST"])
def settings(request):
    form = SettingsForm(request.POST or None, instance=User.objects.get(pk=request.user.pk))
    if form.is_valid():
        actions.change_settings(request.user, by=request.user, **form.cleaned_data)
        messages.success(request, _("Your settings are kept."))
        return redirect("accounts:settings")
    return render(request, "accounts/settings.html", {"form": form}, status=422 if form.is_bound else 200)


@require_safe
def keys(request):
    """Every key of the house: a dialog for the script, else a page."""
    return render(request, "accounts/_keys_dialog.html" if request.htmx else "accounts/keys.html")


@require_POST
def session_end(request, pk):
    session = get_object_or_404(UserSession, pk=pk, user=request.user)
    actions.end_session(session, by=request.user)
    messages.success(request, _("That browser is signed out."))
    return redirect("usersessions_list")


@require_POST
def sessions_end(request):
    actions.end_sessions(request.user, by=request.user, but=request.session.session_key)
    messages.success(request, _("Every other browser is signed out."))
    return redirect("usersessions_list")
