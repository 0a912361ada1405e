"""What stands in the ledger: who may be spoken of, what holds now, and how it came."""

from accounts.models import User
from accounts.visibility import visible_owner_ids
from forecasting.models import Entry


def people_of(user):
    """The people at work whose sums this user may see."""
    owners = visible_owner_ids(user)
    people = User.objects.active().exclude(role="guest").select_related("team")
    return people if owners is None else people.filter(pk__in=owners)


def sees_the_house(user):
    return visible_owner_ids(user) is None


def in_force(user, kind, period, day, pipeline=None):
    """The entries of a kind that hold on a day, as {("rep" | "team" | "house", id): entry}."""
    rows = Entry.objects.visible_to(user).about(first=period.first, last=period.last, pipeline=pipeline)
    held = rows.filter(kind=kind).in_force(day).select_related("by", "owner", "team")
    return {whose(entry): entry for entry in held if entry.amount is not None}


def whose(entry):
    if entry.owner_id:
        return "rep", entry.owner_id
    return ("team", entry.team_id) if entry.team_id else ("house", 0)


def history(user, period, *, kinds=None, owner=None, team=None, pipeline=None):
    """Everything said of a period, the latest first; of one person or team if given."""
    rows = Entry.objects.visible_to(user).about(first=period.first, last=period.last, pipeline=pipeline)
    rows = rows.filter(kind__in=kinds) if kinds else rows
    rows = rows.filter(owner=owner) if owner else rows
    rows = rows.filter(team=team) if team else rows
    return rows.select_related("by", "owner", "team").order_by("-pk")
