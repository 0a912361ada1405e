"""Promising a next action, and what every change of one needs: its row held, the deal's next step kept true, an event.

Each takes the deal's row first and the follow-up's second, so that the deal's next step is true at every commit.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Min
from django.utils.translation import gettext as _

from followups.actions.kinds import usual_kind
from followups.actions.notifications import notify, speaking_to
from followups.actions.reminders import set_reminders
from followups.letters import page_of
from followups.models import FollowUp
from followups.times import settled
from pipeline.actions.standing import live_word
from pipeline.models import Deal
from timeline.log import record


@transaction.atomic
def plan_follow_up(*, about, kind, title, due_at, by, any_time=False, owner=None, is_sample=False, remind_before=None):
    """Promise a next action about a deal or a lead, with its reminders.

    The owner is `by` unless named, and is told when somebody else planned it; `kind` None is the workspace's first,
    `by` None is Kariz itself, `remind_before` None is as the owner usually is.
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
        remind_before=remind_before,
        is_sample=is_sample,
    )
    if owner not in (by, about.owner):
        refuse_the_blind(follow_up, owner)
    set_reminders(follow_up)
    event = log("followup.planned", follow_up, by=by, details={"due_at": follow_up.due_at.isoformat()})
    if by and owner != by:
        tell_new_owner(follow_up, event)
    return follow_up


def refuse_the_blind(follow_up, person):
    """Nobody is given, or told of, what is about a deal or lead they may not see."""
    if not FollowUp.objects.visible_to(person).filter(pk=follow_up.pk).exists():
        raise ValidationError(_("%(name)s may not see %(about)s.") % {"name": person, "about": follow_up.about})


def tell_new_owner(follow_up, event, note=""):
    with speaking_to(follow_up.owner):
        text = _("%(name)s handed you “%(title)s”") % {"name": event.actor, "title": follow_up.title}
    text = f"{text}. {note}" if note else text
    notify(follow_up.owner, key=f"handed over:{event.pk}", kind="handed_over", text=text, url=page_of(follow_up))


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
