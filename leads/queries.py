"""The leads as their list shows them: the tabs with their counts, and what stands in each."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from leads.models import Lead

WORKING = Q(status__in=[Lead.Status.NEW, Lead.Status.WORKING, Lead.Status.QUALIFIED])
PLANNED = Q(follow_ups__done_at=None, follow_ups__cancelled_at=None)
NAMES = {
    "inbox": _("Inbox"),
    "mine": _("Mine"),
    "unassigned": _("Unassigned"),
    "nurture": _("Nurture"),
    "converted": _("Converted"),
    "not-a-fit": _("Not a fit"),
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
    """Every tab with its count, in one query."""
    counts = {key.replace("-", "_"): Count("pk", filter=condition_of(key, user)) for key in NAMES}
    found = Lead.objects.visible_to(user).aggregate(**counts)
    return [Tab(key, name, found[key.replace("-", "_")]) for key, name in NAMES.items()]


def leads_in(key, user):
    """The leads of a tab this user may see."""
    return Lead.objects.visible_to(user).filter(condition_of(key, user))
