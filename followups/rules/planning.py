"""The follow-up a rule plans at once, and how the undo of what caused it takes it back."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.hours.queries import hours_of
from accounts.middleware import zone_of
from accounts.models import User
from followups.actions.follow_ups import cancel_follow_up
from followups.actions.kinds import usual_kind
from followups.actions.notifications import notify, speaking_to
from followups.actions.planning import hold_deal, log
from followups.actions.reminders import set_reminders
from followups.letters import page_of
from followups.models import FollowUp, FollowUpKind
from followups.times import after_working_days, day_of, end_of
from timeline.models import Event, subject_key

ON_ENTRY = "stage.entered"


def plan(running, given):
    """Plan what the rule says about its deal or lead, any time on a working day, for who owns it or the one named."""
    record, event = running.record, running.event
    owner = owner_of(record, given)
    follow_up = FollowUp.objects.create(
        kind=FollowUpKind.objects.filter(pk=given.get("kind")).first() or usual_kind(),
        title=given["title"],
        owner=owner,
        due_at=due_for(owner, running.moment, given.get("working_days", 0)),
        any_time=True,
        made_by=event,
        is_sample=record.is_sample,
        **{running.rule.about: hold_deal(record.pk) if running.rule.about == "deal" else record},
    )
    set_reminders(follow_up)
    tell_of(follow_up, running)
    return {}


def owner_of(record, given):
    named = given.get("for", "owner")
    owner = record.owner if named == "owner" else User.objects.active().filter(pk=named).first()
    if owner is None:
        raise ValidationError(_("Nobody owns it yet, so there is nobody to plan it for."))
    if not type(record).objects.visible_to(owner).filter(pk=record.pk).exists():
        raise ValidationError(_("%(name)s may not see %(about)s.") % {"name": owner, "about": record})
    return owner


def due_for(owner, moment, working_days):
    """The end of the day, in the owner's zone, that many of the owner's working days after a moment."""
    zone = zone_of(owner)
    return end_of(after_working_days(day_of(moment, zone), working_days, hours_of(owner)), zone)


def tell_of(follow_up, running):
    """One line on the timeline, and a word to whoever's deal somebody else moved or the clock found."""
    details, by = {"due_at": follow_up.due_at.isoformat()}, running.event and running.event.actor
    if running.rule.trigger == ON_ENTRY:
        stage = {"stage": running.record.stage.name}
        log("followup.planned_on_entry", follow_up, by=by, details=details | stage)
    else:
        log("followup.planned", follow_up, by=None, details=details)
    if by != follow_up.owner:
        tell_owner(follow_up, running)


def tell_owner(follow_up, running):
    with speaking_to(follow_up.owner):
        names = {"title": follow_up.title, "about": follow_up.about, "rule": running.rule.name}
        if running.rule.trigger == ON_ENTRY:
            names["stage"] = running.record.stage
            text = _("“%(title)s” is planned for you: %(about)s entered %(stage)s") % names
        else:
            text = _("“%(title)s” is planned for you about %(about)s, by the rule “%(rule)s”") % names
    notify(follow_up.owner, key=f"{running.key}:planned", kind="planned", text=text, url=page_of(follow_up))


@transaction.atomic
def take_back_planned(undone, *, by):
    """Give up what the undone event had planned, unless somebody has done it or put a hand to it since."""
    for follow_up in FollowUp.objects.planned().filter(made_by=undone).order_by("pk"):
        if follow_up.deal_id:
            hold_deal(follow_up.deal_id)
        if is_untouched(follow_up):
            cancel_follow_up(follow_up, by=by)


def is_untouched(follow_up):
    """Whether nothing happened to it since it was planned; its deal must be locked."""
    return Event.objects.filter(subject=subject_key(follow_up)).count() == 1
