"""The tree of teams, and how far each role sees in it."""

from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import BigIntegerField, Case, F, Value, When
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext as _

from accounts.actions.people import changes_of
from accounts.models import RoleVisibility, Team, User
from accounts.visibility import DEFAULT_VISIBILITY
from timeline.live.publish import close_streams
from timeline.log import record

ID = BigIntegerField()
LONGEST_PATH = Team._meta.get_field("path").max_length


@transaction.atomic
def add_team(*, name, parent, by):
    """Add a team below `parent`, or at the root."""
    lock_tree()
    parent = again(parent)
    team = Team.objects.create(name=name, parent=parent)
    team.path = path_below(parent, team)
    team.save(update_fields=["path"])
    record("team.added", team, by=by, details={"name": name})
    return team


@transaction.atomic
def change_team(team, *, name, parent, by):
    """Rename a team and hang it, with its whole branch, below another parent or at the root."""
    lock_tree()
    team, parent = again(team), again(parent)
    changes = changes_of(team, name=name, parent=parent)
    Team.objects.filter(pk=team.pk).update(name=name)
    if team.parent != parent:
        move_branch(team, parent)
    record("team.changed", team, by=by, changes=changes)
    ask_again(User.objects.filter(team__isnull=False))
    return again(team)


def again(team):
    """The team as it stands now that the tree is locked."""
    return team and Team.objects.select_related("parent").get(pk=team.pk)


def move_branch(team, parent):
    if parent and parent.path.startswith(team.path):
        raise ValidationError({"parent": _("%(team)s cannot stand below its own branch.") % {"team": team}})
    tail = Substr("path", len(team.path) + 1)
    Team.objects.filter(path__startswith=team.path).update(
        path=Concat(Value(path_below(parent, team)), tail),
        parent=Case(When(pk=team.pk, then=Value(parent and parent.pk)), default=F("parent_id"), output_field=ID),
    )


def path_below(parent, team):
    path = f"{parent.path if parent else ''}{team.pk}."
    if len(path) > LONGEST_PATH // 2:
        raise ValidationError({"parent": _("The tree of teams is too deep here.")})
    return path


def lock_tree():
    """One change of the tree at a time, so that no branch is moved below itself by two people at once."""
    list(Team.objects.order_by("pk").select_for_update().values_list("pk"))


@transaction.atomic
def set_visibility(role, visibility, *, by):
    """Say how far a role sees, from the next request on."""
    row = RoleVisibility.objects.select_for_update().filter(role=role).first()
    before = row.visibility if row else DEFAULT_VISIBILITY[role]
    row, _made = RoleVisibility.objects.update_or_create(role=role, defaults={"visibility": visibility})
    record("role.visibility_set", row, by=by, changes={"visibility": [str(before), str(visibility)]})
    ask_again(User.objects.filter(role=role))
    return row


def ask_again(people):
    """The open pages of these people must ask anew what they may hear."""
    for person in people.active():
        transaction.on_commit(partial(close_streams, person), robust=True)
