"""What a row of a grouped board means for a deal dropped there; nothing a browser says of it is trusted."""

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.rights import require
from accounts.visibility import visible_owner_ids
from leads.models import Label
from pipeline.queries.lanes import GROUPS, WITHOUT, lane_key

LARGEST = 2**63 - 1


class LaneClosed(Exception):
    """Why a deal cannot be put into a row, in one sentence that says what to do."""


def facts_to_write(request, deals, form):
    """What the row named in the form makes of these deals, if this person may change them."""
    facts = facts_of_lane(request.GET.get("group"), form.cleaned_data.get("lane"), deals, request.user)
    for deal in deals if facts else []:
        require(request.user, "deal.edit", deal)
    return facts


def facts_of_lane(group, key, deals, user):
    """What becomes of the deals in the row `key`: {"owner": …} or {"label": …}; nothing if all stand there already.

    Raises LaneClosed where the row takes no deals any more.
    """
    if group not in GROUPS or not key or all(lane_key(deal, group) == key for deal in deals):
        return {}
    if group == "label" and key == WITHOUT:
        return {"label": None}
    one = takers(group, user).filter(pk=min(int(key), LARGEST) if key.isdecimal() else 0).first()
    if one is None:
        raise LaneClosed(CLOSED[group]())
    return {group: one}


def takers(group, user):
    """The people this user may give deals to, or the labels in use."""
    if group == "label":
        return Label.objects.filter(retired_at=None)
    people, seen = User.objects.active(), visible_owner_ids(user)
    return people if seen is None else people.filter(pk__in=seen)


CLOSED = {
    "owner": lambda: _("This person takes no deals any more. Choose somebody who works here."),
    "label": lambda: _("This label is not in use any more. Choose another one."),
}


def with_lane(words, facts):
    """Words about a move, and what else it changed: “Moved to Demo, label Hot”."""
    if not facts:
        return words
    ((group, one),) = facts.items()
    lane = lane_words(group, one and one.name)
    return _("%(words)s, %(lane)s") % {"words": words, "lane": lane}


def lane_words(group, name):
    """A row in a sentence: “label Hot”, “owner Bob”, “no label”."""
    if name is None:
        return _("no label")
    return {"owner": _("owner %(name)s"), "label": _("label %(name)s")}[group] % {"name": name}
