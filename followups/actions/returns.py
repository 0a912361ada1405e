"""The promise that goes with a recycled lead: to take it up again on the day it comes back."""

from django.db import transaction
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from accounts.middleware import zone_of
from followups.actions.follow_ups import cancel_follow_up
from followups.actions.kinds import usual_kind
from followups.actions.notifications import speaking_to
from followups.actions.planning import log
from followups.actions.reminders import set_reminders
from followups.models import FollowUp
from followups.times import end_of
from leads.models import Lead
from timeline.models import Event, subject_key

LONGEST = FollowUp._meta.get_field("title").max_length


@transaction.atomic
def plan_return(event):
    """Promise to take a lead up again, once, while it rests until the day this event says; returns it, or None."""
    lead = hold_lead(event)
    owner = lead and (lead.owner or event.actor)
    if not owner or not rests(lead, event) or FollowUp.objects.filter(made_by=event).exists():
        return None
    with speaking_to(owner):
        reason = event.details.get("reason")
        title = _("Take up again: %(reason)s") % {"reason": reason} if reason else _("Take up again")
    follow_up = FollowUp.objects.create(
        kind=usual_kind(),
        title=title[:LONGEST],
        lead=lead,
        owner=owner,
        due_at=end_of(lead.returns_on, zone_of(owner)),
        any_time=True,
        made_by=event,
        is_sample=lead.is_sample,
    )
    set_reminders(follow_up)
    log("followup.planned", follow_up, by=event.actor, details={"due_at": follow_up.due_at.isoformat()})
    return follow_up


def hold_lead(event):
    """The lead of an event, locked, or None if it was erased meanwhile."""
    pk = int(event.subject.partition(":")[2])
    if not Lead.objects.select_for_update(no_key=True).filter(pk=pk).values_list("pk").first():
        return None
    return Lead.objects.select_related("owner__team").get(pk=pk)


def rests(lead, event):
    """Whether it still rests by this event: not brought back, not until another day, and this was not undone."""
    if lead.status != Lead.Status.RECYCLED or lead.returns_on != parse_date(event.details["until"]):
        return False
    later = Event.objects.filter(subject=subject_key(lead), verb="lead.recycled", pk__gt=event.pk).standing()
    return not later.exists() and Event.objects.filter(pk=event.pk, undone_by=None).exists()


@transaction.atomic
def take_back_returns(event):
    """Give up what was planned when this lead was recycled before, unless somebody put a hand to it since."""
    if hold_lead(event) is None:
        return
    made = Event.objects.filter(subject=event.subject, verb="lead.recycled").exclude(pk=event.pk)
    for follow_up in FollowUp.objects.planned().filter(made_by__in=made.values("pk")).order_by("pk"):
        if Event.objects.filter(subject=subject_key(follow_up)).count() == 1:
            cancel_follow_up(follow_up, by=event.actor)
