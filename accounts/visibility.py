"""The one rule of which rows a person may see; every list, page, export, stream and notice starts here."""

from django.db import models
from django.db.models import Q

from accounts.models import Role, RoleVisibility, User, Visibility

DEFAULT_VISIBILITY = {
    Role.REP: Visibility.TEAM,
    Role.MANAGER: Visibility.TEAM,
    Role.ADMIN: Visibility.EVERYONE,
    Role.GUEST: Visibility.TEAM,
}


def visibility_of(user):
    """How far this user sees; remembered for the life of the object, which is one request."""
    if not hasattr(user, "_visibility"):
        row = RoleVisibility.objects.filter(role=user.role).values_list("visibility", flat=True).first()
        user._visibility = Visibility(row) if row else DEFAULT_VISIBILITY[Role(user.role)]
    return user._visibility


def visible_owner_ids(user):
    """The ids of the people whose records this user may see, or None for everyone's."""
    if not hasattr(user, "_visible_owner_ids"):
        user._visible_owner_ids = find_visible_owner_ids(user)
    return user._visible_owner_ids


def find_visible_owner_ids(user):
    match visibility_of(user):
        case Visibility.EVERYONE:
            return None
        case Visibility.TEAM if user.team_path:
            return sorted({user.pk, *User.objects.branch(user.team_path).values_list("pk", flat=True)})
        case _:
            return [user.pk]


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
