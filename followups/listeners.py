"""What the log asks the promises to do."""

from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from followups.actions import plan_follow_up
from followups.actions.entry import ENTERS, due_for, plan_on_entry, take_back_planned
from followups.actions.notifications import notify, speaking_to
from followups.actions.returns import plan_return, take_back_returns
from followups.actions.series import move_to_zone
from followups.models import EntryFollowUp, FollowUp
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
            due_at = due_for(lead.owner, event, working_days=0)
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


@listen("entry follow-ups", verbs=["deal."])
def keep_entry_follow_ups(events):
    """A deal that enters a stage gets what it plans, and its undo takes it away, whichever of the two is heard first.

    Hears at once, so that the next step is there when the deal's page is opened.
    """
    entered, undone = worth_hearing(events)
    lock_deals(entered + undone)
    for event in events:
        if event in undone:
            take_back_planned(event.undoes_id, by=event.actor)
        elif event in entered:
            plan_on_entry(event)


def worth_hearing(events):
    """Those that brought a deal into a stage that plans something, and those that undid one that did."""
    entered = [event for event in events if is_entry(event)]
    planning = stages_that_plan({event.details["stage"] for event in entered})
    entered = [event for event in entered if event.details["stage"] in planning]
    undone = [event for event in events if event.undoes_id]
    # What is planned in this very turn may be undone in it too.
    makers = makers_among({event.undoes_id for event in undone}) | {event.pk for event in entered}
    return entered, [event for event in undone if event.undoes_id in makers]


def is_entry(event):
    """A deal came into a stage by somebody's hand: not by a change of the pipeline's shape, and not undone since."""
    enters = event.verb in ENTERS and "stage" in event.details and "surgery" not in event.details
    return enters and event.undone_by_id is None


def stages_that_plan(ids):
    return set(EntryFollowUp.objects.filter(stage__in=ids).values_list("stage_id", flat=True)) if ids else set()


def makers_among(ids):
    return set(FollowUp.objects.filter(made_by__in=ids).values_list("made_by", flat=True)) if ids else set()


def lock_deals(events):
    """Take the deals in the order in which everybody takes them."""
    ids = {int(event.subject.partition(":")[2]) for event in events}
    if ids:
        list(Deal.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk").values_list("pk"))


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
