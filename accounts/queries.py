"""Reads about people and teams that pages and mails share."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import Invitation, Role, RoleVisibility, SavedView, Team, User, Visibility, Workspace
from accounts.visibility import DEFAULT_VISIBILITY, visibility_of
from kit.prepared import Prepared

find_workspace = Prepared(lambda: Workspace.objects.order_by("pk")[:1])


@dataclass(frozen=True)
class Branch:
    """One team in the tree; `depth` is 0 for a root, `people` counts the active people in the team itself."""

    team: Team
    depth: int
    people: int


@dataclass(frozen=True)
class Reach:
    """How far one role sees."""

    role: Role
    visibility: Visibility


def teams_of(user):
    """The teams this user may speak for: their own branch, or all."""
    match visibility_of(user):
        case Visibility.EVERYONE:
            return Team.objects.all()
        case Visibility.TEAM if user.team_path:
            return Team.objects.filter(path__startswith=user.team_path)
    return Team.objects.none()


def company_name():
    """The name of the company that uses this Kariz."""
    return Workspace.objects.values_list("name", flat=True).first() or "Kariz"


def team_tree():
    """Every team as a Branch, each below its parent, siblings by name."""
    teams = Team.objects.annotate(people_now=Count("people", filter=Q(people__is_active=True))).order_by("name")
    children = {}
    for team in teams:
        children.setdefault(team.parent_id, []).append(team)
    return list(walk(children, None, 0))


def walk(children, parent_id, depth):
    for team in children.get(parent_id, []):
        yield Branch(team, depth, team.people_now)
        yield from walk(children, team.pk, depth + 1)


def reaches():
    """How far each role sees, in the order of the roles."""
    chosen = dict(RoleVisibility.objects.values_list("role", "visibility"))
    return [Reach(role, Visibility(chosen.get(role, DEFAULT_VISIBILITY[role]))) for role in Role]


def standing_invitations():
    """Invitations that can still be accepted, newest first."""
    return (
        Invitation.objects.filter(accepted_at=None, revoked_at=None, expires_at__gt=timezone.now())
        .select_related("team", "invited_by")
        .order_by("-created_at")
    )


def sample_people():
    """The cast a newcomer may sign in as with one click; nobody outside sample mode."""
    people = User.objects.active().filter(is_sample=True) if settings.SAMPLE_MODE else User.objects.none()
    return people.select_related("team").order_by("pk")


def views_for(user, subject):
    """The saved views this person finds, each with `is_pinned`: whether it stands among their tabs."""
    pinned = SavedView.pinned_by.through.objects.filter(savedview=OuterRef("pk"), user=user)
    views = SavedView.objects.visible_to(user).filter(subject=subject)
    return views.annotate(is_pinned=Exists(pinned)).select_related("owner")


def may_change_view(user, view):
    """Its owner changes a view; a shared one also an admin."""
    return view.owner_id == user.pk or (view.is_shared and user.role == Role.ADMIN)


def views_naming(subject, names, value):
    """The views, also private ones, whose filter holds one of these names with this value."""
    asked = rf"(^|&)({'|'.join(names)})={value}(&|$)"
    return SavedView.objects.filter(subject=subject, query__regex=asked)
