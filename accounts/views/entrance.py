"""Ways in: an accepted invitation, and the one-click sign-in of sample mode."""

from allauth.account.utils import perform_login
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from django.views.i18n import set_language

from accounts.actions import accept_invitation, find_invitation
from accounts.forms import JoinForm
from accounts.models import Workspace
from accounts.queries import sample_people


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def join(request, token):
    invitation = find_invitation(token)
    if invitation is None:
        return turn_away(request)
    form = JoinForm(request.POST or None, email=invitation.email, initial=zone_at_work())
    if form.is_valid():
        return enter(request, token, form.cleaned_data)
    status = 422 if form.is_bound else 200
    return render(request, "accounts/join.html", {"form": form, "invitation": invitation}, status=status)


def enter(request, token, answers):
    person = accept_invitation(token, **answers)
    if person is None:
        return turn_away(request)
    return perform_login(request, person, email_verification="none")


def turn_away(request):
    """Used, out of date, taken back or forged: whoever asks learns no more than that."""
    return render(request, "accounts/join_over.html", status=404)


def zone_at_work():
    workspace = Workspace.objects.first()
    return {"time_zone": workspace.time_zone if workspace else "UTC"}


@login_not_required
@require_POST
def sample_sign_in(request):
    """Sign in as a member of the cast; this door does not exist outside sample mode."""
    chosen = request.POST.get("person", "")
    person = get_object_or_404(sample_people(), pk=chosen if chosen.isdecimal() and len(chosen) < 19 else None)
    return perform_login(request, person, email_verification="none")


# Whoever stands at the door may read it in their own language.
language = login_not_required(require_POST(set_language))
