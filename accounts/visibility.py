"""The one rule of which rows a person may see; every list, page, export, stream and notice starts here."""

from dataclasses import dataclass

from django.db import models
from django.db.models import Q

from accounts.models import Role, RoleVisibility, User, Visibility
from kit.prepared import ask

DEFAULT_VISIBILITY = {
    Role.REP: Visibility.TEAM,
    Role.MANAGER: Visibility.TEAM,
    Role.ADMIN: Visibility.EVERYONE,
    Role.GUEST: Visibility.TEAM,
}


# How far a role sees, if an admin chose it, and the people of a team with its branches: one question for both.
REACH = """
SELECT (SELECT visibility FROM accounts_rolevisibility WHERE role = %(role)s),
    ARRAY(SELECT person.id FROM accounts_user person JOIN accounts_team team ON team.id = person.team_id
          WHERE team.path LIKE %(branch)s)
"""


def visibility_of(user):
    """How far this user sees."""
    return reach_of(user)[0]


def reach_of(user):
    """How far this user sees and the ids of the people in their branch; remembered with the object, for one request."""
    if not hasattr(user, "_reach"):
        facts = {"role": user.role, "branch": f"{user.team_path}%" if user.team_path else ""}
        chosen, branch = ask(REACH, facts)
        user._reach = Visibility(chosen) if chosen else DEFAULT_VISIBILITY[Role(user.role)], branch
    return user._reach


def visible_owner_ids(user):
    """The ids of the people whose records this user may see, or None for everyone's."""
    visibility, branch = reach_of(user)
    match visibility:
        case Visibility.EVERYONE:
            return None
        case Visibility.TEAM if user.team_path:
            return sorted({user.pk, *branch})
        case _:
            return [user.pk]


def sees(user, owner_id):
    """Whether this user may see a record of this owner: the rule of `visible_to`, for one that has been read."""
    owners = visible_owner_ids(user) if user.is_active else []
    return owners is None or owner_id in owners


@dataclass(frozen=True)
class Viewer:
    """Somebody active, how far they see, and the path of their team: the same rule, asked from the records' side."""

    pk: int
    name: str
    reach: str
    branch: str

    def sees(self, owner):
        """Whether they may see what this person owns; what is nobody's is everybody's."""
        if owner is None or self.reach == Visibility.EVERYONE or owner.pk == self.pk:
            return True
        return self.reach == Visibility.TEAM and bool(self.branch) and owner.team_path.startswith(self.branch)


def viewers():
    """Everybody active, in two questions."""
    chosen = DEFAULT_VISIBILITY | dict(RoleVisibility.objects.values_list("role", "visibility"))
    people = User.objects.active().order_by("name", "pk").values_list("pk", "name", "role", "team__path")
    return [Viewer(pk, name, chosen[role], path or "") for pk, name, role, path in people]


def scope_of(user):
    """The same rule as one word for the live stream: “all”, the path of a team branch, or the user's own id."""
    match visibility_of(user):
        case Visibility.EVERYONE:
            return "all"
        case Visibility.TEAM if user.team_path:
            return user.team_path
        case _:
            return user.pk


class OwnedQuerySet(models.QuerySet):
    """Rows that belong to an owner; `unowned_is_open` says whether rows without one are everybody's."""

    unowned_is_open = False

    def visible_to(self, user):
        """The rows this user may see; what is not here does not exist for them (404)."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        owners = visible_owner_ids(user)
        if owners is None:
            return self
        seen = Q(owner_id__in=owners)
        return self.filter(seen | Q(owner=None) if self.unowned_is_open else seen)
