"""What is promised about a deal or a lead: planned, done, put off, handed over.

Each takes the deal's row first and the follow-up's second, so that the deal's next step is true at every commit.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.middleware import zone_of
from followups.actions.kinds import usual_kind
from followups.actions.notifications import notify, speaking_to
from followups.actions.reminders import cancel_reminders, set_reminders
from followups.letters import page_of
from followups.models import FollowUp
from followups.times import MORNING, end_of, moment, settled
from pipeline.actions.standing import live_word
from pipeline.models import Deal
from timeline.log import record


@transaction.atomic
def plan_follow_up(*, about, kind, title, due_at, by, any_time=False, owner=None, is_sample=False):
    """Promise a next action about a deal or a lead, with its reminder.

    The owner is `by` unless named, and is told when somebody else planned it; `kind` None is the workspace's first,
    `by` None is Kariz itself.
    Raises ValidationError when the owner may not see the deal or lead.
    """
    owner = owner or by
    deal = hold_deal(about.pk) if isinstance(about, Deal) else None
    follow_up = FollowUp.objects.create(
        kind=kind or usual_kind(),
        title=title,
        deal=deal,
        lead=None if deal else about,
        owner=owner,
        due_at=settled(due_at, any_time, owner),
        any_time=any_time,
        is_sample=is_sample,
    )
    if owner not in (by, about.owner):
        refuse_the_blind(follow_up, owner)
    set_reminders(follow_up)
    event = log("followup.planned", follow_up, by=by, details={"due_at": follow_up.due_at.isoformat()})
    if by and owner != by:
        tell_new_owner(follow_up, event)
    return follow_up


@transaction.atomic
def complete_follow_up(follow_up, *, by, outcome="", next=None):
    """Say that it is done and how it went; `next` is what plan_follow_up needs for the step after it.

    Returns what was planned next, or None.
    """
    follow_up = hold_planned(follow_up)
    follow_up.done_at, follow_up.outcome = timezone.now(), outcome
    follow_up.save(update_fields=["done_at", "outcome"])
    cancel_reminders(follow_up)
    planned = plan_follow_up(about=follow_up.about, by=by, **next) if next else None
    log("followup.done", follow_up, by=by, details={"outcome": outcome} if outcome else {})
    return planned


@transaction.atomic
def tell_outcome(follow_up, *, outcome, by):
    """Say afterwards how it went."""
    follow_up = hold(follow_up)
    if follow_up.done_at is None:
        raise ValidationError(_("“%(title)s” is not done yet.") % {"title": follow_up.title})
    changes = {"outcome": [follow_up.outcome, outcome]}
    follow_up.outcome = outcome
    follow_up.save(update_fields=["outcome"])
    return log("followup.told", follow_up, by=by, changes=changes)


@transaction.atomic
def reopen_follow_up(follow_up, *, by):
    """Take back that it was done or given up; what it was due for stands again."""
    follow_up = hold(follow_up)
    if follow_up.is_planned:
        raise ValidationError(_("“%(title)s” is already planned.") % {"title": follow_up.title})
    follow_up.done_at = follow_up.cancelled_at = None
    follow_up.save(update_fields=["done_at", "cancelled_at"])
    set_reminders(follow_up)
    return log("followup.reopened", follow_up, by=by)


@transaction.atomic
def snooze_follow_up(follow_up, *, until, by, any_time=False):
    """Put off what is planned until a later moment, or with `any_time` until that day."""
    return put_at("followup.snoozed", hold_planned(follow_up), until, any_time, by)


@transaction.atomic
def reschedule_follow_up(follow_up, *, due_at, by, any_time=False):
    """Agree on another time."""
    return put_at("followup.rescheduled", hold_planned(follow_up), due_at, any_time, by)


def put_at(verb, follow_up, due_at, any_time, by):
    before = follow_up.due_at
    follow_up.due_at, follow_up.any_time = settled(due_at, any_time, follow_up.owner), any_time
    follow_up.save(update_fields=["due_at", "any_time"])
    set_reminders(follow_up)
    return log(verb, follow_up, by=by, changes={"due_at": [before.isoformat(), follow_up.due_at.isoformat()]})


@transaction.atomic
def snooze_overdue(*, owner, day, by):
    """Put off everything overdue of one person to a day, what had an hour to the same hour; returns how many."""
    overdue = FollowUp.objects.visible_to(by).worth_doing().overdue().filter(owner=owner).order_by("deal_id", "pk")
    zone = zone_of(owner)
    for follow_up in overdue:
        clock = MORNING if follow_up.any_time else follow_up.due_at.astimezone(zone).time()
        snooze_follow_up(follow_up, until=moment(day, clock, zone), any_time=follow_up.any_time, by=by)
    return len(overdue)


@transaction.atomic
def cancel_follow_up(follow_up, *, by):
    """Give up what was planned; it stays in the history."""
    follow_up = hold_planned(follow_up)
    follow_up.cancelled_at = timezone.now()
    follow_up.save(update_fields=["cancelled_at"])
    cancel_reminders(follow_up)
    return log("followup.cancelled", follow_up, by=by)


@transaction.atomic
def hand_over_follow_up(follow_up, *, to, by):
    """Give what is planned to somebody who may see what it is about, and tell them."""
    follow_up = hold_planned(follow_up)
    refuse_the_blind(follow_up, to)
    before = follow_up.owner
    if follow_up.any_time:
        follow_up.due_at = end_of(follow_up.due_at.astimezone(zone_of(before)).date(), zone_of(to))
    follow_up.owner = to
    follow_up.save(update_fields=["owner", "due_at"])
    set_reminders(follow_up)
    event = log("followup.handed_over", follow_up, by=by, changes={"owner": [before.name, to.name]})
    if to != by:
        tell_new_owner(follow_up, event)
    return event


def refuse_the_blind(follow_up, person):
    """Nobody is given, or told of, what is about a deal or lead they may not see."""
    if not FollowUp.objects.visible_to(person).filter(pk=follow_up.pk).exists():
        raise ValidationError(_("%(name)s may not see %(about)s.") % {"name": person, "about": follow_up.about})


def tell_new_owner(follow_up, event):
    with speaking_to(follow_up.owner):
        text = _("%(name)s handed you “%(title)s”") % {"name": event.actor, "title": follow_up.title}
    notify(follow_up.owner, key=f"handed over:{event.pk}", kind="handed_over", text=text, url=page_of(follow_up))


@transaction.atomic
def edit_follow_up(follow_up, *, kind, title, due_at, any_time, owner, by):
    """Change whatever differs: the words, the time, the person; one event for each."""
    follow_up = hold_planned(follow_up)
    if (follow_up.kind, follow_up.title) != (kind, title):
        rephrase(follow_up, kind, title, by)
    if follow_up.owner != owner:
        hand_over_follow_up(follow_up, to=owner, by=by)
    if (follow_up.due_at, follow_up.any_time) != (settled(due_at, any_time, owner), any_time):
        reschedule_follow_up(follow_up, due_at=due_at, any_time=any_time, by=by)


def rephrase(follow_up, kind, title, by):
    pairs = {"kind": [follow_up.kind.name, kind.name], "title": [follow_up.title, title]}
    follow_up.kind, follow_up.title = kind, title
    follow_up.save(update_fields=["kind", "title"])
    changes = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
    log("followup.edited", follow_up, by=by, changes=changes)


def hold_planned(follow_up):
    """The follow-up as it is now, locked; refused when somebody was quicker."""
    follow_up = hold(follow_up)
    if follow_up.done_at:
        raise ValidationError(_("“%(title)s” is already done.") % {"title": follow_up.title})
    if follow_up.cancelled_at:
        raise ValidationError(_("“%(title)s” was cancelled.") % {"title": follow_up.title})
    return follow_up


def hold(follow_up):
    deal = follow_up.deal_id and hold_deal(follow_up.deal_id)
    follow_up = (
        FollowUp.objects.select_related("kind", "owner__team", "lead__owner__team")
        .select_for_update(of=["self"], no_key=True)
        .get(pk=follow_up.pk)
    )
    follow_up.deal = deal or None
    return follow_up


def hold_deal(pk):
    """The deal, locked; in two statements, for a join in the locking one loses a deal whose owner changes meanwhile."""
    Deal.objects.select_for_update(no_key=True).only("pk").get(pk=pk)
    return Deal.objects.select_related("owner__team").get(pk=pk)


def log(verb, follow_up, *, by, changes=None, details=None):
    """Close every change: the deal's next step made true, and one event about the follow-up and its deal or lead."""
    deal, about = follow_up.deal, follow_up.about
    if deal:
        refresh_next_step(deal)
    return record(
        verb,
        follow_up,
        by=by,
        about=[about],
        owner=about.owner or follow_up.owner,
        changes=changes,
        details={"title": follow_up.title, "kind": follow_up.kind.name} | (details or {}),
        live=deal and live_word(deal, deal.stage_id, None),
    )


def refresh_next_step(deal):
    """Keep `deal.next_step_at` the due time of its earliest planned follow-up; the deal's row must be locked."""
    deal.next_step_at = deal.follow_ups.planned().aggregate(first=Min("due_at"))["first"]
    deal.save(update_fields=["next_step_at"])
