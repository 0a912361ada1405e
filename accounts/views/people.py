"""The admin’s page of people, invitations, teams and how far each role sees."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import actions
from accounts.forms import InviteForm, PlaceForm, ReachForm, TeamForm
from accounts.models import Role, Team, User, Visibility
from accounts.queries import reaches, standing_invitations, team_tree
from accounts.rights import require


@require_GET
def people(request):
    require(request.user, "people.edit")
    return page(request)


def page(request, status=200, **forms):
    """The whole page, with the forms that have something to say."""
    everything = {
        "people": User.objects.select_related("team").order_by("-is_active", "name"),
        "invitations": standing_invitations(),
        "branches": team_tree(),
        "reaches": reaches(),
        "visibilities": Visibility.choices,
        "invite_form": InviteForm(prefix="invite"),
        "team_form": TeamForm(prefix="team"),
    }
    return render(request, "accounts/people.html", everything | forms, status=status)


@require_POST
def invite(request):
    require(request.user, "people.edit")
    form = InviteForm(request.POST, prefix="invite")
    made = form.is_valid() and tried(form, actions.invite_person, **form.cleaned_data, by=request.user)
    if not made:
        return page(request, status=422, invite_form=form)
    invitation, link = made
    return page(request, status=201, invited=invitation, link=link)


@require_POST
def invitation_revoke(request, pk):
    require(request.user, "people.edit")
    invitation = get_object_or_404(standing_invitations(), pk=pk)
    actions.revoke_invitation(invitation, by=request.user)
    messages.success(request, _("The invitation of %(email)s is taken back.") % {"email": invitation.email})
    return redirect("accounts:people")


@require_http_methods(["GET", "POST"])
def person(request, pk):
    require(request.user, "people.edit")
    somebody = get_object_or_404(User, pk=pk)
    form = PlaceForm(request.POST or None, initial={"role": somebody.role, "team": somebody.team_id})
    if form.is_valid() and tried(form, actions.place_person, somebody, **form.cleaned_data, by=request.user):
        messages.success(request, _("%(name)s is in place.") % {"name": somebody})
        return redirect("accounts:people")
    return render(request, "accounts/person.html", {"person": somebody, "form": form}, status=status_of(form))


@require_POST
def person_deactivate(request, pk):
    require(request.user, "people.edit")
    somebody = get_object_or_404(User, pk=pk)
    form = PlaceForm({"role": somebody.role, "team": somebody.team_id})
    if form.is_valid() and tried(form, actions.deactivate_person, somebody, by=request.user):
        messages.success(request, _("%(name)s is signed out everywhere and stays out.") % {"name": somebody})
        return redirect("accounts:people")
    return render(request, "accounts/person.html", {"person": somebody, "form": form}, status=422)


@require_POST
def person_reactivate(request, pk):
    require(request.user, "people.edit")
    somebody = get_object_or_404(User, pk=pk)
    actions.reactivate_person(somebody, by=request.user)
    messages.success(request, _("%(name)s may sign in again.") % {"name": somebody})
    return redirect("accounts:people")


@require_POST
def team_add(request):
    require(request.user, "people.edit")
    form = TeamForm(request.POST, prefix="team")
    if form.is_valid() and tried(form, actions.add_team, **form.cleaned_data, by=request.user):
        return redirect("accounts:people")
    return page(request, status=422, team_form=form)


@require_http_methods(["GET", "POST"])
def team(request, pk):
    require(request.user, "people.edit")
    one = get_object_or_404(Team, pk=pk)
    form = TeamForm(request.POST or None, initial={"name": one.name, "parent": one.parent_id})
    if form.is_valid() and tried(form, actions.change_team, one, **form.cleaned_data, by=request.user):
        return redirect("accounts:people")
    return render(request, "accounts/team.html", {"team": one, "form": form}, status=status_of(form))


@require_POST
def reach(request):
    require(request.user, "people.edit")
    form = ReachForm(request.POST)
    if not form.is_valid():
        return page(request, status=422)
    role = Role(form.cleaned_data["role"])
    actions.set_visibility(role, Visibility(form.cleaned_data["visibility"]), by=request.user)
    messages.success(request, _("%(role)s: changed, from the next click on.") % {"role": role.label})
    return redirect("accounts:people")


def tried(form, action, *args, **kwargs):
    """What the action returns, or None with its refusal written into the form."""
    try:
        return action(*args, **kwargs)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return None


def status_of(form):
    return 422 if form.is_bound else 200
