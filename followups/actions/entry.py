"""What a stage plans for every deal that enters it, and how its undo takes that back."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.hours.queries import hours_of
from accounts.middleware import zone_of
from followups.actions.follow_ups import cancel_follow_up
from followups.actions.notifications import notify, speaking_to
from followups.actions.planning import hold_deal, log
from followups.actions.reminders import set_reminders
from followups.letters import page_of
from followups.models import EntryFollowUp, FollowUp
from followups.times import after_working_days, day_of, end_of
from pipeline.models import Deal, Stage
from timeline.log import record
from timeline.models import Event, subject_key

ENTERS = ("deal.moved", "deal.won", "deal.reopened", "deal.created")
LEAVES = (*ENTERS, "deal.lost")


@transaction.atomic
def set_entry_follow_up(stage, *, kind, title, working_days, by):
    """Plan this for each deal that enters the stage from now on, for the deal's owner."""
    facts = {"kind": kind, "title": title, "working_days": working_days}
    before = entry_of(lock_stage(stage))
    if before and all(getattr(before, name) == value for name, value in facts.items()):
        return before
    entry, _made = EntryFollowUp.objects.update_or_create(stage=stage, defaults=facts)
    tell("stage.follow_up_set", stage, before, entry, by=by)
    return entry


@transaction.atomic
def drop_entry_follow_up(stage, *, by):
    """Plan nothing any more for deals that enter the stage; what was planned stays."""
    if before := entry_of(lock_stage(stage)):
        before.delete()
        tell("stage.follow_up_dropped", stage, before, None, by=by)


def lock_stage(stage):
    return Stage.objects.select_for_update(no_key=True).get(pk=stage.pk)


def entry_of(stage):
    return EntryFollowUp.objects.select_related("kind").filter(stage=stage).first()


def tell(verb, stage, before, after, *, by):
    words = [plain(before), plain(after)]
    changes = {name: [one and one[name] for one in words] for name in ("kind", "title", "working_days")}
    what = (after or before).title
    record(verb, stage, by=by, changes=changes, details={"name": stage.name, "what": what})


def plain(entry):
    return entry and {"kind": entry.kind.name, "title": entry.title, "working_days": entry.working_days}


@transaction.atomic
def plan_on_entry(event):
    """Plan what the stage wants for a deal that has just entered it; once, and only while the deal still stands there.

    Returns the follow-up, or None.
    """
    entry, deal = entry_of(event.details["stage"]), hold_if_there(event)
    if not (entry and deal) or has_left(deal, event) or FollowUp.objects.filter(made_by=event).exists():
        return None
    follow_up = FollowUp.objects.create(
        kind=entry.kind,
        title=entry.title,
        deal=deal,
        owner=deal.owner,
        due_at=due_for(deal.owner, event, entry.working_days),
        any_time=True,
        made_by=event,
        is_sample=deal.is_sample,
    )
    set_reminders(follow_up)
    details = {"due_at": follow_up.due_at.isoformat(), "stage": deal.stage.name}
    log("followup.planned_on_entry", follow_up, by=event.actor, details=details)
    tell_owner(follow_up, event)
    return follow_up


def hold_if_there(event):
    """The deal an event is about, locked, or None if it was erased meanwhile."""
    pk = int(event.subject.partition(":")[2])
    return hold_deal(pk) if Deal.objects.filter(pk=pk).exists() else None


def due_for(owner, event, working_days):
    """The end of the day, in the owner's zone, that many of the owner's working days after the deal came."""
    zone = zone_of(owner)
    return end_of(after_working_days(day_of(event.happened_at, zone), working_days, hours_of(owner)), zone)


def has_left(deal, event):
    """Whether the deal was lost or went elsewhere after this, or this was taken back meanwhile."""
    if deal.status == Deal.Status.LOST or deal.stage_id != event.details["stage"]:
        return True
    if Event.objects.filter(pk=event.pk, undone_by__isnull=False).exists():
        return True
    later = Event.objects.filter(subject=subject_key(deal), verb__in=LEAVES, pk__gt=event.pk)
    return later.standing().exists()


def tell_owner(follow_up, event):
    """Whoever's deal somebody else moved hears what was planned for them."""
    owner = follow_up.owner
    if event.actor_id == owner.pk:
        return
    with speaking_to(owner):
        names = {"title": follow_up.title, "deal": follow_up.deal, "stage": follow_up.deal.stage}
        text = _("“%(title)s” is planned for you: %(deal)s entered %(stage)s") % names
    notify(owner, key=f"on entry:{event.pk}", kind="planned", text=text[:300], url=page_of(follow_up))


@transaction.atomic
def take_back_planned(undone, *, by):
    """Give up what the undone event had planned, unless somebody has done it or put a hand to it since."""
    for follow_up in FollowUp.objects.filter(made_by=undone, done_at=None, cancelled_at=None).order_by("pk"):
        hold_deal(follow_up.deal_id)
        if is_untouched(follow_up):
            cancel_follow_up(follow_up, by=by)


def is_untouched(follow_up):
    """Whether nothing happened to it since it was planned; its deal must be locked."""
    since = Event.objects.filter(subject=subject_key(follow_up)).exclude(verb="followup.planned_on_entry")
    return not since.exists()
