"""What is promised about a deal or a lead: planned, done, put off, handed over.

Each takes the deal's row first and the follow-up's second, so that the deal's next step is true at every commit.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.middleware import zone_of
from followups.actions.planning import (
    hold,
    hold_planned,
    log,
    plan_follow_up,
    refuse_the_blind,
    tell_new_owner,
)
from followups.actions.planning import hold_deal as hold_deal
from followups.actions.reminders import cancel_reminders, set_reminders
from followups.actions.series import change_series, end_series_of, give_series, make_next, take_back_next
from followups.models import FollowUp
from followups.times import MORNING, day_of, end_of, moment, settled
from kit.formats import is_any_time
from timeline.models import Event, subject_key


@transaction.atomic
def complete_follow_up(follow_up, *, by, outcome="", next=None):
    """Say that it is done and how it went; `next` is what plan_follow_up needs for the step after it.

    Of a series the next occurrence is planned by itself. Returns what was planned next, or None.
    """
    follow_up = hold_planned(follow_up)
    follow_up.done_at, follow_up.outcome = timezone.now(), outcome
    follow_up.save(update_fields=["done_at", "outcome"])
    cancel_reminders(follow_up)
    planned = plan_follow_up(about=follow_up.about, by=by, **next) if next else None
    planned = make_next(follow_up) or planned
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
    """Take back that it was done or given up; what it was due for stands again.

    The next occurrence that came of it goes, unless somebody has put a hand to it.
    """
    follow_up = hold(follow_up)
    if follow_up.is_planned:
        raise ValidationError(_("“%(title)s” is already planned.") % {"title": follow_up.title})
    for later in take_back_next(follow_up):
        give_up(later, by=by)
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


@transaction.atomic
def take_back_snooze(follow_up, *, by):
    """Take back the last putting off: the time it had before stands again, unless it has been moved since."""
    follow_up = hold_planned(follow_up)
    last = Event.objects.filter(subject=subject_key(follow_up)).order_by("-pk").first()
    if last is None or last.verb != "followup.snoozed":
        raise ValidationError(_("“%(title)s” has changed since. Choose its time anew.") % {"title": follow_up.title})
    due_at = datetime.fromisoformat(last.changes["due_at"][0])
    return put_at("followup.rescheduled", follow_up, due_at, is_any_time(due_at), by)


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
    """Give up what was planned; it stays in the history, and of a series the next occurrence is planned."""
    follow_up = hold_planned(follow_up)
    event = give_up(follow_up, by=by)
    make_next(follow_up)
    return event


@transaction.atomic
def end_series(follow_up, *, by):
    """Give up what was planned and everything its series would still bring."""
    follow_up = hold_planned(follow_up)
    end_series_of(follow_up)
    return give_up(follow_up, by=by, verb="followup.series_ended")


def give_up(follow_up, *, by, verb="followup.cancelled"):
    follow_up.cancelled_at = timezone.now()
    follow_up.save(update_fields=["cancelled_at"])
    cancel_reminders(follow_up)
    return log(verb, follow_up, by=by)


@transaction.atomic
def hand_over_follow_up(follow_up, *, to, by, note="", following=False):
    """Give what is planned to somebody who may see what it is about, and tell them, with a word about where it stands.

    `following` gives them what its series still brings too.
    """
    follow_up = hold_planned(follow_up)
    refuse_the_blind(follow_up, to)
    before = follow_up.owner
    if follow_up.any_time:
        follow_up.due_at = end_of(day_of(follow_up.due_at, zone_of(before)), zone_of(to))
    follow_up.owner = to
    follow_up.save(update_fields=["owner", "due_at"])
    if following:
        give_series(follow_up, to)
    set_reminders(follow_up)
    details = {"note": note} if note else {}
    event = log("followup.handed_over", follow_up, by=by, changes={"owner": [before.name, to.name]}, details=details)
    if to != by:
        tell_new_owner(follow_up, event, note)
    return event


@transaction.atomic
def edit_follow_up(
    follow_up, *, kind, title, due_at, any_time, owner, by, remind_before=None, repeat=None, following=False
):
    """Change whatever differs: the words, the time, the person, the reminders; one event for each.

    `following` changes what its series still brings too; `repeat` is the Recurrence it then has, or begins.
    """
    follow_up = hold_planned(follow_up)
    follow_up.remind_before = remind_before
    follow_up.save(update_fields=["remind_before"])
    if (follow_up.kind, follow_up.title) != (kind, title):
        rephrase(follow_up, kind, title, by)
    if follow_up.owner != owner:
        hand_over_follow_up(follow_up, to=owner, by=by)
        follow_up = hold_planned(follow_up)
    if (follow_up.due_at, follow_up.any_time) != (settled(due_at, any_time, owner), any_time):
        reschedule_follow_up(follow_up, due_at=due_at, any_time=any_time, by=by)
    follow_up = hold_planned(follow_up)
    if repeat or following:
        change_series(follow_up, repeat)
    set_reminders(follow_up)


def rephrase(follow_up, kind, title, by):
    pairs = {"kind": [follow_up.kind.name, kind.name], "title": [follow_up.title, title]}
    follow_up.kind, follow_up.title = kind, title
    follow_up.save(update_fields=["kind", "title"])
    changes = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
    log("followup.edited", follow_up, by=by, changes=changes)
