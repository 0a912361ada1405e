"""The leads as their list shows them: the tabs with their counts, and what stands in each."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from leads.models import Lead
from leads.models.leads import IN_WORK

WORKING = Q(status__in=IN_WORK)
PLANNED = Q(follow_ups__done_at=None, follow_ups__cancelled_at=None)
NAMES = {
    "inbox": _("Inbox"),
    "mine": _("Mine"),
    "unassigned": _("Unassigned"),
    "nurture": _("Nurture"),
    "converted": _("Converted"),
    "not-a-fit": _("Not a fit"),
}


TAB_OF = {
    Lead.Status.RECYCLED: "nurture",
    Lead.Status.CONVERTED: "converted",
    Lead.Status.DISQUALIFIED: "not-a-fit",
}


@dataclass(frozen=True)
class Tab:
    """One tab above the list, with how many leads stand in it."""

    key: str
    name: str
    count: int


def condition_of(key, user):
    return {
        "inbox": WORKING,
        "mine": WORKING & Q(owner=user),
        "unassigned": WORKING & Q(owner=None),
        "nurture": Q(status=Lead.Status.RECYCLED),
        "converted": Q(status=Lead.Status.CONVERTED),
        "not-a-fit": Q(status=Lead.Status.DISQUALIFIED),
    }[key]


def tabs(user):
    """Every tab with its count, in one query that reads an index alone: so many of each status and owner."""
    held = Lead.objects.visible_to(user).order_by().values_list("status", "owner").annotate(count=Count("*"))
    counts = dict.fromkeys(NAMES, 0)
    for status, owner, count in held:
        for key in tabs_of(status, owner, user):
            counts[key] += count
    return [Tab(key, name, counts[key]) for key, name in NAMES.items()]


def tabs_of(status, owner, user):
    """The keys of the tabs in which a lead stands: what `condition_of` says, of one."""
    if status not in IN_WORK:
        return [TAB_OF[status]]
    return ["inbox", *(["mine"] if owner == user.pk else []), *(["unassigned"] if owner is None else [])]


def leads_in(key, user):
    """The leads of a tab this user may see."""
    return Lead.objects.visible_to(user).filter(condition_of(key, user))
