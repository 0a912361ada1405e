"""What the log asks the promises to do."""

from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from followups.actions import plan_follow_up
from followups.actions.notifications import notify, speaking_to
from followups.actions.returns import plan_return, take_back_returns
from followups.actions.series import move_to_zone
from followups.models import FollowUp
from followups.rules.planning import due_for
from kit import formats
from leads.models import Lead
from pipeline.models import Deal
from timeline.listeners import listen

LEAD_WORDS = {
    "lead.woken": gettext_lazy("%(name)s is back in the inbox"),
    "lead.promoted": gettext_lazy("%(name)s is worth turning to: the score is %(score)s"),
}
LONGEST = FollowUp._meta.get_field("title").max_length


@listen("wake", verbs=["deal.woken"])
def take_up_again(events):
    """A deal whose day has come begins it with a promise of its owner; who wakes one by hand is at work on it."""
    for event in events:
        if event.actor_id is None:
            deal = Deal.objects.open().filter(pk=event.subject.partition(":")[2]).select_related("owner__team").first()
            if deal:
                begin_the_day(deal, event)


@listen("answer newcomers", verbs=["lead.routed", "lead.came_again"], from_beginning=True)
def promise_an_answer(events):
    """Whoever has a lead that came by itself promises to answer it that working day, and hears of it."""
    for event in events:
        lead = Lead.objects.working().filter(pk=event.subject.partition(":")[2]).select_related("owner__team").first()
        if lead and lead.owner:
            plan_answer(lead, event)


def plan_answer(lead, event):
    with speaking_to(lead.owner):
        if not FollowUp.objects.planned().filter(lead=lead).exists():
            due_at = due_for(lead.owner, event.happened_at, working_days=0)
            title = _("Answer %(name)s") % {"name": lead.name}
            plan_follow_up(
                about=lead, kind=None, title=title[:LONGEST], due_at=due_at, any_time=True, owner=lead.owner, by=None
            )
        words = _("%(name)s is waiting for your answer") % {"name": lead.name}
        page = reverse("leads:lead", args=[lead.pk])
        notify(lead.owner, key=f"came:{event.pk}", kind="lead", text=words, url=page)


def begin_the_day(deal, event):
    reason = event.details.get("reason")
    with speaking_to(deal.owner):
        title = _("Take up again: %(reason)s") % {"reason": reason} if reason else _("Take up again what was parked")
        plan_follow_up(
            about=deal,
            kind=None,
            title=title[:LONGEST],
            due_at=timezone.now(),
            any_time=True,
            owner=deal.owner,
            by=None,
            is_sample=deal.is_sample,
        )
        words = _("%(deal)s is no longer parked") % {"deal": deal.title}
        page = reverse("pipeline:deal", args=[deal.pk])
        notify(deal.owner, key=f"woken:{event.pk}", kind="woken", text=f"{words}. {reason or ''}".strip(), url=page)


@listen("recycled leads", verbs=["lead.recycled", "lead.returned", "lead.undone"])
def keep_returns(events):
    """A lead that rests is promised for the day it comes back; brought back before, it needs no such promise."""
    for event in events:
        take_back_returns(event)
        if event.verb == "lead.recycled" and event.undone_by_id is None:
            plan_return(event)


@listen("leads to turn to", verbs=["lead.woken", "lead.promoted"])
def tell_of_leads(events):
    """Who owns a lead hears that it is back, or that its score rose; not of each that a change of the rules lifted."""
    for event in events:
        lead = Lead.objects.filter(pk=event.subject.partition(":")[2]).select_related("owner").first()
        if lead and lead.owner and "because" not in event.details:
            with speaking_to(lead.owner):
                words = LEAD_WORDS[event.verb] % {
                    "name": lead.name,
                    "score": formats.number(event.details.get("score", 0)),
                }
            notify(
                lead.owner,
                key=f"lead:{event.pk}",
                kind=event.verb,
                text=words,
                url=reverse("leads:lead", args=[lead.pk]),
            )


@listen("people who move", verbs=["person.settings_changed"])
def follow_to_another_zone(events):
    """The days and series of a person who chose another time zone stay on their clock."""
    for event in events:
        user = User.objects.filter(pk=event.subject.partition(":")[2]).select_related("team").first()
        if user and "time_zone" in event.changes:
            move_to_zone(user, *map(ZoneInfo, event.changes["time_zone"]))
